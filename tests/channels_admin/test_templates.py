"""Writing templates: their parts, their placeholders, and what stands in the way of submitting them."""

import pytest

from audit.models import Change
from channels_admin.models import Template
from channels_admin.whatsapp import filling, wording
from tests.channels_admin.factories_whatsapp import TemplateFactory, WabaFactory
from tests.channels_admin.forms_filled import faults, fill, page_of

pytestmark = pytest.mark.django_db
PARTS = {
    "wanted": "UTILITY",
    "header": "Order {{1}}",
    "body": "Hello {{1}}, case {{2}} is solved.",
    "footer": "ACME Bread",
    "buttons": "Yes\nTrack it | https://acme.example/t/{{1}}\nCall us | +49 30 1234567",
}
FULL = [
    {"type": "HEADER", "format": "TEXT", "text": "Order {{1}}", "example": {"header_text": ["4711"]}},
    {
        "type": "BODY",
        "text": "Hello {{1}}, case {{2}} is solved.",
        "example": {"body_text": [["Ann", "C-1"]]},
    },
    {"type": "FOOTER", "text": "ACME Bread"},
    {
        "type": "BUTTONS",
        "buttons": [
            {"type": "QUICK_REPLY", "text": "Yes"},
            {
                "type": "URL",
                "text": "Track it",
                "url": "https://acme.example/t/{{1}}",
                "example": ["https://acme.example/t/77"],
            },
            {"type": "PHONE_NUMBER", "text": "Call us", "phone_number": "+49301234567"},
        ],
    },
]
NAMED = [
    {
        "type": "BODY",
        "text": "Hello {{name}}, case {{case}} is solved.",
        "example": {
            "body_text_named_params": [
                {"param_name": "name", "example": "Ann"},
                {"param_name": "case", "example": "C-1"},
            ]
        },
    }
]
WITH_FILE = [
    {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::x"]}},
    {"type": "BODY", "text": "Hi."},
]
SOURCES = {
    "filled-source-header.1": "case_number",
    "filled-example-header.1": "4711",
    "filled-source-1": "customer_name",
    "filled-example-1": "Ann",
    "filled-source-2": "case_number",
    "filled-example-2": "C-1",
    "filled-source-button.1": "free",
    "filled-example-button.1": "77",
}


@pytest.fixture
def waba():
    return WabaFactory()


def written(admin, waba, **changes):
    """A template written in the console, in two goes: the words, then what the placeholders are filled with."""
    facts = {"waba": str(waba.pk), "name": "solved", "language": "en", "purpose": "issue_resolution", **PARTS}
    answer = fill(admin, page_of(Template, "add"), **{**facts, **changes})
    assert answer.status_code == 302, faults(answer)
    return Template.objects.get(name="solved", language=changes.get("language", "en"))


@pytest.mark.parametrize(
    ("parts", "numbered"),
    [(FULL, True), (NAMED, False), ([{"type": "BODY", "text": "Hi."}], True), (WITH_FILE, True), (WITH_FILE[1:], True)],
)
def test_what_is_taken_apart_is_put_together_again(parts, numbered):
    assert wording.plain(parts)
    variables = wording.variables(parts, {})
    examples = wording.examples(parts) | {"button.1": "77"}
    for key, row in variables.items():
        row["example"] = examples[key]
    assert wording.components(wording.words(parts), variables, numbered) == parts


@pytest.mark.parametrize(
    "component",
    [
        {"type": "HEADER", "format": "LOCATION"},
        {"type": "BODY", "add_security_recommendation": True},
        {"type": "CAROUSEL", "cards": []},
        {"type": "BUTTONS", "buttons": [{"type": "FLOW", "text": "Go", "flow_id": "1"}]},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "Yes", "novel": 1}]},
        {},
    ],
)
def test_what_cannot_be_written_here_without_loss_is_known(component):
    assert not wording.plain([component])


def test_a_template_is_written_and_its_placeholders_filled(admin, waba):
    made = written(admin, waba)
    assert (made.status, made.category, made.purpose) == ("DRAFT", "UTILITY", "issue_resolution")
    page = admin.get(page_of(Template, "change", made.pk)).content.decode()
    assert "Give an example for every placeholder of the body" in page
    assert fill(admin, page_of(Template, "change", made.pk), **SOURCES).status_code == 302
    made.refresh_from_db()
    assert made.components == FULL
    assert made.variables["1"] == {"source": "customer_name", "example": "Ann"}
    page = admin.get(page_of(Template, "change", made.pk)).content.decode()
    assert "Before it can be submitted" not in page
    assert "Hello Ann, case C-1 is solved." in page
    assert Change.objects.filter(noun="channels_admin.template").count() == 2


