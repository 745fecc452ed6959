"""Every sentence has a German one, which can take its place: same placeholders, same tags, same ends (R70)."""

import re

import polib
import pytest

from tests.words.extracting import ROOMS, ROOT, everything

SOURCE = ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"
HOW = "see “Words and languages” in docs/developers.md"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\{?\w*\}?\}|%%\w+%%|%\w+%(?!\w)|#\d?|<[^>]+>|%%")
RENAMED = re.compile(r"^from django\.utils\.translation import (.*\bas\b.*)|^(\w+ = \w*gettext\w*)$", re.MULTILINE)
END = re.compile(r"[.:…?!,;]?$")


@pytest.fixture(scope="module")
def catalog():
    """The German catalog."""
    return polib.pofile(str(SOURCE))


def pairs(entry):
    """[(English, German)] of an entry: one, or one for each plural form."""
    if entry.msgid_plural:
        return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
    return [(entry.msgid, entry.msgstr)]


def placeholders(text):
    """What is filled in, and what shapes it."""
    return sorted(PLACEHOLDER.findall(text))


def ends(text):
    """Does it begin or end with a space, and with which punctuation does it end?"""
    return text[:1].isspace(), text[-1:].isspace(), END.search(text.rstrip('”“")'))[0]


def test_every_sentence_of_the_sources_has_a_german_one(catalog):
    known = {(entry.msgctxt, entry.msgid, entry.msgid_plural or None): entry for entry in catalog if entry.translated()}
    sentences = everything()
    assert len(sentences) > 2500, "the sources are read"
    lacking = [f"{file}: {key[1]}" for key, file in sentences.items() if key not in known]
    assert lacking == [], HOW + "\n" + "\n".join(lacking)


def test_sentences_are_marked_by_names_that_gettext_knows():
    """Another name would hide them from makemessages; `translated` is for sentences that are marked elsewhere."""
    known = {"gettext as _", "gettext_lazy as _", "gettext as translated"}
    named = {
        found
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for line in RENAMED.findall(path.read_text(encoding="utf-8"))
        for found in "".join(line).split(", ")
        if " as " in found or " = " in found
    }
    assert named - known == set()


def test_no_german_sentence_is_a_guess(catalog):
    assert [entry.msgid for entry in catalog.fuzzy_entries()] == []


def test_german_sentences_fit_where_the_english_ones_stand(catalog):
    wrong = [
        f"{english} | {german}"
        for entry in catalog
        for english, german in pairs(entry)
        if placeholders(english) != placeholders(german) or ends(english) != ends(german)
    ]
    assert wrong == [], "\n".join(wrong)


def test_the_product_runs_on_what_the_catalog_says_now(catalog):
    assert SOURCE.with_suffix(".mo").read_bytes() == catalog.to_binary(), "bin/setup compiles it"
