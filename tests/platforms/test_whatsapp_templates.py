"""Message templates: what is wrong with a draft, filling one in, and reading it as the customer will."""

import pytest

from platforms.whatsapp import filling
from platforms.whatsapp.management.drafts import Draft, template_problems

from .conftest import fixture_bodies, fixture_json

HEADER = {"type": "HEADER", "format": "TEXT", "text": "Order {{1}}", "example": {"header_text": ["A-17"]}}
BODY = {
    "type": "BODY",
    "text": "Hello {{1}}, your order {{2}} is on its way.",
    "example": {"body_text": [["Ann", "A-17"]]},
}
FOOTER = {"type": "FOOTER", "text": "ACME Bread"}
BUTTONS = {
    "type": "BUTTONS",
    "buttons": [
        {"type": "QUICK_REPLY", "text": "Talk to a person"},
        {"type": "URL", "text": "Track", "url": "https://acme.example/{{1}}", "example": ["A-17"]},
    ],
}
NAMED = {
    "type": "BODY",
    "text": "Hello {{name}}, case {{case_number}} is solved.",
    "example": {
        "body_text_named_params": [
            {"param_name": "name", "example": "Ann"},
            {"param_name": "case_number", "example": "17"},
        ]
    },
}


def draft(*components, **changes):
    given = {"name": "order_update", "language": "en_US", "category": "UTILITY", "components": components}
    return Draft(**{**given, **changes})


def test_a_good_draft_has_no_problems():
    assert template_problems(draft(HEADER, BODY, FOOTER, BUTTONS)) == []
    assert template_problems(draft(NAMED, numbered=False)) == []


def test_drafts_that_meta_itself_gives_as_examples_are_fit():
    # Those with catalogs, flows and lists of products are of kinds that this product does not make.
    wanted = ("text_header", "image_header", "authentication")
    names = [name for name, _ in fixture_bodies("whatsapp/post__Version_WABA-ID_message_templates")]
    checked = 0
    for name in names:
        if "request" in name and any(word in name for word in wanted):
            body = fixture_json(name)
            made = Draft(body["name"], body["language"], body["category"], tuple(body["components"]))
            assert template_problems(made) == [], name
            checked += 1
    assert checked >= 3