def test_what_is_wrong_stands_beside_it_in_words(admin, waba):
    made = written(admin, waba, body="{{1}} is solved {{3}}", header="", buttons="A button with far too many letters")
    page = admin.get(page_of(Template, "change", made.pk)).content.decode()
    for text in (
        "The body must not begin or end with a placeholder",
        "Number the placeholders of the body from {{1}} on without a gap.",
        "has 34 characters; 25 are allowed",
    ):
        assert text in page
    assert "disabled" in page.partition('data-test="submit"')[2][:80]


def test_names_are_as_meta_takes_them_and_once_per_language(admin, waba):
    facts = {"waba": str(waba.pk), "language": "en", **PARTS}
    said = faults(fill(admin, page_of(Template, "add"), name="Sorry for the wait", **facts))
    assert said == ["The name may hold only small letters, digits and underscores."]
    written(admin, waba)
    assert faults(fill(admin, page_of(Template, "add"), name="solved", **facts))
    written(admin, waba, language="de")
    assert Template.objects.filter(name="solved").count() == 2


def test_a_refused_form_keeps_what_was_typed(admin, waba):
    answer = fill(admin, page_of(Template, "add"), waba=str(waba.pk), name="No!", language="en", **PARTS, **SOURCES)
    page = answer.content.decode()
    assert 'name="filled-source-button.1"' in page and "https://acme.example/t/{{1}}" in page
    assert not Template.objects.exists()


def test_what_meta_has_keeps_its_name_and_changes_wait_for_submission(admin, waba):
    there = TemplateFactory(
        waba=waba,
        name="order",
        external_id="77",
        status="APPROVED",
        components=[{"type": "BODY", "text": "Old words."}],
    )
    address = page_of(Template, "change", there.pk)
    fill(admin, address, body="New words.", name="other", waba="0")
    there.refresh_from_db()
    assert (there.name, there.components[0]["text"]) == ("order", "Old words.")
    assert there.edited == {"category": "UTILITY", "components": [{"type": "BODY", "text": "New words."}]}
    assert there.usable, "until it is submitted, the old words may be sent"
    assert "Changed, not submitted yet" in admin.get(page_of(Template, "changelist")).content.decode()
    fill(admin, address, body="Old words.")
    there.refresh_from_db()
    assert there.edited is None


@pytest.mark.parametrize("status", ["PENDING", "DISABLED", "IN_APPEAL"])
def test_words_are_fixed_while_meta_decides_but_sources_are_not(admin, waba, status):
    there = TemplateFactory(waba=waba, external_id="77", status=status, components=[FULL[1]])
    page = admin.get(page_of(Template, "change", there.pk)).content.decode()
    assert 'name="body"' not in page and "cannot be changed here now" in page
    sources = {"filled-source-1": "customer_name", "filled-example-1": "Bob"}
    fill(admin, page_of(Template, "change", there.pk), purpose="account_update", **sources)
    there.refresh_from_db()
    assert there.variables["1"] == {"source": "customer_name", "example": "Bob"}
    assert (there.components, there.purpose) == ([FULL[1]], "account_update")


def test_templates_are_found_as_hsm(admin, waba):
    TemplateFactory(waba=waba, name="order_sent")
    TemplateFactory(waba=waba, name="invoice")
    for words, found in (("HSM", {"order_sent", "invoice"}), ("hsm order", {"order_sent"}), ("here for", {"invoice"})):
        page = admin.get(page_of(Template, "changelist"), {"q": words}).content.decode()
        assert {name for name in ("order_sent", "invoice") if name in page} >= found


def test_values_come_from_what_is_known_and_what_is_typed_goes_first(waba):
    variables = {
        "1": {"source": "customer_name"},
        "2": {"source": "case_number"},
        "header.1": {"source": "free"},
        "button.1": {"source": "free"},
    }
    made = TemplateFactory(waba=waba, components=FULL, variables=variables)
    values = filling.values(made, {"customer_name": "Ann Lee", "case_number": ""}, {"header.1": "9"})
    assert values == {"1": "Ann Lee", "2": "", "header.1": "9", "button.1": ""}
    assert filling.missing(made, values) == ["2", "button.1"]
    with pytest.raises(ValueError, match="2"):
        filling.message(made, values)
    full = filling.values(made, {"customer_name": "Ann Lee"}, {"header.1": "9", "2": "C-5", "button.1": "77"})
    message = filling.message(made, full)
    assert (message.name, message.language) == (made.name, "en")
    assert message.components[1] == {
        "type": "body",
        "parameters": [{"type": "text", "text": "Ann Lee"}, {"type": "text", "text": "C-5"}],
    }
    assert "Hello Ann Lee, case C-5 is solved." in filling.preview(made, full)
