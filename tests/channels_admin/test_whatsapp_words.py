"""Words that stop templates, and words that ask for a person."""

import pytest

from channels_admin.models import Word, is_stop, wants_person
from tests.channels_admin.forms_filled import faults, fill, page_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    ["STOP", "stop", "Stop!", " stop. ", "„Stopp“", "🛑 Stop 🛑", "Unsubscribe", "ABMELDEN", "Arrêt", "STOP PROMOTIONS",
     "Désabonner", "退订", "Стоп", "إلغاء الاشتراك", "Me désabonner."],
)  # fmt: skip
def test_a_message_that_is_one_of_the_words_stops_templates(text):
    assert is_stop(text)


@pytest.mark.parametrize(
    "text",
    ["", "🛑", "Please stop by at the shop", "stop it is not what I ordered", "unstoppable", "Can you stop my order?",
     "stops", "stop" * 500, "!!!"],
)  # fmt: skip
def test_a_message_in_which_the_word_stands_among_others_does_not(text):
    assert not is_stop(text)


@pytest.mark.parametrize(
    "text",
    ["agent", "I want a HUMAN!", "can i talk to someone please?", "Ich will einen Menschen sprechen", "Mitarbeiter",
     "Je veux un conseiller", "Operador, por favor", "我要人工客服", "オペレーターにつないでください",
     "Quiero un operador ya", "Людина!"],
)  # fmt: skip
def test_who_asks_for_a_person_is_understood(text):
    assert wants_person(text)


@pytest.mark.parametrize("text", ["", "👋", "Reagent 7 is missing", "humanity", "the management", "My order 12345?"])
def test_words_within_words_do_not_count(text):
    assert not wants_person(text)


def test_the_lists_can_be_changed(admin):
    fill(admin, page_of(Word, "add"), kind="stop", language="fi", text="Lopeta nyt")
    assert is_stop("LOPETA  nyt!")
    assert faults(fill(admin, page_of(Word, "add"), kind="stop", text="lopeta NYT.")) == [
        "This word is in the list already."
    ]
    assert faults(fill(admin, page_of(Word, "add"), kind="stop", text="!?")) == [
        "Enter a word: this has neither letters nor digits."
    ]
    Word.objects.filter(folded="stop").delete()
    assert not is_stop("stop")
