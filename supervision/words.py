"""Looking for words in messages: the one place that knows which database it is on.

All words must be in the same message; "two words" in quotes must stand together; -word must not be there. PostgreSQL
finds whole words by full-text search (`simple`: no stems, as the language is not known); SQLite finds the letters
anywhere, and tells capitals only in ASCII.
"""

import re

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Q

TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


def containing(messages, text):
    """Those of `messages` (a queryset) that contain the words of `text`; all of them when it holds none."""
    text = text.replace("\0", " ")  # PostgreSQL refuses it in any text
    if not text.strip():
        return messages
    return (by_full_text if connection.vendor == "postgresql" else by_letters)(messages, text)


def by_full_text(messages, text):
    """On PostgreSQL, in the language of web searches."""
    query = SearchQuery(text, config="simple", search_type="websearch")
    return messages.annotate(words=SearchVector("text", config="simple")).filter(words=query)


def by_letters(messages, text):
    """On any database, by what stands in the text."""
    condition = Q()
    for word, excluded in terms(text):
        one = Q(text__icontains=word)
        condition &= ~one if excluded else one
    return messages.filter(condition)


def terms(text):
    """[(word or phrase, excluded)] of what somebody typed."""
    found = [(quoted or bare, minus == "-") for minus, quoted, bare in TERM.findall(text)]
    return [(" ".join(word.split()), excluded) for word, excluded in found if word.strip()]


def marked(text, sought):
    """`text` as [(piece, found)], so that a page can mark what was looked for."""
    words = [re.escape(word) for word, excluded in terms(sought) if not excluded]
    if not words:
        return [(text, False)]
    pieces = re.split(f"({'|'.join(words)})", text, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]


def around(text, sought, length=160):
    """The part of a long text in which the first found word stands, on one line."""
    line = " ".join(text.split())
    starts = [line.lower().find(word.lower()) for word, excluded in terms(sought) if not excluded]
    first = min((start for start in starts if start >= 0), default=0)
    begin = 0 if first < length // 2 else line.rfind(" ", 0, first - length // 4) + 1
    cut = line[begin : begin + length]
    return ("…" if begin else "") + cut + ("…" if begin + length < len(line) else "")
