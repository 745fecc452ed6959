"""The query language of recent search: words, phrases, #tags, @handles, operators, OR, negation, parentheses."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.x.problems import invalid

TOKEN = re.compile(r'\s*(-?"[^"]*"|[()]|-(?=\()|-?[^\s()"]+)')
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Indexed:
    """What a tweet is matched by, all in lower case."""

    words: tuple[str, ...]
    tags: frozenset[str]
    handles: frozenset[str]
    author: str
    conversation: str
    answered: str = ""


type Match = Callable[[Indexed], bool]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text: split at everything that is no letter, digit or underscore."""
    return tuple(word.lower() for word in WORD.findall(text))


def tags_of(text: str) -> frozenset[str]:
    """The hashtags of a text."""
    return frozenset(tag.lower() for tag in re.findall(r"(?<!\w)#(\w+)", text))


def handles_of(text: str) -> list[str]:
    """The handles mentioned in a text, in order, without @."""
    return re.findall(r"(?<!\w)@(\w{1,15})", text)


def _phrase(text: str) -> Match:
    wanted = words_of(text)
    first, length = wanted[0], len(wanted)

    def match(tweet: Indexed) -> bool:
        words = tweet.words
        return any(word == first and words[at : at + length] == wanted for at, word in enumerate(words))

    return match


def _from(name: str) -> Match:
    return lambda tweet: tweet.author == name.lower()


def _to(name: str) -> Match:
    return lambda tweet: tweet.answered == name.lower()


def _conversation(identifier: str) -> Match:
    return lambda tweet: tweet.conversation == identifier


def _is(what: str) -> Match:
    return lambda tweet: what == "reply" and tweet.answered != ""


def _any_language(_code: str) -> Match:
    return lambda tweet: True


# An operator and whether it may stand alone in a query.
OPERATORS: dict[str, tuple[Callable[[str], Match], bool]] = {
    "from": (_from, True),
    "to": (_to, True),
    "conversation_id": (_conversation, True),
    "is": (_is, False),
    "lang": (_any_language, False),
}


@dataclass
class _Reader:
    """Reads a query from left to right; `alone` tells whether anything in it may stand alone."""

    query: str
    tokens: list[str] = field(default_factory=list)
    alone: bool = False

    def fail(self, reason: str) -> Exception:
        return invalid("query", self.query, f"There were errors processing your request: {reason}")

    def split(self) -> None:
        place, text = 0, self.query.rstrip()
        while place < len(text):
            found = TOKEN.match(text, place)
            if not found:
                raise self.fail(f"no viable alternative at character '{text[place]}' (at position {place + 1})")
            self.tokens.append(found[1])
            place = found.end()

    def either(self) -> Match:
        choices = [self.all()]
        while self.tokens and self.tokens[0] == "OR":
            self.tokens.pop(0)
            choices.append(self.all())
        return choices[0] if len(choices) == 1 else lambda tweet: any(match(tweet) for match in choices)

    def all(self) -> Match:
        parts = []
        while self.tokens and self.tokens[0] not in ("OR", ")"):
            parts.append(self.one())
        if not parts:
            raise self.fail("a word or an operator is missing")
        return parts[0] if len(parts) == 1 else lambda tweet: all(match(tweet) for match in parts)

    def one(self) -> Match:
        token = self.tokens.pop(0)
        if token == "-":
            inner = self.one()
            return lambda tweet: not inner(tweet)
        if token == "(":
            return self.group()
        if token.startswith("-"):
            inner = self.term(token[1:], negated=True)
            return lambda tweet: not inner(tweet)
        return self.term(token, negated=False)

    def group(self) -> Match:
        inner = self.either()
        if not self.tokens or self.tokens.pop(0) != ")":
            raise self.fail("missing ')'")
        return inner

    def term(self, token: str, negated: bool) -> Match:
        name, colon, value = token.partition(":")
        if colon and not token.startswith('"') and name.lower() in OPERATORS and value:
            make, may_stand_alone = OPERATORS[name.lower()]
            self.alone |= may_stand_alone and not negated
            return make(value.lstrip("@"))
        self.alone |= not negated
        return self.word(token)

    def word(self, token: str) -> Match:
        if token.startswith("#") and words_of(token):
            tag = token[1:].lower()
            return lambda tweet: tag in tweet.tags
        if token.startswith("@") and words_of(token):
            handle = token[1:].lower()
            return lambda tweet: handle in tweet.handles
        if re.fullmatch(r"[a-z_]+:.*", token) or not words_of(token):
            raise self.fail(f"Reference to invalid operator '{token}'")
        return _phrase(token)


def compiled(query: str) -> Match:
    """A test for tweets; a 400 problem when the query is none."""
    reader = _Reader(query)
    reader.split()
    match = reader.either()
    if reader.tokens:
        raise reader.fail(f"unexpected '{reader.tokens[0]}'")
    if not reader.alone:
        raise reader.fail("Rule must contain at least one positive, non-stopword clause")
    return match
