"""Message templates of a business account. Source: WhatsApp Business Platform, "Message templates", management API."""

from dataclasses import dataclass

from platforms import graph, payload
from platforms.base import Outcome, PlatformError
from platforms.whatsapp.management.drafts import Draft, template_problems
from platforms.words import _

FIELDS = "id,name,language,status,category,previous_category,components,parameter_format,quality_score,rejected_reason"
PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class Template:
    """A template as WhatsApp has it. `status` and `quality` are its words (APPROVED …, GREEN …), others may come.

    `reason` says why it was rejected (INVALID_FORMAT …), `numbered` whether placeholders are numbers or names.
    """

    id: str
    name: str
    language: str
    category: str
    status: str
    components: tuple[dict, ...] = ()
    numbered: bool = True
    quality: str = ""
    reason: str = ""
    previous_category: str = ""


def listed(wire, waba):
    """All templates of a business account."""
    params = {"fields": FIELDS, "limit": PAGE_SIZE}
    pages = graph.pages(wire, f"{waba}/message_templates", params)
    return [_template(row) for rows, _ in pages for row in rows if payload.ident(row, "id")]


def draft_of(template):
    """The template as a draft, to submit to another business account; a header's sample file must be given anew."""
    return Draft(template.name, template.language, template.category, template.components, template.numbered)


def create(wire, waba, draft):
    """Submit a draft for review; (its id, status, category), which Meta may have changed."""
    _refuse_unfit(draft)
    body = {
        "name": draft.name,
        "language": draft.language,
        "category": draft.category,
        "parameter_format": "POSITIONAL" if draft.numbered else "NAMED",
        "components": list(draft.components),
    }
    answer, _headers = graph.call(wire, "POST", f"{waba}/message_templates", body=body)
    number = payload.ident(answer, "id")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", _("WhatsApp did not name the template: look whether it is there."))
    category = payload.words(answer, "category") or draft.category
    return number, payload.words(answer, "status") or "PENDING", category


def update(wire, number, draft):
    """Change the template `number`, which is reviewed again; name and language stay as they are."""
    _refuse_unfit(draft)
    graph.call(wire, "POST", number, body={"category": draft.category, "components": list(draft.components)})


def delete(wire, waba, name, number=""):
    """Delete one language of a template by its id, or all languages of the name."""
    params = {"name": name, **({"hsm_id": number} if number else {})}
    graph.call(wire, "DELETE", f"{waba}/message_templates", params=params)


def _refuse_unfit(draft):
    problems = template_problems(draft)
    if problems:
        raise PlatformError(Outcome.MESSAGE_FAILED, "template", " ".join(problems))


def _template(row):
    named = payload.words(row, "parameter_format").upper() == "NAMED"
    reason = payload.words(row, "rejected_reason")
    return Template(
        id=payload.ident(row, "id"),
        name=payload.words(row, "name"),
        language=payload.words(row, "language"),
        category=payload.words(row, "category"),
        status=payload.words(row, "status"),
        components=tuple(payload.rows(row, "components")),
        numbered=not named,
        quality=payload.words(row, "quality_score", "score"),
        reason="" if reason == "NONE" else reason,
        previous_category=payload.words(row, "previous_category"),
    )
