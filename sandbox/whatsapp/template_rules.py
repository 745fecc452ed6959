"""Is a template well formed? (Templates and "Error codes" in Meta's WhatsApp docs; subcodes of error 100.)"""

import re
from collections.abc import Callable

from sandbox.graph.errors import GraphError

NAME = re.compile(r"[a-z0-9_]{1,512}")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2,3})?")
CATEGORIES = ("UTILITY", "AUTHENTICATION", "MARKETING")
HOLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
LONGEST_BODY, LONGEST_LINE, MOST_BUTTONS, LONGEST_BUTTON = 1024, 60, 10, 25
FORMATS = ("TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION")
MISSING, TOO_LONG, HEADER, BODY, FOOTER = 2388043, 2388040, 2388047, 2388072, 2388073
WORDS, EDGES = 2388293, 2388299


def refusal(subcode: int, title: str, words: str) -> GraphError:
    """Error 100 as the business manager words it."""
    return GraphError(100, "Invalid parameter", subcode, user=(title, words))


def holes(text: str) -> list[str]:
    """The names or numbers of placeholders, each once, in order."""
    return list(dict.fromkeys(HOLE.findall(text)))


def check_template(described: dict) -> None:
    """The first thing wrong with a submitted template becomes an error."""
    if not NAME.fullmatch(str(described.get("name", ""))):
        raise refusal(MISSING, "Invalid name", "A name has lower-case letters, digits and underscores.")
    if not LANGUAGE.fullmatch(str(described.get("language", ""))):
        raise refusal(MISSING, "Invalid language", "The language is a code such as en_US.")
    if described.get("category") not in CATEGORIES:
        raise refusal(MISSING, "Invalid category", f"The category is one of {', '.join(CATEGORIES)}.")
    check_components(described.get("components"), described["category"])


def check_components(components: object, category: str) -> None:
    """Header, body, footer and buttons, each at most once and with a body."""
    if not isinstance(components, list) or not all(isinstance(one, dict) for one in components):
        raise refusal(MISSING, "Missing components", "A template has components.")
    kinds = [str(one.get("type", "")).upper() for one in components]
    if "BODY" not in kinds or len(set(kinds)) < len(kinds) or set(kinds) - set(CHECKS):
        raise refusal(
            MISSING, "Invalid components", "A template has one BODY, and HEADER, FOOTER, BUTTONS at most once."
        )
    for kind, one in zip(kinds, components, strict=True):
        if category != "AUTHENTICATION" or kind == "BUTTONS":
            CHECKS[kind](one)


def _body(one: dict) -> None:
    text = str(one.get("text") or "")
    if not text.strip():
        raise refusal(BODY, "Message body format is incorrect", "The body needs a text.")
    if len(text) > LONGEST_BODY:
        raise refusal(TOO_LONG, "Character limit exceeded", f"The body has at most {LONGEST_BODY} characters.")
    _check_holes(text, BODY)
    found = holes(text)
    if HOLE.match(text.strip()) or HOLE.fullmatch(text.strip()[text.strip().rfind("{{") :] if found else ""):
        raise refusal(EDGES, "Leading or trailing params", "Variables can't be at the start or end of the template.")
    if len(text.split()) < 2 * len(found) + 1:
        raise refusal(WORDS, "Parameter words ratio exceeds limit", "There are too many variables for the length.")
    _check_examples(_example(one), "body_text", len(found))


def _check_holes(text: str, subcode: int) -> None:
    found = holes(text)
    numbers = [one for one in found if one.isdigit()]
    if numbers and numbers != [str(place + 1) for place in range(len(found))]:
        raise refusal(subcode, "Variables are not in order", "Variables are {{1}}, {{2}} … or all have names.")
    if text.count("{{") != len(HOLE.findall(text)):
        raise refusal(subcode, "Variables are malformed", "A variable is written {{1}} or {{name}}.")


def _example(one: dict) -> dict:
    given = one.get("example")
    return given if isinstance(given, dict) else {}


def _check_examples(example: dict, name: str, count: int) -> None:
    if not count:
        return
    values = example.get(f"{name}_named_params") or example.get(name) or []
    values = values[0] if isinstance(values, list) and values and isinstance(values[0], list) else values
    if not isinstance(values, list) or len(values) != count:
        raise refusal(MISSING, "Missing sample content", f"The component misses the expected field example.{name}.")


def _header(one: dict) -> None:
    form, text = str(one.get("format", "")).upper(), str(one.get("text") or "")
    if form not in FORMATS or (form == "TEXT" and not text):
        raise refusal(HEADER, "Message header format is incorrect", f"The format is one of {', '.join(FORMATS)}.")
    if form == "TEXT":
        _header_text(one, text)
    elif form != "LOCATION" and not _example(one).get("header_handle"):
        raise refusal(MISSING, "Missing sample content", "The header misses the expected field example.header_handle.")


def _header_text(one: dict, text: str) -> None:
    if len(text) > LONGEST_LINE or len(holes(text)) > 1:
        raise refusal(HEADER, "Message header format is incorrect", "The header has 60 characters and one variable.")
    _check_holes(text, HEADER)
    _check_examples(_example(one), "header_text", len(holes(text)))


def _footer(one: dict) -> None:
    text = str(one.get("text") or "")
    if not text or len(text) > LONGEST_LINE or holes(text):
        raise refusal(FOOTER, "Message footer format is incorrect", "The footer has 60 characters and no variables.")


def _buttons(one: dict) -> None:
    buttons = one.get("buttons")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= MOST_BUTTONS:
        raise refusal(MISSING, "Invalid buttons", f"There are 1 to {MOST_BUTTONS} buttons.")
    for button in buttons:
        if not isinstance(button, dict) or len(str(button.get("text", ""))) > LONGEST_BUTTON:
            raise refusal(TOO_LONG, "Character limit exceeded", f"A button has at most {LONGEST_BUTTON} characters.")


CHECKS: dict[str, Callable[[dict], None]] = {"BODY": _body, "HEADER": _header, "FOOTER": _footer, "BUTTONS": _buttons}