def body(text, *examples):
    return {"type": "BODY", "text": text, "example": {"body_text": [list(examples)]}}


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (draft(BODY, name="Order Update"), "The name may hold only"),
        (draft(BODY, name="x" * 513), "at most 512"),
        (draft(BODY, language="english"), "Choose a language"),
        (draft(BODY, category="ACCOUNT_UPDATE"), "The category must be one of"),
        (draft(HEADER), "The body is missing"),
        (draft(BODY, BODY), "only one body"),
        (draft(body("")), "The body has no text"),
        (draft(body("x" * 1025)), "1025 characters; 1024 are allowed"),
        (draft(body("{{1}} is here", "a")), "must not begin or end"),
        (draft(body("Here is {{1}}", "a")), "must not begin or end"),
        (draft(body("Here {{1}} {{2}} it is", "a", "b")), "side by side"),
        (draft(body("Here {{2}} it is", "a")), "from {{1}} on without a gap"),
        (draft(body("Here {{1}} and {{3}} it is", "a", "b")), "from {{1}} on without a gap"),
        (draft(body("Here {{name}} it is", "a")), "from {{1}} on without a gap"),
        (draft(body("Here {{Name}} it is", "a"), numbered=False), "only small letters"),
        (draft(body("Here {{1 it is")), "is not closed"),
        (draft(body("Here {{1}} it is")), "Give an example for every placeholder of the body"),
        (draft(body("Here {{1}} it is", "  ")), "Give an example for every placeholder of the body"),
        (draft({**HEADER, "text": "x" * 61}, BODY), "The header has 61 characters"),
        (draft({**HEADER, "text": "{{1}} and {{2}}"}, BODY), "only one placeholder"),
        (draft({"type": "HEADER", "format": "IMAGE"}, BODY), "Add a sample file"),
        (draft(BODY, {"type": "FOOTER", "text": "x" * 61}), "The footer has 61 characters"),
        (draft(BODY, {"type": "FOOTER", "text": "By {{1}}"}), "The footer cannot hold placeholders"),
        (draft(BODY, {"type": "BUTTONS", "buttons": [{"text": "No"}] * 11}), "11 buttons; 10 are allowed"),
        (draft(BODY, {"type": "BUTTONS", "buttons": [{"text": "x" * 26}]}), "26 characters; 25 are allowed"),
        (draft(BODY, {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY"}]}), "A button has no text"),
        (
            draft(BODY, {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Go", "url": "https://{{1}}/x"}]}),
            "at its end",
        ),
        (
            draft(BODY, {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "Go", "url": "https://a/{{1}}"}]}),
            "Give an example for the address",
        ),
    ],
)
def test_each_rule_is_told_in_a_sentence(made, words):
    assert any(words in problem for problem in template_problems(made)), template_problems(made)


def test_parts_of_any_shape_do_not_make_checking_fail():
    for broken in ({}, {"type": 7}, {"type": "BODY", "text": 7}, {"type": "BUTTONS", "buttons": 7}):
        assert template_problems(draft(broken))


VALUES = {"header.1": "A-17", "1": "Ann", "2": "A-17", "button.1": "a17"}


def test_a_template_is_filled_in_part_by_part():
    template = (HEADER, BODY, FOOTER, BUTTONS)
    assert filling.needed(template) == ["header.1", "1", "2", "button.1"]
    assert filling.components(template, VALUES) == [
        {"type": "header", "parameters": [{"type": "text", "text": "A-17"}]},
        {"type": "body", "parameters": [{"type": "text", "text": "Ann"}, {"type": "text", "text": "A-17"}]},
        {"type": "button", "sub_type": "url", "index": "1", "parameters": [{"type": "text", "text": "a17"}]},
    ]


def test_named_placeholders_are_sent_by_name():
    (filled,) = filling.components((NAMED,), {"name": "Ann", "case_number": 17})
    assert filled["parameters"] == [
        {"type": "text", "parameter_name": "name", "text": "Ann"},
        {"type": "text", "parameter_name": "case_number", "text": "17"},
    ]


@pytest.mark.parametrize("empty", ["", "  \n", None])
@pytest.mark.parametrize("key", VALUES)
def test_an_empty_placeholder_is_named(key, empty):
    with pytest.raises(ValueError, match=f"^{key}$"):
        filling.components((HEADER, BODY, BUTTONS), {**VALUES, key: empty})


def test_numbered_values_stand_in_the_order_of_their_numbers():
    swapped = {"type": "BODY", "text": "First {{2}} then {{1}} and {{2}} again"}
    (filled,) = filling.components((swapped,), {"1": "one", "2": "two"})
    assert [row["text"] for row in filled["parameters"]] == ["one", "two"]


def test_line_breaks_and_runs_of_spaces_which_meta_refuses_become_one_space():
    (filled,) = filling.components((NAMED,), {"name": "Ann\n\tMarie     Smith", "case_number": "17"})
    assert filled["parameters"][0]["text"] == "Ann Marie Smith"


@pytest.mark.parametrize("kind", ["IMAGE", "VIDEO", "DOCUMENT"])
def test_the_headers_file_is_put_in_by_its_id_or_left_to_who_uploads_it(kind):
    template = ({"type": "HEADER", "format": kind}, {"type": "BODY", "text": "Look"})
    assert filling.components(template, {}) == []
    (header,) = filling.components(template, {}, header_media_id="9001")
    assert header == {"type": "header", "parameters": [{"type": kind.lower(), kind.lower(): {"id": "9001"}}]}


def test_buttons_with_a_code_or_a_hidden_payload():
    buttons = [{"type": "COPY_CODE", "text": "Copy"}, {"type": "OTP", "text": "Copy"}, {"type": "QUICK_REPLY"}]
    template = ({"type": "BODY", "text": "Here"}, {"type": "BUTTONS", "buttons": buttons})
    assert filling.needed(template) == ["button.0", "button.1"]
    values = {"button.0": "25OFF", "button.1": "1234", "button.2": "more"}
    assert [(one["sub_type"], one["index"], one["parameters"][0]) for one in filling.components(template, values)] == [
        ("copy_code", "0", {"type": "coupon_code", "coupon_code": "25OFF"}),
        ("url", "1", {"type": "text", "text": "1234"}),
        ("quick_reply", "2", {"type": "payload", "payload": "more"}),
    ]


def test_the_preview_reads_as_the_customer_will_read_it():
    template = (HEADER, BODY, FOOTER, BUTTONS)
    assert filling.preview(template, VALUES) == (
        "Order A-17\nHello Ann, your order A-17 is on its way.\nACME Bread\n[Talk to a person] [Track]"
    )
    assert "Hello {{1}}, your order A-17" in filling.preview(template, {"2": "A-17"})
