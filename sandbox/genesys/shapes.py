"""What the API shows of conversations and messages (Platform API: MessageConversation, MessageData)."""

from datetime import UTC, datetime

from sandbox.genesys.organization import Conversation, Integration, Message, Organization

FILES = {"image": "Image", "video": "Video", "audio": "Audio"}


def moment(seconds: float) -> str:
    """A time: 2026-11-22T10:00:00.123Z."""
    at = datetime.fromtimestamp(seconds, UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def integration(one: Integration) -> dict:
    """A WhatsApp integration."""
    told = {"id": one.id, "name": one.name, "phoneNumber": one.phone, "status": one.status, "version": 1}
    return told | ({"activationStatusCode": one.activation} if one.activation else {})


def _address(raw: str, name: str = "") -> dict:
    return {"name": name, "addressNormalized": raw, "addressRaw": raw}


def _named(place: Organization, conversation: Conversation, inbound: bool) -> list[dict]:
    every = (place.messages.get(one) for one in conversation.messages)
    return [
        {"messageId": one.id, "messageTime": moment(one.at), "messageStatus": place.status(one)}
        for one in every
        if one.inbound == inbound
    ]


def conversation(place: Organization, one: Conversation) -> dict:
    """A conversation as those of messages show it: legs with the ids of their messages."""
    ends = {"fromAddress": _address(one.customer, one.name), "toAddress": _address(one.integration)}
    customer = {
        "id": f"{one.id}-c",
        "purpose": "customer",
        "type": "whatsapp",
        "state": "disconnected" if one.ended else "connected",
        **ends,
        "messages": _named(place, one, True),
    }
    agent = {
        "id": f"{one.id}-a",
        "purpose": "agent",
        "type": "whatsapp",
        "state": "connected" if one.leg and not one.ended else "disconnected",
        **ends,
        "messages": _named(place, one, False),
    }
    return {"id": one.id, "startTime": moment(one.began), "participants": [customer, agent]}


def legs(one: Conversation) -> dict:
    """A conversation as the general endpoint shows it: with the ids of the communications."""
    state = "disconnected" if one.ended else "connected"
    agent = [{"id": one.leg, "state": state, "type": "whatsapp"}] if one.leg else []
    participants = [
        {"purpose": "customer", "messages": [{"id": f"{one.id}-cl", "state": state, "type": "whatsapp"}]},
        {"purpose": "agent", "messages": agent},
    ]
    return {"id": one.id, "startTime": moment(one.began), "participants": participants}


def message(place: Organization, one: Message) -> dict:
    """A message with its words."""
    talk = place.conversations.get(one.conversation)
    theirs = {"id": talk.customer, "idType": "Phone", "nickname": talk.name}
    ours = {"id": talk.integration}
    told = {
        "id": one.id,
        "channel": {
            "id": talk.integration,
            "platform": "WhatsApp",
            "type": "Private",
            "messageId": f"wamid.{one.id}",
            "to": ours if one.inbound else theirs,
            "from": theirs if one.inbound else ours,
            "time": moment(one.at),
        },
        "type": "Structured" if one.content or one.template else "Text",
        "text": one.text,
        "content": _content(place, one),
        "direction": "Inbound" if one.inbound else "Outbound",
    }
    reasons = [{"code": "MessageNotAllowed", "message": one.reason}]
    return {
        "id": one.id,
        "conversationId": one.conversation,
        "providerMessageId": f"wamid.{one.id}",
        "timestamp": moment(one.at),
        "fromAddress": talk.customer if one.inbound else talk.integration,
        "toAddress": talk.integration if one.inbound else talk.customer,
        "direction": "inbound" if one.inbound else "outbound",
        "messengerType": "whatsapp",
        "textBody": one.text,
        "status": place.status(one),
        "normalizedMessage": told,
        **({"normalizedReceipts": [{"id": one.id, "type": "Receipt", "reasons": reasons}]} if one.reason else {}),
    }


def _content(place: Organization, one: Message) -> list[dict]:
    files = [_attachment(place, file) for file in one.files]
    template = [{"contentType": "Notification", "template": one.template}] if one.template else []
    return [*one.content, *files, *template]


def _attachment(place: Organization, identifier: str) -> dict:
    file = place.stage.files.get(identifier)
    told = {
        "id": file.id,
        "mediaType": FILES.get(file.kind, "File"),
        "url": f"{place.stage.base}/api/v2/downloads/{file.id}",
        "mime": file.mime,
        "filename": file.name,
        "contentSizeBytes": file.size,
    }
    return {"contentType": "Attachment", "attachment": told}
