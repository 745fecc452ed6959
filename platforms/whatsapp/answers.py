"""Writing in WhatsApp. An accepted message may still fail: what became of it comes as a receipt with our mark.

Source: WhatsApp Business Platform, "Cloud API, Messages".
"""

from platforms import graph, payload, times
from platforms.base import Act, Found, MediaKind, Outcome, PlatformError, Search, Sent
from platforms.whatsapp.uploads import uploaded
from platforms.words import _

TYPES = {
    MediaKind.IMAGE: "image",
    MediaKind.VIDEO: "video",
    MediaKind.AUDIO: "audio",
    MediaKind.FILE: "document",
}
CAPTIONED = (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.FILE)
SERVICE = {"messaging_product": "whatsapp"}


def send(wire, outgoing):
    """Send text, a file or a template to `outgoing.to`: a number, or an id if `to_kind` is "business_scoped"."""
    _check(outgoing)
    kind, content = _content(wire, outgoing)
    body = {
        **SERVICE,
        "recipient_type": "individual",
        **_recipient(outgoing),
        "type": kind,
        kind: content,
        **({"context": {"message_id": outgoing.parent}} if outgoing.parent else {}),
        "biz_opaque_callback_data": outgoing.mark,
    }
    answer, _headers = graph.call(wire, "POST", f"{wire.address}/messages", body=body)
    number = next((payload.ident(message, "id") for message in payload.rows(answer, "messages")), "")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", _("WhatsApp did not name the message it took."))
    return Sent(number, times.now())


def find_sent(wire, outgoing, known=frozenset()):
    """CANNOT_TELL: WhatsApp lets nobody read sent messages; a receipt with our mark tells it."""
    return Search(Found.CANNOT_TELL)


def do(wire, doing):
    """React to a customer's message, or show him that it was read. Both may be repeated: the platform keeps one."""
    if doing.act is Act.MARK_READ:
        body = {**SERVICE, "status": "read", "message_id": doing.target}
    elif doing.act is Act.REACT:
        body = _reaction(doing)
    else:
        raise PlatformError(Outcome.MESSAGE_FAILED, doing.act, _("WhatsApp does not allow this."))
    try:
        graph.call(wire, "POST", f"{wire.address}/messages", body=body)
    except PlatformError as error:
        # Done or not, doing it again leaves the same: a doubt is only a reason to repeat it.
        raise _repeatable(error) from None


def _reaction(doing):
    reaction = {"message_id": doing.target, "emoji": doing.reaction}
    return {**SERVICE, "recipient_type": "individual", **_recipient(doing), "type": "reaction", "reaction": reaction}


def _repeatable(error):
    return PlatformError(Outcome.RETRY, error.code, error.reason) if error.outcome is Outcome.UNKNOWN else error


def _recipient(outgoing):
    if outgoing.to_kind == "business_scoped":
        return {"recipient": outgoing.to}
    # Without the + the business's own country code would be put before the number.
    return {"to": "+" + outgoing.to.lstrip("+")}


def _check(outgoing):
    """Refuse before anything is uploaded what one message cannot hold."""
    if len(outgoing.media) > 1:
        raise _refusal(_("WhatsApp takes one file per message: send the others as messages of their own."))
    kind = outgoing.media[0].kind if outgoing.media else None
    if kind is not None and kind not in TYPES:
        raise _refusal(_("Stickers cannot be sent from here: send the picture as an image."))
    if kind is not None and kind not in CAPTIONED and outgoing.text and not outgoing.template:
        raise _refusal(_("An audio file carries no text in WhatsApp: send the text as a message of its own."))


def _refusal(reason):
    return PlatformError(Outcome.MESSAGE_FAILED, "not_allowed", reason)


def _content(wire, outgoing):
    """(type, content) of the message; its file is uploaded here."""
    kind, file = _file(wire, outgoing.media[0]) if outgoing.media else ("", {})
    if outgoing.template:
        return "template", _template(outgoing.template, kind, file)
    if outgoing.choices:
        return "interactive", _list(outgoing)
    if not kind:
        return "text", {"preview_url": False, "body": outgoing.text}
    return kind, {**file, "caption": outgoing.text} if outgoing.text else file


def _list(outgoing):
    """A text with answers to choose from, as a list: of buttons there would be three at most (Interactive list messages)."""
    rows = [{"id": f"choice-{choice}", "title": choice} for choice in outgoing.choices]
    button = f"{outgoing.choices[0]}–{outgoing.choices[-1]}"
    return {
        "type": "list",
        "body": {"text": outgoing.text},
        "action": {"button": button, "sections": [{"rows": rows}]},
    }


def _file(wire, upload):
    kind = TYPES[upload.kind]
    name = {"filename": upload.name} if upload.kind is MediaKind.FILE else {}
    return kind, {"id": uploaded(wire, upload), **name}


def _template(template, kind, file):
    """The template filled in; a file of ours stands in its header, in place of any that was there."""
    components = list(template.components)
    if kind:
        others = [part for part in components if str(part.get("type", "")).lower() != "header"]
        components = [{"type": "header", "parameters": [{"type": kind, kind: file}]}, *others]
    filled = {"components": components} if components else {}
    return {"name": template.name, "language": {"code": template.language}, **filled}
