"""Conversations of Genesys Cloud: which are open, whom with, and which messages they hold.

Source: Platform API, "Conversations", GET /api/v2/conversations/messages and MessageConversation.
"""

from dataclasses import dataclass
from datetime import datetime

from platforms import payload, times
from platforms.base import Outcome, PlatformError
from platforms.genesys import api
from platforms.genesys.shapes import known_by

PATH = "/api/v2/conversations/messages"
BULK = 100
CUSTOMERS = ("customer", "external")


@dataclass(frozen=True, slots=True)
class Told:
    """A message as its conversation names it: no words yet, but when it was and what has become of it."""

    id: str
    conversation: str
    at: datetime
    status: str


def open_ones(wire):
    """Yield (conversations, Rate) page by page: those that have not ended."""
    for rows, used in api.pages(wire, PATH):
        yield [row for row in rows if payload.ident(row, "id") and _is_whatsapp(row)], used


def one(wire, number):
    """A conversation, also one that has ended; None where it is gone."""
    try:
        return api.call(wire, "GET", f"{PATH}/{number}")[0]
    except PlatformError as error:
        if error.outcome is Outcome.MESSAGE_FAILED:
            return None
        raise


def told(conversation):
    """The messages a conversation names, in both directions."""
    number = payload.ident(conversation, "id")
    participants = payload.rows(conversation, "participants")
    rows = [row for participant in participants for row in payload.rows(participant, "messages")]
    found = [(payload.ident(row, "messageId"), times.moment(row.get("messageTime")), row) for row in rows]
    return [Told(id, number, at, payload.words(row, "messageStatus")) for id, at, row in found if id and at]


def bodies(wire, conversation, ids):
    """{message id: message} with their words, asked for a hundred at a time."""
    found = {}
    for place in range(0, len(ids), BULK):
        answer, _ = api.read(wire, f"{PATH}/{conversation}/messages/bulk", ids[place : place + BULK])
        found |= {payload.ident(row, "id"): row for row in payload.rows(answer, "entities")}
    return found


def with_customer(wire, to):
    """The id of the open conversation with the customer `to`, of our integration where it names one; "" if none."""
    candidates = [row for rows, _ in open_ones(wire) for row in rows if to in _ends(row, "fromAddress", "address")]
    ours = [row for row in candidates if wire.address in _ends(row, "toAddress", raw=True)]
    return payload.ident(next(iter(ours or candidates), {}), "id")


def communication(wire, conversation):
    """The id of the connected leg of ours, through which a message can be sent; "" if nobody is connected."""
    answer, _ = api.call(wire, "GET", f"/api/v2/conversations/{conversation}")
    for participant in payload.rows(answer, "participants"):
        if payload.words(participant, "purpose") in CUSTOMERS:
            continue
        for leg in payload.rows(participant, "messages"):
            if payload.words(leg, "state") == "connected" and payload.ident(leg, "id"):
                return payload.ident(leg, "id")
    return ""


def _is_whatsapp(conversation):
    kinds = {payload.words(row, "type").lower() for row in payload.rows(conversation, "participants")}
    return not kinds - {""} or "whatsapp" in kinds


def _ends(conversation, *places, raw=False):
    """The addresses of the customer's leg, as people are known by or as they are."""
    legs = [row for row in payload.rows(conversation, "participants") if row.get("purpose") in CUSTOMERS]
    found = set()
    for leg in legs:
        for place in places:
            value = leg.get(place)
            forms = [value] if isinstance(value, str) else [payload.words(value, form) for form in FORMS]
            found |= {form if raw else known_by(form) for form in forms if form}
    return found


FORMS = ("addressNormalized", "addressRaw")
