"""What the composer asks of the server: lengths, facts for templates, what became of acts."""

import pytest

from interactions.models import Action
from platforms.base import Act
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice, company.said("Hello", name="Ines Duarte"))


@pytest.mark.parametrize(
    "kind, text, length",
    [
        ("x_posts", "see https://example.com/a/very/long/path?with=query", 27),
        ("x_posts", "ok 👩‍👩‍👧‍👦", 5),
        ("x_posts", "日本", 4),
        ("whatsapp", "hello", 5),
        ("facebook_posts", "", 0),
    ],
)
def test_a_text_is_counted_the_platforms_way(page, alice, kind, text, length):
    assert page(alice).post("lengths/", {"kind": kind, "text": text}) == {"length": length}


def test_an_unknown_kind_of_thread_is_not_counted(page, alice):
    assert page(alice).call("POST", "lengths/", {"kind": "pigeon", "text": "hello"}).status_code == 400


def test_the_composer_knows_what_a_template_can_be_filled_in_with(page, alice, interaction):
    facts = page(alice).get(f"interactions/{interaction.pk}/")["composer"]["facts"]
    assert facts == {"customer_name": "Ines Duarte", "account_number": "", "case_number": str(interaction.pk)}


def test_why_an_act_failed_can_be_asked(page, alice, interaction):
    message = interaction.messages.get()
    desk, path = page(alice), f"interactions/{interaction.pk}/acts/"
    desk.post(path, {"message": message.pk, "act": "react", "text": "👍"}, status=202)
    action = Action.objects.get()
    action.claim()
    action.fail("131026", "The customer cannot be reached.")
    (found,) = desk.get(f"{path}?message={message.pk}")["acts"]
    assert (found["act"], found["state"]) == (Act.REACT, "failed")
    assert found["reason"] == "The customer cannot be reached."
    assert desk.call("GET", f"{path}?message=x").status_code == 404
