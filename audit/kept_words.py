"""Sentences that are kept in rows or come from `platforms`: written in English, read in the language of whoever looks.

What a worker writes down (why a reply failed, what a platform told) is read later by people of several languages. So it is
kept in English, and looked up in the catalog when it is shown: by itself, or by the sentence with placeholders of which it
was made. What no sentence of ours fits is a platform's own words, and stays as it is.
"""

import functools
import re

from django.utils import translation
from django.utils.translation import trans_real

ENGLISH = "en"
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")
LEAST_LITERAL = 10  # letters of its own that a sentence must have to be recognized by
# Placeholders that are filled with words of ours; names and numbers stay as they are.
WORDS = {"why", "reason", "problem", "event", "decision", "old", "new", "limit", "part", "ends"}


def in_english(work):
    """Decorator for what writes sentences into rows, whoever's request it is called from."""

    @functools.wraps(work)
    def inner(*args, **kwargs):
        with translation.override(ENGLISH):
            return work(*args, **kwargs)

    return inner


def told(sentence):
    """A kept sentence, or several, in the language that is active; what is none of ours comes back as it is."""
    language = translation.get_language() or ENGLISH
    if not sentence or language == ENGLISH or not isinstance(sentence, str):
        return sentence
    return _told(language, sentence) or sentence


@functools.lru_cache(maxsize=4000)
def _told(language, text):
    sentences, found = re.split(r"(?<=[.!?]) ", text), []
    while sentences:
        for count in range(len(sentences), 0, -1):
            words = _one(language, " ".join(sentences[:count]))
            if words:
                break
        found.append(words or sentences[0])
        sentences = sentences[count:]
    return " ".join(found)


def _one(language, text):
    """One sentence of the catalog in this language; empty where it is none."""
    exact = translation.gettext(text)
    if exact != text:
        return exact
    for pattern, source in _patterns(language):
        match = pattern.fullmatch(text)
        if match:
            facts = {name: _word(name, value) for name, value in match.groupdict().items()}
            return translation.gettext(source) % facts
    return ""


def _word(name, value):
    return translation.gettext(value) if name in WORDS and value else value


@functools.cache
def _patterns(language):
    """[(what a sentence with placeholders looks like once filled in, the sentence)], the most particular first."""
    keys = trans_real.translation(language)._catalog.keys()
    sources = {key for key in keys if isinstance(key, str)}
    fitting = [
        (len(PLACEHOLDER.sub("", source)), source) for source in sources if "%(" in source and "\x04" not in source
    ]
    particular = sorted((pair for pair in fitting if pair[0] >= LEAST_LITERAL), reverse=True)
    return [(_pattern(source), source) for _length, source in particular]


def _pattern(source):
    parts, seen, end = [], set(), 0
    for place in PLACEHOLDER.finditer(source):
        parts.append(re.escape(source[end : place.start()]))
        parts.append(_hole(place[1], seen))
        end = place.end()
    return re.compile("".join(parts) + re.escape(source[end:]), re.DOTALL)


def _hole(name, seen):
    if name is None:
        return "%"
    if name in seen:
        return f"(?P={name})"
    seen.add(name)
    return f"(?P<{name}>.+?)"
