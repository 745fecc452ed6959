"""Would WhatsApp take this display name? The rules as sentences, for who types it and for who saves it (R20).

Source: WhatsApp Business Platform, "Display name guidelines".
"""

import re
import unicodedata
from dataclasses import dataclass

import emoji
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from publicsuffixlist import PublicSuffixList

SHORTEST, LONGEST = 3, 75
CAPITALS = re.compile(r"(?<!\w)[A-Z]{2,5}(?!\w)")
ADDRESS = re.compile(r"(?i)(?:https?:|www\.)\S*|(?<![\w.])(?:[a-z0-9-]+\.)+([a-z]{2,24})(?![\w.])")
BETWEEN = re.compile(r"[\s\W_]+")

_suffixes = PublicSuffixList(accept_unknown=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a name is refused. `provable`: not, once the ownership of a brand, product or trade name is recorded."""

    code: str
    words: str | Promise
    provable: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the customer: how he writes himself, which names he owns on record, what counts as an abbreviation."""

    customer: str = ""
    owned: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()


def refusals(name, known):
    """Everything that speaks against a display name, the gravest first; empty when nothing does."""
    name = " ".join(name.split())
    found = [*_always(name)]
    if name:
        found += _unless_owned(name, known)
    return found


def _always(name):
    if len(name) < SHORTEST:
        yield Refusal("short", _("A display name has at least %(n)s characters.") % {"n": SHORTEST})
    if len(name) > LONGEST:
        told = {"n": LONGEST, "now": len(name)}
        yield Refusal("long", _("A display name has at most %(n)s characters; this one has %(now)s.") % told)
    if "whatsapp" in BETWEEN.sub("", unicodedata.normalize("NFKC", name).casefold()):
        yield Refusal("whatsapp", _("The word WhatsApp must not be part of a display name."))
    if emoji.emoji_count(name):
        yield Refusal("emoji", _("Emoji are not allowed in a display name."))
    if _address(name):
        yield Refusal("url", _("Web addresses are not allowed in a display name: “%(url)s”.") % {"url": _address(name)})


def _address(name):
    """The first web address in the name; a full stop in it does not make one."""
    for found in ADDRESS.finditer(name):
        if found[1] is None or _suffixes.publicsuffix(found[1].lower()):
            return found[0]
    return ""


def _unless_owned(name, known):
    """What is allowed once the ownership of a name is on record: that name, letter for letter, is out of the question."""
    rest = _without(name, known.owned)
    if _capitals_only(rest) and _capitals_only(name):
        yield Refusal("capitals", _("Names in capitals only are refused."), provable=True)
    if known.customer and not _holds(name, [known.customer, *known.owned]):
        words = _("The customer's name “%(name)s” must be part of it, letter for letter.")
        yield Refusal("customer", words % {"name": known.customer}, provable=True)
    his = {word for one in (known.customer, *known.owned) for word in re.findall(r"\w+", one)}
    short = [] if _capitals_only(name) else [one for one in _abbreviations(rest, known.abbreviations) if one not in his]
    if short:
        words = _("Abbreviations are refused, spell them out: %(names)s.")
        yield Refusal("abbreviation", words % {"names": ", ".join(short)}, provable=True)


def _pattern(part):
    return re.compile(rf"(?<!\w){re.escape(' '.join(part.split()))}(?!\w)")


def _holds(name, parts):
    return any(part.strip() and _pattern(part).search(name) for part in parts)


def _without(name, parts):
    for part in sorted(filter(None, parts), key=len, reverse=True):
        name = _pattern(part).sub(" ", name)
    return name


def _capitals_only(text):
    letters = [sign for sign in text if sign.isalpha() and sign.lower() != sign.upper()]
    return len(letters) > 1 and all(sign.isupper() for sign in letters)


def _abbreviations(text, listed):
    known = {one.casefold().rstrip(".") for one in listed}
    words = re.findall(r"(?<!\w)\w+(?!\w)", text)
    return list(dict.fromkeys(one for one in words if CAPITALS.fullmatch(one) or one.casefold() in known))
