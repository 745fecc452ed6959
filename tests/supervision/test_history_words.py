"""Looking for words in messages, on whichever database the tests run, and the PostgreSQL way where it is there."""

import pytest
from django.db import connection

from interactions.models import Message
from supervision import words
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SAID = {
    "tank": "It is leaking from the tank, near the Drip tray",
    "valve": "The drip valve is fine, the tray of the drip too",
    "percent": "100% of_it \\ is gone",
}


@pytest.fixture
def said(db):
    return {name: factories.MessageFactory(text=text) for name, text in SAID.items()}


def names(said, text, way=words.containing):
    found = set(way(Message.objects.all(), text))
    return {name for name, message in said.items() if message in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tank", {"tank"}),
        ("DRIP", {"tank", "valve"}),
        ("tray drip", {"tank", "valve"}),
        ('"drip tray"', {"tank"}),
        ("drip -tank", {"valve"}),
        ('drip -"drip valve"', {"tank"}),
        ("tank valve", set()),
        ("", set(SAID)),
        ("   ", set(SAID)),
    ],
)
def test_words_phrases_and_what_must_not_be_there(said, text, expected):
    assert names(said, text) == expected


@pytest.mark.parametrize("text", ['"', "-", "--", "'; DROP TABLE x", "%", "_", "\\", "a" * 200, "()&|!:*", "\u0000x"])
def test_whatever_is_typed_is_no_error(said, text):
    try:
        names(said, text)
    except ValueError as error:
        pytest.fail(f"{text!r}: {error}")


def test_signs_that_databases_read_as_wildcards_are_signs_here(said):
    assert names(said, "100%", words.by_letters) == {"percent"}
    assert names(said, "%", words.by_letters) == {"percent"}
    assert names(said, "of_it", words.by_letters) == {"percent"}
    assert names(said, "offit", words.by_letters) == set()


def test_letters_are_found_inside_words(said):
    assert names(said, "leak", words.by_letters) == {"tank"}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="full-text search is PostgreSQL's")
def test_full_text_finds_whole_words(said):
    assert names(said, "leaking", words.by_full_text) == {"tank"}
    assert names(said, "leak", words.by_full_text) == set()
    assert names(said, "fine or gone", words.by_full_text) == {"valve", "percent"}


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ('a "b c" -d -"e f"', [("a", False), ("b c", False), ("d", True), ("e f", True)]),
        ('"unclosed phrase', [('"unclosed', False), ("phrase", False)]),
        ("", []),
    ],
)
def test_what_was_typed_is_read_as_terms(typed, terms):
    assert words.terms(typed) == terms


def test_found_words_are_marked_in_any_case_and_excluded_ones_are_not():
    assert words.marked("The Leak leaks", "leak -the") == [
        ("The ", False),
        ("Leak", True),
        (" ", False),
        ("leak", True),
        ("s", False),
    ]
    assert words.marked("a.b", "a.b") == [("a.b", True)]
    assert words.marked("abc", "") == [("abc", False)]


def test_a_long_text_is_cut_around_what_was_found():
    text = "word " * 100 + "leak " + "word " * 100
    cut = words.around(text, "leak")
    assert "leak" in cut and cut.startswith("…") and cut.endswith("…") and len(cut) < 170
    assert words.around("short", "leak") == "short"
