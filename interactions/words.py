"""Looking for words in messages: the one module that knows how each database does it.

All words must stand in the same message. `"two words"` stand together, `leak*` begins a word, `-word` must not be there.
Scripts that do not part their words (Chinese, Japanese, Thai …) are found by pairs of characters, wherever they stand.

PostgreSQL keeps a column `words` beside every message (`simple`: no stems, as the language is not known) with a GIN index;
no query reads it with its row. SQLite, which is for first looks, reads the messages themselves. Both find the same.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchVectorExact, SearchVectorField
from django.db import connection
from django.db.models import F, Func, Q

# What parts words: written so that PostgreSQL and Python read it alike, whatever locale the database has.
PARTS = (
    r"\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    r"\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30fb\ufe00-\ufe1f\ufe30-\ufe6f\uff00-\uff0f"
    r"\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001faff\U000e0001-\U000e01ef"
)
# Scripts that write their words without a space between them.
UNPARTED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003134f"
)
PARTING, RUN = re.compile(f"[{PARTS}]"), re.compile(f"[{UNPARTED}]+")
PIECES = re.compile(f"[{UNPARTED}]+|[^{PARTS}{UNPARTED}\\s]+")
TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
BEFORE, AFTER = f"(?<![^{PARTS}{UNPARTED}\\s])", f"(?![^{PARTS}{UNPARTED}\\s])"
BETWEEN = f"[{PARTS}\\s]*"  # between what stands together; a space is not asked for where a script changes


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: pieces that stand together, perhaps with the beginning of a word as the last."""

    pieces: tuple
    begins: bool = False
    excluded: bool = False

    @property
    def pattern(self):
        """The same as a regular expression."""
        found = [_piece(piece, self.begins and piece is self.pieces[-1]) for piece in self.pieces]
        return BETWEEN.join(found)

    @property
    def query(self):
        """The same in the language of `to_tsquery`."""
        pieces = [_lexemes(piece, self.begins and piece is self.pieces[-1]) for piece in self.pieces]
        phrase = " <-> ".join(lexeme for piece in pieces for lexeme in piece)
        return f"!({phrase})" if self.excluded else f"({phrase})"


def _piece(piece, begins):
    word = re.escape(piece)
    return word if RUN.fullmatch(piece) else BEFORE + word + ("" if begins else AFTER)


def _lexemes(piece, begins):
    if not RUN.fullmatch(piece):
        return [f"'{piece}'" + (":*" if begins else "")]
    pairs = [piece[place : place + 2] for place in range(len(piece) - 1)]
    return [f"'{pair}'" for pair in pairs] or [
        f"'{piece}':*"
    ]  # one character begins a pair, or stands alone at the end


def plain(text):
    """Text as it is compared: one width, small letters."""
    return unicodedata.normalize("NFKC", text.replace("\0", " ").lower())


def terms(text):
    """The `Term`s of what somebody typed; what holds no letter or digit is left out."""
    found = [(quoted or bare, minus == "-", not quoted) for minus, quoted, bare in TERM.findall(text)]
    read = [
        Term(tuple(PIECES.findall(plain(words))), bare and words.endswith("*"), excluded)
        for words, excluded, bare in found
    ]
    return [term for term in read if term.pieces]


class Words(Func):
    """The column `words` of messages, which only PostgreSQL has."""

    output_field = SearchVectorField()

    def __init__(self):
        super().__init__(F("text"))

    def as_sql(self, compiler, connection, **more):
        """The column beside `text`, by the name that the table has in this query."""
        (text,) = self.get_source_expressions()
        return f'{compiler.quote_name(text.alias)}."words"', []


def containing(messages, text):
    """Those of `messages` (a queryset) that contain the words of `text`; all of them when it holds none."""
    wanted = terms(text)
    if not wanted:
        return messages
    return (by_index if connection.vendor == "postgresql" else by_reading)(messages, wanted)


def by_index(messages, wanted):
    """On PostgreSQL, by the column that it keeps."""
    query = " & ".join(term.query for term in wanted)
    return messages.filter(SearchVectorExact(Words(), SearchQuery(query, config="simple", search_type="raw")))


def by_reading(messages, wanted):
    """On any database, by what stands in the text."""
    condition = Q()
    for term in wanted:
        one = Q(text__iregex=term.pattern)
        condition &= ~one if term.excluded else one
    return messages.filter(condition)


class NameWords(Func):
    """Name, handle and number of an identity, exactly as PostgreSQL's index on them has it."""

    output_field = SearchVectorField()
    function, arg_joiner = "interactions_words", " || ' ' || "

    def __init__(self):
        super().__init__(F("name"), F("handle"), F("external_id"))


def found_names(identities, text):
    """Those of `identities` (a queryset) of which every word of `text` begins a name, the handle or the number."""
    wanted = [replace(term, begins=True, excluded=False) for term in terms(text)]
    if not wanted:
        return identities.none()
    if connection.vendor == "postgresql":
        query = SearchQuery(" & ".join(term.query for term in wanted), config="simple", search_type="raw")
        return identities.filter(SearchVectorExact(NameWords(), query))
    for term in wanted:
        each = (Q(**{f"{field}__iregex": term.pattern}) for field in ("name", "handle", "external_id"))
        identities = identities.filter(reduce(or_, each))
    return identities


def marked(text, sought):
    """`text` as [(piece, found)], so that a page can mark what was looked for: whole words, also where a part was typed."""
    patterns = [f"(?:{term.pattern}){_rest(term)}" for term in terms(sought) if not term.excluded]
    if not patterns:
        return [(text, False)]
    pieces = re.split(f"({'|'.join(patterns)})", text, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]


def _rest(term):
    """Of a word that was typed in part: the rest of it."""
    return f"[^{PARTS}{UNPARTED}\\s]*" if term.begins else ""


def around(text, sought, length=160):
    """The part of a long text in which the first found word stands, on one line."""
    line = " ".join(text.split())
    found = [re.search(term.pattern, line, re.IGNORECASE) for term in terms(sought) if not term.excluded]
    first = min((match.start() for match in found if match), default=0)
    begin = 0 if first < length // 2 else line.rfind(" ", 0, first - length // 4) + 1
    cut = line[begin : begin + length]
    return ("…" if begin else "") + cut + ("…" if begin + length < len(line) else "")
