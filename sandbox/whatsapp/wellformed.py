"""Is a message to be sent well formed? ("Messages" reference of the WhatsApp Cloud API)."""

from collections.abc import Callable

from sandbox.graph.errors import GraphError
from sandbox.wire import Call

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024


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
    "location": _needs("latitude", "longitude"),
    "interactive": _needs("type", "action"),
}


def check_message(call: Call) -> tuple[str, dict]:
    """The kind and content of the message; an error of Meta's when it cannot be sent."""
    if not (call.text("to") or call.text("recipient")):
        raise GraphError(100, "(#100) The parameter to is required.")
    kind = call.text("type", "text")
    if kind == "contacts" and isinstance(call.params.get("contacts"), list):
        return kind, {"contacts": call.params["contacts"]}
    if kind not in CHECKS:
        raise GraphError(100, f"(#100) Param type must be one of {{{', '.join(sorted(CHECKS)).upper()}}}")
    content = call.piece(kind)
    if not content:
        raise missing(kind)
    CHECKS[kind](content)
    return kind, content
