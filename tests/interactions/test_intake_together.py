"""One customer over four intake processes at once: a burst, and a mixture with everything that is told of our replies."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from interactions import changes
from interactions.models import Delivery, Event, Interaction, Message, Thread
from platforms.base import Sent
from tests import company, crowd

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_twenty_messages_through_four_processes_each_twice():
    channel = company.channel(company.workgroup())
    start = datetime.now(UTC) - timedelta(seconds=60)
    posts = [
        {"id": f"wamid.{n}", "text": f"{n:02}", "at": (start + timedelta(seconds=n)).isoformat()} for n in range(20)
    ]
    feed = channel.feeds.get().pk
    crowd.run(*[("tests.jobs:bring", feed, json.dumps(posts[n::4])) for n in range(4)])

    assert Thread.objects.count() == 1
    interaction = Interaction.objects.get()
    assert [m.text for m in Message.objects.all()] == [post["text"] for post in posts]
    numbers = list(Event.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 21)) and interaction.last_event == 20
    assert interaction.unread == 20


START = datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=300)
CUSTOMER = "351900000001"
# What WhatsApp tells of a reply, and how it ends: a failure that comes beside a delivery is a stray one.
TOLD = {
    "read": ["sent", "delivered", "read"],
    "delivered": ["failed", "delivered", "sent"],
    "failed": ["failed"],
    "sent": ["sent"],
}


def stamp(seconds):
    return str(int((START + timedelta(seconds=seconds)).timestamp()))


def message(n):
    return {"from": CUSTOMER, "id": f"wamid.m{n}", "timestamp": stamp(n), "type": "text", "text": {"body": f"{n:02}"}}


def afterwards(n):
    """Every third message is edited, every fifth gets a reaction of the customer."""
    about = {"message_id": f"wamid.m{n}"}
    usual = {"from": CUSTOMER, "timestamp": stamp(60 + n)}
    if n % 3 == 0:
        edit = {"original_message_id": f"wamid.m{n}", "message": {"type": "text", "text": {"body": f"{n:02} edited"}}}
        yield usual | {"id": f"wamid.e{n}", "type": "edit", "edit": edit}
    if n % 5 == 0:
        yield usual | {"id": f"wamid.r{n}", "type": "reaction", "reaction": about | {"emoji": "👍"}}


def statuses(reply, ends):
    errors = [{"code": 131026, "title": "Message undeliverable"}]
    for place, status in enumerate(TOLD[ends]):
        told = {"id": reply, "status": status, "timestamp": stamp(100 + place), "recipient_id": CUSTOMER}
        yield told | ({"errors": errors} if status == "failed" else {})


def delivery(messages, told):
    """One webhook body with messages and statuses, as WhatsApp mixes them."""
    metadata = {"display_phone_number": "351215550100", "phone_number_id": "106"}
    value = {"messaging_product": "whatsapp", "metadata": metadata, "messages": messages, "statuses": told}
    value["contacts"] = [{"profile": {"name": "Ann"}, "wa_id": CUSTOMER}]
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "w", "changes": [{"field": "messages", "value": value}]}],
    }


def sent_replies(channel, agent):
    """{id at WhatsApp: how it is to end} of twelve replies that WhatsApp took."""
    interaction = company.connected(channel, agent, company.said("hello", by=CUSTOMER, id="wamid.first", at=START))
    ends = {}
    for n in range(12):
        reply = company.answers(interaction, agent, f"reply {n}")
        reply.claim()
        reply.settle(Sent(f"wamid.out{n}", START + timedelta(seconds=n)))
        ends[f"wamid.out{n}"] = list(TOLD)[n % len(TOLD)]
    return ends


def shuffled(pieces, size):
    """The pieces, each twice, in any order, in bodies of some at a time."""
    order = pieces * 2
    random.shuffle(order)
    chunks = [order[at : at + size] for at in range(0, len(order), size)]
    of = lambda chunk, wanted: [one for kind, one in chunk if kind == wanted]  # noqa: E731
    return [delivery(of(chunk, "said"), of(chunk, "told")) for chunk in chunks]


def test_messages_edits_reactions_and_statuses_mixed_through_four_processes():
    care = company.workgroup()
    channel = company.channel(care)
    ends = sent_replies(channel, company.agent("alice", care))
    pieces = [("said", one) for n in range(20) for one in (message(n), *afterwards(n))]
    pieces += [("told", one) for reply, end in ends.items() for one in statuses(reply, end)]
    feed = channel.feeds.get().pk
    shares = [json.dumps(shuffled(pieces[n::4] + pieces[(n + 1) % 4 :: 4], 5)) for n in range(4)]
    crowd.run(*[("tests.jobs:bring_deliveries", feed, share) for share in shares])
    changes.settle()

    assert dict(Delivery.objects.values_list("message__external_id", "state")) == ends
    texts = dict(Message.objects.filter(outbound=False).values_list("external_id", "text"))
    wanted = {f"wamid.m{n}": f"{n:02} edited" if n % 3 == 0 else f"{n:02}" for n in range(20)}
    assert texts == wanted | {"wamid.first": "hello"}
    reacted = Message.objects.filter(reacted=True).values_list("external_id", flat=True)
    assert set(reacted) == {"wamid.m0", "wamid.m5", "wamid.m10", "wamid.m15"}
    interaction = Interaction.objects.get()
    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, interaction.last_event + 1))
    _never_backwards()


def _never_backwards():
    """Each reply's lines in the journal only rise; a failure may stand between them, and be lifted again."""
    rank = {state: place for place, state in enumerate(("sending", "sent", "delivered", "read"))}
    by_message = {}
    for event in Event.objects.filter(kind="delivery").exclude(data__state="failed").order_by("number"):
        by_message.setdefault(event.message_id, []).append(rank[event.data["state"]])
    assert len(by_message) == 12
    for ranks in by_message.values():
        assert ranks == sorted(ranks), ranks
