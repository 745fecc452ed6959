"""What is kept at WhatsApp beside messages, against the sandbox: templates, numbers, links, blocked people."""

import uuid

import pytest

from platforms import whatsapp
from platforms.base import Outcome, PlatformError, TemplateMessage
from platforms.http import shared_client
from platforms.whatsapp import filling
from platforms.whatsapp.management import blocking, links, numbers, templates
from platforms.whatsapp.management.drafts import Draft

from .conftest import NUMBER, outgoing

KIND, WABA = "whatsapp", "waba-1"
BODY = {"type": "BODY", "text": "Hello {{1}}, your order is on its way.", "example": {"body_text": [["Ann"]]}}


@pytest.fixture
def wire(company):
    return company.wire(KIND)


def draft(**changes):
    """A draft that no other test has submitted."""
    given = {"name": f"order_{uuid.uuid4().hex[:12]}", "language": "en_US", "category": "UTILITY"}
    return Draft(**{**given, "components": (BODY,), **changes})


def decided(company, number, event, **more):
    company.control("whatsapp/templates", {"id": number, "event": event, **more})


def of_id(wire, number):
    return next((one for one in templates.listed(wire, WABA) if one.id == number), None)


def test_a_template_is_submitted_decided_upon_sent_and_deleted(company, wire):
    made = draft()
    number, status, category = templates.create(wire, WABA, made)
    assert (status, category) == ("PENDING", "UTILITY")
    decided(company, number, "APPROVED")
    template = of_id(wire, number)
    assert (template.name, template.status, template.numbered) == (made.name, "APPROVED", True)
    components = tuple(filling.components(template.components, {"1": "Sheena"}))
    message = outgoing("", to="16505551234", template=TemplateMessage(made.name, "en_US", components))
    sent = whatsapp.send(wire, message)
    last = company.sent(KIND)[-1]
    assert (last["id"], last["text"]) == (sent.external_id, filling.preview(template.components, {"1": "Sheena"}))
    templates.delete(wire, WABA, made.name, number)
    assert of_id(wire, number) is None


def test_named_placeholders_come_through(company, wire):
    text = {"type": "BODY", "text": "Hello {{name}}, welcome back."}
    text["example"] = {"body_text_named_params": [{"param_name": "name", "example": "Ann"}]}
    made = draft(components=(text,), numbered=False)
    number, _, _ = templates.create(wire, WABA, made)
    decided(company, number, "APPROVED")
    template = of_id(wire, number)
    assert not template.numbered
    components = tuple(filling.components(template.components, {"name": "Sheena"}))
    whatsapp.send(wire, outgoing("", to="16505551234", template=TemplateMessage(made.name, "en_US", components)))
    assert company.sent(KIND)[-1]["text"] == "Hello Sheena, welcome back."


def test_a_rejected_template_says_why_and_can_be_changed(company, wire):
    made = draft()
    number, _, _ = templates.create(wire, WABA, made)
    decided(company, number, "REJECTED", reason="INVALID_FORMAT")
    assert (of_id(wire, number).status, of_id(wire, number).reason) == ("REJECTED", "INVALID_FORMAT")
    better = {**BODY, "text": "Dear {{1}}, your order is on its way."}
    templates.update(wire, number, draft(name=made.name, components=(better,)))
    assert (of_id(wire, number).status, of_id(wire, number).components[0]["text"]) == ("PENDING", better["text"])


def test_all_templates_are_listed_over_all_pages(wire):
    made = [draft() for _ in range(templates.PAGE_SIZE + 1)]
    wanted = {templates.create(wire, WABA, one)[0] for one in made}
    assert wanted <= {one.id for one in templates.listed(wire, WABA)}
    for one in made:
        templates.delete(wire, WABA, one.name)
    assert wanted.isdisjoint(one.id for one in templates.listed(wire, WABA))


def test_an_unfit_draft_is_not_submitted(wire):
    before = len(templates.listed(wire, WABA))
    with pytest.raises(PlatformError, match="The name may hold only") as refused:
        templates.create(wire, WABA, draft(name="Order Update"))
    assert refused.value.outcome is Outcome.MESSAGE_FAILED
    assert len(templates.listed(wire, WABA)) == before


