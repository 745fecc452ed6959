"""Is a message to be sent well formed? ("Messages" reference of the WhatsApp Cloud API)."""

from collections.abc import Callable

from sandbox.graph.errors import GraphError
from sandbox.wire import Call

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
MOST_BUTTONS, LONGEST_TITLE, MOST_ROWS, LONGEST_ROW = 3, 20, 10, 24


def missing(name: str) -> GraphError:
    """Error 131008."""
    return GraphError(131008, "(#131008) Required parameter is missing", details=f"The parameter {name} is required.")


def wrong(details: str) -> GraphError:
    """Error 131009."""
    return GraphError(131009, "(#131009) Parameter value is not valid", details=details)


def _text(content: dict) -> None:
    body = content.get("body")
    if not isinstance(body, str) or not body:
        raise missing("text['body']")
    if len(body) > LONGEST_TEXT:
        raise wrong(f"Param text['body'] must be at most {LONGEST_TEXT} characters long.")


def _media(content: dict) -> None:
    if not (content.get("id") or content.get("link")):
        raise missing("id or link")
    if len(str(content.get("caption", ""))) > LONGEST_CAPTION:
        raise wrong(f"Param caption must be at most {LONGEST_CAPTION} characters long.")


def _template(content: dict) -> None:
    language = content.get("language")
    if not content.get("name") or not isinstance(language, dict) or not language.get("code"):
        raise missing("template['name'] and template['language']['code']")


def _interactive(content: dict) -> None:
    """Buttons and lists are looked at; other interactive kinds need a type and an action."""
    _needs("type", "action")(content)
    body, action = content.get("body"), content["action"]
    words = str(body.get("text", "")) if isinstance(body, dict) else ""
    if not words or len(words) > LONGEST_CAPTION or not isinstance(action, dict):
        raise wrong(f"interactive['body']['text'] must have 1 to {LONGEST_CAPTION} characters.")
    if content["type"] == "button":
        _buttons(action.get("buttons"))
    elif content["type"] == "list":
        _rows(action)


def _buttons(buttons: object) -> None:
    replies = [one.get("reply") for one in buttons if isinstance(one, dict)] if isinstance(buttons, list) else []
    titles = [str(one.get("title", "")) for one in replies if isinstance(one, dict) and one.get("id")]
    if not 1 <= len(titles) <= MOST_BUTTONS or len(titles) < len(replies) or len(set(titles)) < len(titles):
        raise wrong(f"There are 1 to {MOST_BUTTONS} reply buttons, each with an id and a title of its own.")
    if any(not 1 <= len(title) <= LONGEST_TITLE for title in titles):
        raise wrong(f"The title of a button has 1 to {LONGEST_TITLE} characters.")


def _rows(action: dict) -> None:
    sections = action.get("sections")
    sections = [one for one in sections if isinstance(one, dict)] if isinstance(sections, list) else []
    rows = [row for one in sections for row in one.get("rows") or [] if isinstance(row, dict)]
    if not 1 <= len(str(action.get("button", ""))) <= LONGEST_TITLE or not 1 <= len(rows) <= MOST_ROWS:
        raise wrong(f"A list has a button of at most {LONGEST_TITLE} characters and 1 to {MOST_ROWS} rows.")
    if any(not row.get("id") or not 1 <= len(str(row.get("title", ""))) <= LONGEST_ROW for row in rows):
        raise wrong(f"A row has an id and a title of 1 to {LONGEST_ROW} characters.")


def _contacts(people: object) -> None:
    named = [one for one in people if isinstance(one, dict) and isinstance(one.get("name"), dict)]
    if not named or len(named) < len(people) or not all(one["name"].get("formatted_name") for one in named):
        raise missing("contacts['name']['formatted_name']")


def _location(content: dict) -> None:
    _needs("latitude", "longitude")(content)
    try:
        fine = abs(float(content["latitude"])) <= 90 and abs(float(content["longitude"])) <= 180
    except (TypeError, ValueError):
        fine = False
    if not fine:
        raise wrong("The latitude lies within 90 and the longitude within 180 degrees.")


def _needs(*names: str) -> Callable[[dict], None]:
    def check(content: dict) -> None:
        for name in names:
            if name not in content:
                raise missing(name)

    return check


CHECKS: dict[str, Callable[[dict], None]] = {
    "text": _text,
    "image": _media,
    "video": _media,
    "audio": _media,
    "document": _media,
    "sticker": _media,
    "template": _template,
    "reaction": _needs("message_id", "emoji"),
    "location": _location,
    "interactive": _interactive,
}


def check_message(call: Call) -> tuple[str, dict]:
    """The kind and content of the message; an error of Meta's when it cannot be sent."""
    if not (call.text("to") or call.text("recipient")):
        raise GraphError(100, "(#100) The parameter to is required.")
    kind = call.text("type", "text")
    if kind == "contacts" and isinstance(call.params.get("contacts"), list):
        _contacts(call.params["contacts"])
        return kind, {"contacts": call.params["contacts"]}
    if kind not in CHECKS:
        raise GraphError(100, f"(#100) Param type must be one of {{{', '.join(sorted(CHECKS)).upper()}}}")
    content = call.piece(kind)
    if not content:
        raise missing(kind)
    CHECKS[kind](content)
    return kind, content
