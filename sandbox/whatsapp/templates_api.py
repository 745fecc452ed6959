"""Message templates over HTTP ("Message templates" of the WhatsApp Business Management API)."""

from sandbox.graph.errors import GraphError, bad
from sandbox.graph.fields import parse_fields
from sandbox.graph.nodes import Node
from sandbox.graph.paging import Asked, edge
from sandbox.stage import Stage
from sandbox.timeline import Timeline
from sandbox.whatsapp.template_rules import check_components, check_template, refusal
from sandbox.whatsapp.template_samples import check_samples, with_addresses
from sandbox.whatsapp.templates import Template
from sandbox.wire import Call

ACCOUNT, TEMPLATE = "WhatsAppBusinessAccount", "MessageTemplate"
SUCCESS = {"success": True}
MOST = 250
EDITABLE = ("APPROVED", "REJECTED", "PAUSED", "PENDING")
USUAL = "name previous_category parameter_format status category language components id".split()
# Fields that exist on the platform but have no value here.
EMPTY = """cta_url_link_tracking_opted_out correct_category message_send_ttl_seconds is_primary_device_delivery_only
library_template_name degrees_of_freedom_spec specific_rejection_reason sub_category""".split()


def _shown(stage: Stage, template: Template, wanted: list[str]) -> dict:
    every = dict.fromkeys(EMPTY) | vars(template) | {"components": with_addresses(stage, template.components)}
    every |= {
        "rejected_reason": template.reason,
        "quality_score": {"score": template.quality, "date": int(template.at)},
    }
    every["rejection_info"] = template.rejection
    unknown = [name for name in wanted if name not in every]
    if unknown:
        raise bad(f"Tried accessing nonexisting field ({unknown[0]}) on node type (WhatsAppMessageTemplate)")
    return {name: every[name] for name in dict.fromkeys([*wanted, "id"]) if every[name] not in (None, "", {})}


def _wanted(call: Call) -> list[str]:
    return [one.name for one in parse_fields(call.text("fields"))] or USUAL


async def list_templates(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{waba}/message_templates, narrowed by name, status, language or category."""
    found = stage.templates.of(node.id, call.text("name"))
    for name in ("status", "language", "category"):
        found = [one for one in found if call.text(name, getattr(one, name)).upper() == getattr(one, name).upper()]
    order, wanted = Timeline(sorted((one.at, one.id) for one in found)), _wanted(call)
    page = edge(
        call, call.path, Asked.of(call.params), order, True, lambda one: _shown(stage, stage.templates.get(one), wanted)
    )
    return page | ({"summary": _summary(stage, node.id)} if call.text("summary") else {})


def _summary(stage: Stage, waba: str) -> dict:
    every = stage.templates.of(waba)
    counts = {"total_count": len(every), "message_template_count": len({one.name for one in every})}
    return {**counts, "message_template_limit": MOST, "are_translations_complete": False}


async def show_template(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{template-id}."""
    return _shown(stage, node.object, _wanted(call))


async def create_template(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{waba}/message_templates."""
    check_template(call.params)
    check_samples(stage, call.params["components"])
    if stage.templates.find(node.id, call.text("name"), call.text("language")):
        raise refusal(2388024, "Content in This Language Already Exists", "Edit the template in this language instead.")
    if len(stage.templates.of(node.id)) >= MOST:
        raise refusal(2388019, "Message template limit exceeded", f"An account has at most {MOST} templates.")
    made = stage.templates.submit(node.id, call.params)
    stage.store.commit()
    return {"id": made.id, "status": made.status, "category": made.category}


async def edit_template(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{template-id}: other components or category; an approved template keeps its category."""
    template: Template = node.object
    if template.status not in EDITABLE:
        raise refusal(2388039, "Template cannot be edited", f"A template that is {template.status} cannot be edited.")
    category = call.text("category", template.category)
    if category != template.category and template.status == "APPROVED":
        raise refusal(2388039, "Template cannot be edited", "The category of an approved template stays.")
    components = call.params.get("components", template.components)
    check_components(components, category)
    check_samples(stage, components)
    template.components, template.category = components, category
    stage.templates.resubmit(template)
    stage.store.commit()
    return SUCCESS


async def delete_template(stage: Stage, call: Call, node: Node) -> dict:
    """DELETE /{waba}/message_templates?name=: all languages, or with `hsm_id` that one."""
    found = stage.templates.of(node.id, call.text("name", "?"))
    found = [one for one in found if call.text("hsm_id", one.id) == one.id]
    if not found:
        raise GraphError(100, "Invalid parameter", 2593002, user=("Template not found", "There is no such template."))
    for one in found:
        stage.templates.shelf.drop(one)
    stage.store.commit()
    return SUCCESS


HANDLERS = {
    ("GET", ACCOUNT, "message_templates"): list_templates,
    ("POST", ACCOUNT, "message_templates"): create_template,
    ("DELETE", ACCOUNT, "message_templates"): delete_template,
    ("GET", TEMPLATE, ""): show_template,
    ("POST", TEMPLATE, ""): edit_template,
}