def test_the_same_template_twice_is_refused_in_words(wire):
    made = draft()
    templates.create(wire, WABA, made)
    with pytest.raises(PlatformError) as refused:
        templates.create(wire, WABA, made)
    assert refused.value.outcome is Outcome.MESSAGE_FAILED
    assert refused.value.reason


@pytest.mark.parametrize("event", ["PAUSED", "DISABLED"])
def test_a_template_that_was_stopped_cannot_be_sent(company, wire, event):
    made = draft()
    number, _, _ = templates.create(wire, WABA, made)
    decided(company, number, "APPROVED")
    decided(company, number, event)
    components = tuple(filling.components((BODY,), {"1": "Sheena"}))
    message = outgoing("", to="16505551234", template=TemplateMessage(made.name, "en_US", components))
    with pytest.raises(PlatformError, match=f"template is {event.lower()}") as refused:
        whatsapp.send(wire, message)
    assert refused.value.outcome is Outcome.MESSAGE_FAILED


def test_numbers_are_listed_with_what_the_platform_says_of_them(company, wire):
    company.control("whatsapp/numbers", {"number": NUMBER, "quality_rating": "YELLOW"})
    number = next(one for one in numbers.listed(wire, WABA) if one.id == NUMBER)
    assert (number.shown, number.name, number.quality) == ("15550783881", "ACME Bread", "YELLOW")
    assert number.limit.startswith("TIER_")
    company.control("whatsapp/numbers", {"number": NUMBER, "quality_rating": "GREEN"})


def test_a_subscription_that_was_dropped_is_seen_and_renewed(company):
    account = company.wire(KIND, address=WABA)
    whatsapp.subscribe(account, "https://acme.example/hook")
    assert whatsapp.subscribed(account, "https://acme.example/hook")
    assert numbers.subscribed(account, "", app="app")
    assert not numbers.subscribed(account, "", app="another app")
    headers = {"Authorization": f"Bearer {account.token}"}
    shared_client().delete(f"{account.base}/v26.0/{WABA}/subscribed_apps", headers=headers)
    assert not whatsapp.subscribed(account, "https://acme.example/hook")
    whatsapp.subscribe(account, "https://acme.example/hook")
    assert whatsapp.subscribed(account, "https://acme.example/hook")


@pytest.mark.parametrize(("image", "start"), [("PNG", b"\x89PNG"), ("SVG", b"<")])
def test_a_link_is_made_changed_listed_and_deleted(wire, image, start):
    made = links.create(wire, "Where is my order?", image)
    assert made.url.endswith(made.code)
    assert shared_client().get(made.image).content.startswith(start)
    changed = links.update(wire, made.code, "Where is my bread?")
    assert (changed.code, changed.prefilled) == (made.code, "Where is my bread?")
    listed = {one.code: one for one in links.listed(wire)}
    assert (listed[made.code].prefilled, bool(listed[made.code].image)) == ("Where is my bread?", True)
    links.delete(wire, made.code)
    assert made.code not in {one.code for one in links.listed(wire)}


def test_what_a_link_cannot_be_is_said_before_asking(wire):
    with pytest.raises(PlatformError, match="141 characters; 140 are allowed"):
        links.create(wire, "x" * 141)
    with pytest.raises(PlatformError, match="PNG or SVG"):
        links.create(wire, "Hello", "GIF")


def test_a_person_is_blocked_listed_and_let_in_again(company, wire):
    message = {"number": NUMBER, "from": "16505559876", "name": "Pest", "text": "!!!"}
    company.control("whatsapp/messages", message)
    blocking.block(wire, ["16505559876"])
    blocking.block(wire, ["16505559876"])
    assert "16505559876" in blocking.listed(wire)
    with pytest.raises(PlatformError) as refused:
        whatsapp.send(wire, outgoing("Hello", to="16505559876"))
    assert refused.value.code == "130403"
    blocking.unblock(wire, ["16505559876"])
    assert "16505559876" not in blocking.listed(wire)


def test_who_cannot_be_blocked_is_named(wire):
    with pytest.raises(PlatformError, match=r"\+4915199999"):
        blocking.block(wire, ["4915199999"])
