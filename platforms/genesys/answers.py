"""Writing through Genesys Cloud, and finding a message whose answer got lost.

Source: Platform API, "Conversations": messages of a communication, media of a message, agentless messages.
"""

from platforms import payload, times
from platforms.base import Found, Outcome, PlatformError, Search, Sent
from platforms.genesys import api, conversations, shapes
from platforms.genesys.media import uploaded
from platforms.text import normal
from platforms.watermark import first_try
from platforms.words import _

AGENTLESS = "/api/v2/conversations/messages/agentless"


def send(wire, outgoing):
    """Send text, files or a template to the number `outgoing.to`.

    It goes into the customer's open conversation, through whoever is connected there; where nobody is, without an
    agent, which takes no files. A template's name is the id of the response that holds it.
    """
    conversation = conversations.with_customer(wire, outgoing.to)
    leg = conversations.communication(wire, conversation) if conversation else ""
    if leg:
        path = f"{conversations.PATH}/{conversation}/communications/{leg}/messages"
        return _sent(api.call(wire, "POST", path, body=_in_conversation(wire, path, outgoing))[0])
    return _sent(api.call(wire, "POST", AGENTLESS, body=_agentless(wire, outgoing, conversation))[0])


def find_sent(wire, outgoing, known=frozenset()):
    """Look among what the open conversation holds since the first try; CANNOT_TELL where none is open any more."""
    conversation = conversations.with_customer(wire, outgoing.to)
    row = conversations.one(wire, conversation) if conversation else None
    if row is None:
        return Search(Found.CANNOT_TELL)
    since = first_try(outgoing)
    ids = [one.id for one in conversations.told(row) if one.at >= since and one.id not in known]
    bodies = conversations.bodies(wire, conversation, ids)
    found = [post for body in bodies.values() if (post := shapes.post(body)) and _is_it(post, outgoing)]
    if not found:
        return Search(Found.NO)
    first = min(found, key=lambda post: post.at)
    return Search(Found.YES, Sent(first.external_id, first.at))


def _is_it(post, outgoing):
    """The same words and a file if there was one. The words of a template are not known here: any template counts."""
    if outgoing.template:
        return post.own and any(detail.kind == "template" for detail in post.details)
    same = normal(post.text) == normal(outgoing.text)
    return post.own and same and len(post.media) == len(outgoing.media)


def _in_conversation(wire, path, outgoing):
    if outgoing.template:
        return {"messagingTemplate": _template(outgoing.template)}
    files = [uploaded(wire, path, upload) for upload in outgoing.media]
    return {"textBody": outgoing.text, **({"mediaIds": files} if files else {})}


def _agentless(wire, outgoing, conversation):
    if outgoing.media:
        raise _refusal(
            _("Nobody is connected to this conversation in Genesys Cloud: a file cannot be sent, only text.")
        )
    if not (conversation or outgoing.template):
        raise _refusal(_("The conversation has ended in Genesys Cloud: only a template can be sent."))
    said = {"messagingTemplate": _template(outgoing.template)} if outgoing.template else {"textBody": outgoing.text}
    return {
        "fromAddress": wire.address,
        "toAddress": outgoing.to.lstrip("+"),
        "toAddressMessengerType": "whatsapp",
        "useExistingActiveConversation": bool(conversation),
        **said,
    }


def _template(template):
    """The placeholders in Genesys Cloud's form: those of the body by their number or name."""
    body = next((one for one in template.components if str(one.get("type", "")).lower() == "body"), {})
    parameters = [
        {"id": payload.words(row, "parameter_name") or str(place), "value": payload.words(row, "text")}
        for place, row in enumerate(payload.rows(body, "parameters"), 1)
    ]
    return {"responseId": template.name, "bodyParameters": parameters}


def _sent(answer):
    number = payload.ident(answer, "id")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", _("Genesys Cloud did not name the message it took."))
    return Sent(number, times.moment(answer.get("timestamp")) or times.now())


def _refusal(reason):
    return PlatformError(Outcome.MESSAGE_FAILED, "not_allowed", reason)
