"""Filling in an approved template. Source: WhatsApp Business Platform, "Message templates", sending.

Values are given by key: `1` or `name` for a placeholder of the body, `header.1` or `header.name` for that of the header,
`button.0` for the changing end of the first button's address, its code or its reply's hidden payload.
"""

from platforms import payload
from platforms.whatsapp.management.drafts import MEDIA_FORMATS, PLACEHOLDER, part, placeholders


def needed(template_components):
    """The keys that must have a value, in the order in which a reader meets them."""
    header, body = (payload.words(part(template_components, kind), "text") for kind in ("HEADER", "BODY"))
    buttons = [f"button.{place}" for place, button in _buttons(template_components) if _changing(button)]
    return [*(f"header.{name}" for name in placeholders(header)), *placeholders(body), *buttons]


def components(template_components, values, header_media_id=None):
    """The components of a send. ValueError names the first key without a value; white space becomes single spaces.

    The header's file is left out without `header_media_id`: it is then put in by who uploads it.
    """
    for key in needed(template_components):
        if not _value(values, key):
            raise ValueError(key)
    parts = [_header(template_components, values, header_media_id), _body(template_components, values)]
    return [one for one in parts if one] + _filled_buttons(template_components, values)


def preview(template_components, values):
    """The message as the customer will read it; a placeholder without a value stays as it is."""
    header, body, footer = (payload.words(part(template_components, kind), "text") for kind in READ)
    titles = [f"[{payload.words(button, 'text')}]" for _, button in _buttons(template_components)]
    lines = [_filled(header, values, "header."), _filled(body, values), footer, " ".join(titles)]
    return "\n".join(filter(None, lines))


READ = ("HEADER", "BODY", "FOOTER")


def _value(values, key):
    # Meta refuses line breaks, tabs and long runs of spaces in a value.
    return " ".join(str(values.get(key) or "").split())


def _filled(text, values, before=""):
    return PLACEHOLDER.sub(lambda found: _value(values, before + found[1]) or found[0], text)


def _header(template_components, values, media_id):
    header = part(template_components, "HEADER")
    kind = payload.words(header, "format").upper()
    if kind in MEDIA_FORMATS and media_id:
        return {"type": "header", "parameters": [{"type": kind.lower(), kind.lower(): {"id": media_id}}]}
    return _texts("header", payload.words(header, "text"), values, "header.")


def _body(template_components, values):
    return _texts("body", payload.words(part(template_components, "BODY"), "text"), values)


def _texts(kind, text, values, before=""):
    # Numbered values go by their number, wherever they stand in the text.
    names = sorted(placeholders(text), key=lambda name: int(name) if name.isdecimal() else 0)
    parameters = [_parameter(name, _value(values, before + name)) for name in names]
    return {"type": kind, "parameters": parameters} if parameters else None


def _parameter(name, value):
    named = {} if name.isdecimal() else {"parameter_name": name}
    return {"type": "text", **named, "text": value}


def _buttons(template_components):
    return list(enumerate(payload.rows(part(template_components, "BUTTONS"), "buttons")))


def _changing(button):
    kind = payload.words(button, "type").upper()
    return kind in ("COPY_CODE", "OTP") or (kind == "URL" and "{{" in payload.words(button, "url"))


def _filled_buttons(template_components, values):
    found = [
        _button(place, button, _value(values, f"button.{place}")) for place, button in _buttons(template_components)
    ]
    return [one for one in found if one]


def _button(place, button, value):
    kind = payload.words(button, "type").upper()
    if not value or kind not in BUTTONS:
        return None
    sub_type, parameter = BUTTONS[kind]
    return {"type": "button", "sub_type": sub_type, "index": str(place), "parameters": [parameter(value)]}


def _text(value):
    return {"type": "text", "text": value}


# A one-time password is sent as the end of an address, whatever its button does.
BUTTONS = {
    "URL": ("url", _text),
    "OTP": ("url", _text),
    "COPY_CODE": ("copy_code", lambda code: {"type": "coupon_code", "coupon_code": code}),
    "QUICK_REPLY": ("quick_reply", lambda value: {"type": "payload", "payload": value}),
}
