"""Looking for words in messages: both databases find the same, each in its own way."""

import pytest
from django.db import connection

from interactions import words
from interactions.models import Message
from interactions.words import Term
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SAID = {
    "tank": "It is leaking from the “TANK”, near the Drip tray",
    "valve": "The drip valve is fine, the tray of the drip too",
    "percent": "100% of_it \\ is gone… ÉCLAIR@brewline.example",
    "chinese": "我的咖啡机漏水了，iPhone 也坏了",
    "japanese": "コーヒーが漏れています",
    "thai": "เครื่องชงกาแฟรั่ว",
    "smile": "leak😀twice",
}
FINDS = [
    ("tank", {"tank"}),
    ("DRIP", {"tank", "valve"}),
    ("tray drip", {"tank", "valve"}),
    ('"drip tray"', {"tank"}),
    ("drip-tray", {"tank"}),
    ("drip -tank", {"valve"}),
    ('drip -"drip valve"', {"tank"}),
    ("tank valve", set()),
    ("leak", {"smile"}),
    ("leak*", {"tank", "smile"}),
    ("drip -leak*", {"valve"}),
    ("éclair", {"percent"}),
    ("eclair@brewline", set()),
    ("éclair@brewline", {"percent"}),
    ("100", {"percent"}),
    ("10", set()),
    ("10*", {"percent"}),
    ("咖啡机", {"chinese"}),
    ("漏水", {"chinese"}),
    ("水漏", set()),
    ("漏", {"chinese", "japanese"}),
    ("了", {"chinese"}),
    ("漏水 -iphone", set()),
    ("iphone", {"chinese"}),
    ("コーヒー", {"japanese"}),
    ("กาแฟ", {"thai"}),
    ("咖啡 漏水", {"chinese"}),
    ("-tank", set(SAID) - {"tank"}),
    ("", set(SAID)),
    ("   ", set(SAID)),
]


HARMLESS = [
    '"',
    "-",
    "--",
    "'; DROP TABLE x",
    "%",
    "_",
    "\\",
    "a" * 3000,
    "()&|!:*",
    "\u0000x",
    "*",
    "'x'",
    "水'*",
    "a <-> b",
]


@pytest.fixture
def said(db):
    thread = factories.ThreadFactory()
    return {name: factories.MessageFactory(thread=thread, text=text) for name, text in SAID.items()}


def names(said, text):
    found = set(words.containing(Message.objects.all(), text))
    return {name for name, message in said.items() if message in found}


def test_words_phrases_beginnings_and_what_must_not_be_there(said):
    assert {text: names(said, text) for text, _expected in FINDS} == dict(FINDS)


def test_whatever_is_typed_is_no_error(said):
    for text in HARMLESS:
        try:
            names(said, text)
        except ValueError as error:
            pytest.fail(f"{text!r}: {error}")


def test_what_is_kept_follows_the_text(said):
    Message.objects.filter(pk=said["tank"].pk).update(text="All is dry")
    assert names(said, "leak*") == {"smile"} and names(said, "dry") == {"tank"}


@pytest.mark.postgres
def test_rare_words_are_found_by_the_index(said):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "message_words" in words.containing(Message.objects.all(), "leak* 漏水").explain()


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        (
            'a "b c" -d* -"e f"',
            [Term(("a",)), Term(("b", "c")), Term(("d",), True, True), Term(("e", "f"), False, True)],
        ),
        ('"unclosed phrase', [Term(("unclosed",)), Term(("phrase",))]),
        ("机器X", [Term(("机器", "x"))]),
        ("ＡＢＣ", [Term(("abc",))]),
        ("", []),
    ],
)
def test_what_was_typed_is_read_as_terms(typed, terms):
    assert words.terms(typed) == terms


def test_found_words_are_marked_in_any_case_and_excluded_ones_are_not():
    def found(text, sought):
        return [piece for piece, is_found in words.marked(text, sought) if is_found]

    assert found("The Leak leaks", "leak -the") == ["Leak"]
    assert found("The Leak leaks", "leak*") == ["Leak", "leaks"]
    assert found("the drip tray, drip-tray", '"drip tray"') == ["drip tray", "drip-tray"]
    assert found("咖啡机漏水了", "漏水") == ["漏水"]
    assert words.marked("a.b c", "a.b") == [("a.b", True), (" c", False)]
    assert words.marked("abc", "") == [("abc", False)]


def test_a_long_text_is_cut_around_what_was_found():
    text = "word " * 100 + "leaks " + "word " * 100
    cut = words.around(text, "leak*")
    assert "leaks" in cut and cut.startswith("…") and cut.endswith("…") and len(cut) < 170
    assert words.around("short", "leak") == "short"
