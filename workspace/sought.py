"""Looking for words in responses: the one place that knows on which database it is.

Text is folded before it is kept and before it is looked for: small letters, no accents, words with one blank between them and
around them. A word with an umlaut stands in it twice, as “gerat” and as “geraet”, since people type both. All words that are
looked for must be there, each as the beginning of one. PostgreSQL finds them by its full-text index, SQLite by their letters;
the answer is the same.
"""

import re
import unicodedata

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Q

INDEX = "response_sought"
SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
PLAIN = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})
WORD = re.compile(r"[^\W_]+")
MOST = 12  # words that are looked for


def folded(text):
    """The words of a text as they are looked for, with a blank around each."""
    return f" {' '.join(_both(unicodedata.normalize('NFC', text).lower()))} "


def words(text):
    """What somebody looks for, folded, in one way of writing each."""
    plain = _without_accents(unicodedata.normalize("NFC", text).lower())
    return WORD.findall(plain)[:MOST]


def _both(text):
    """Every word, and where it has an umlaut its other way of writing too."""
    for word in WORD.findall(text):
        plain, spelled = _without_accents(word), _without_accents(word.translate(SPELLED))
        yield from dict.fromkeys((*WORD.findall(plain), *WORD.findall(spelled)))


def _without_accents(text):
    split = unicodedata.normalize("NFKD", text.translate(PLAIN))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def containing(responses, text):
    """Those of `responses` (a queryset) that contain all words of `text`; all of them where it holds none."""
    sought = words(text)
    if not sought:
        return responses
    return (_by_full_text if connection.vendor == "postgresql" else _by_letters)(responses, sought)


def _by_full_text(responses, sought):
    """On PostgreSQL. The words are letters and digits, so nothing in them means anything to its language."""
    query = SearchQuery(" & ".join(f"{word}:*" for word in sought), config="simple", search_type="raw")
    return responses.annotate(vector=SearchVector("sought", config="simple")).filter(vector=query)


def _by_letters(responses, sought):
    """On any database."""
    condition = Q()
    for word in sought:
        condition &= Q(sought__contains=f" {word}")
    return responses.filter(condition)


def make_index(apps, schema_editor):
    """For the migration: the index that `_by_full_text` is found by. Nothing to do on SQLite."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE INDEX {INDEX} ON workspace_response "
            "USING gin (to_tsvector('simple'::regconfig, COALESCE(sought, '')))"
        )


def drop_index(apps, schema_editor):
    """The way back."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")
