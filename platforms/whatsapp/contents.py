"""What a message of WhatsApp holds beside its words: files, and what a reader sees as one line.

Sources: WhatsApp Business Platform, "Webhooks", the pages "messages webhook reference" of each type.
"""

from dataclasses import dataclass, field

from platforms import payload
from platforms.base import Detail, Media, MediaKind

FILES = {
    "image": MediaKind.IMAGE,
    "video": MediaKind.VIDEO,
    "audio": MediaKind.AUDIO,
    "voice": MediaKind.AUDIO,
    "document": MediaKind.FILE,
    "sticker": MediaKind.STICKER,
}


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a person, his files and the rest; `known` is False for what has no meaning for us."""

    text: str = ""
    media: tuple[Media, ...] = ()
    details: tuple[Detail, ...] = field(default=())
    known: bool = True


def read(message):
    """The `Content` of a message, or of the new state of an edited one."""
    kind = payload.words(message, "type")
    if kind in FILES:
        return _file(message, kind)
    return READERS.get(kind, _unknown)(message)


def around(message):
    """Details of how a message came: forwarded, from an advertisement, about a product."""
    return [*_forwarded(message), *_product(message), *_referral(message)]


def unsupported(message, name):
    """The detail of what cannot be shown, `name` being the platform's own for it, with all that it said."""
    told = {key: value for key, value in message.items() if key in (payload.words(message, "type"), "errors")}
    return Detail("unsupported", name, told)


def _text(message):
    return Content(payload.words(message, "text", "body"))


def _file(message, kind):
    told = payload.dig(message, kind)
    number = payload.ident(told, "id")
    url = "" if number else payload.words(told, "url") or payload.words(told, "link")
    if not (number or url):
        return Content(payload.words(told, "caption"), known=False)
    mime, name = payload.words(told, "mime_type"), payload.words(told, "filename")
    return Content(payload.words(told, "caption"), (Media(FILES[kind], url, number, mime, name),))


def _location(message):
    told = payload.dig(message, "location")
    if not isinstance(told, dict):
        return _unknown(message)
    line = ", ".join(filter(None, (payload.words(told, "name"), payload.words(told, "address"))))
    return Content(details=(Detail("location", line, told),))


def _contacts(message):
    cards = payload.rows(message, "contacts")
    details = tuple(Detail("contact", payload.words(card, "name", "formatted_name"), card) for card in cards)
    return Content(details=details) if details else _unknown(message)


def _button(message):
    """A button of a template: its text is what the person said."""
    title = payload.words(message, "button", "text")
    chosen = Detail("choice", title, {"id": payload.ident(message, "button", "payload")})
    return Content(title, details=(chosen,)) if title else _unknown(message)


def _interactive(message):
    kind = payload.words(message, "interactive", "type")
    told = payload.dig(message, "interactive", kind)
    if kind == "nfm_reply" and isinstance(told, dict):
        return _form(told)
    title = payload.words(told, "title")
    if kind not in ("button_reply", "list_reply") or not title:
        return _unknown(message, kind)
    return Content(title, details=(Detail("choice", title, told),))


def _form(told):
    filled = payload.loads(told.get("response_json"))
    return Content(payload.words(told, "body"), details=(Detail("form", payload.words(told, "name"), filled),))


def _order(message):
    told = payload.dig(message, "order")
    catalog = {"catalog_id": payload.ident(told, "catalog_id")}
    items = [{**catalog, **item} for item in payload.rows(told, "product_items")]
    if not items:
        return _unknown(message)
    return Content(payload.words(told, "text"), details=tuple(Detail("order", _line(item), item) for item in items))


def _line(item):
    """An ordered article in one line: 2 × di9ozbzfi4 30 USD."""
    count, price = payload.dig(item, "quantity"), payload.dig(item, "item_price")
    times = f"{count} ×" if isinstance(count, (int, float, str)) else ""
    cost = f"{price}" if isinstance(price, (int, float, str)) else ""
    parts = (times, payload.ident(item, "product_retailer_id"), cost, payload.words(item, "currency"))
    return " ".join(filter(None, parts))


def _system(message):
    told = payload.dig(message, "system")
    data = {**told} if isinstance(told, dict) else {}
    if isinstance(message.get("identity"), dict):
        data["identity"] = message["identity"]
    return Content(details=(Detail("system", payload.words(told, "body"), data),))


def _welcome(_message):
    """A person opened the chat for the first time and has not said anything yet."""
    return Content(details=(Detail("system", "", {"type": "request_welcome"}),))


def _unknown(message, name=""):
    inner = payload.words(message, "unsupported", "type")
    kind = payload.words(message, "type")
    return Content(details=(unsupported(message, name or inner or kind or "unknown"),), known=False)


def _forwarded(message):
    often = payload.dig(message, "context", "frequently_forwarded") is True
    if not often and payload.dig(message, "context", "forwarded") is not True:
        return []
    return [Detail("forwarded", "", {"often": often})]


def _product(message):
    told = payload.dig(message, "context", "referred_product")
    if not isinstance(told, dict):
        return []
    return [Detail("product", payload.ident(told, "product_retailer_id"), told)]


def _referral(message):
    told = message.get("referral")
    if not isinstance(told, dict):
        return []
    return [Detail("referral", payload.words(told, "headline") or payload.words(told, "body"), told)]


READERS = {
    "text": _text,
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
    "system": _system,
    "request_welcome": _welcome,
}
