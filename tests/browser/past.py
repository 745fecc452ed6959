"""What the supervisors' pages look back upon: `fill()`, in a process of the product's, plays half a day at Brewline.

Everything happens through the verbs; only afterwards are the times set back, so that it lies in the past.
"""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from agents.models import Agent, WrapUpCode
from channels_admin.models import Channel
from interactions.intake import take_in
from interactions.models import Event, Interaction, Message, Stay
from tests.company import said

CAME = [
    ("Tom Averill", "The new Duo leaks on my worktop since this morning, what now?"),
    ("Grace Holloway", "Photo. It is leaking from the back, near the tank valve"),
    ("Margit Olsen", "It is leaking from under the drip tray since I descaled it"),
    ("Henrik Dahl", "The seal you sent does not stop the leak. Is it the right size for the Solo?"),
    ("Café Lumen", "Two of our four machines leak at the group head, we open at six"),
    ("Ewan Macrae", "I will look for the serial number tonight. It leaks only when hot"),
    ("Rosa Whitlock", "Third week with the Duo and the steam wand leaks all night. Normal?"),
    ("Yusuf Demir", "Thank you, no more leaking since the new gasket!"),
    ("Nell Ashby", "Which beans do you recommend for the Uno?"),
    ("Lucy Hargrave", "Is a small leak under the boiler dangerous? Asking for my kitchen"),
    ("Paula Reinholt", "It stopped after the reset, then leaked again at lunch"),
    ("Ben Achterberg", "Order 77120: box was wet, bottle of descaler leaked over everything"),
]
WAYS = ["alert", "", "alert pick_up", "alert pick_up hold", "alert pick_up", "alert pick_up park"]
ENDED = "alert pick_up answer hold pick_up disconnect"
EVERY = timedelta(minutes=14)
STEP = timedelta(seconds=47)  # between two lines of a journal


def fill(rounds=5):
    """Customers of WhatsApp, Alice and Bob; the newest are still open."""
    channel = Channel.objects.get(platform="whatsapp")
    Channel.objects.filter(pk=channel.pk).update(enabled_at=timezone.now() - timedelta(days=9))
    alice, bob = (Agent.objects.get(username=name) for name in ("alice", "bob"))
    for number in range(rounds * len(CAME)):
        with transaction.atomic():  # the product, which runs, must not take an offer back meanwhile
            _played(channel, number, (alice, bob) if number % 2 else (bob, alice))


def _played(channel, number, agents):
    name, text = CAME[number % len(CAME)]
    one = _came(channel, f"35191{number:07}", name, text)
    for verb in (WAYS[number] if number < len(WAYS) else ENDED).split():
        _DO[verb](one, *agents)
        one.refresh_from_db()
    _lies_back(one, timezone.now() - number * EVERY - STEP)


def _came(channel, phone, name, text):
    take_in(channel.feeds.get(), [said(text, by=phone, name=name)])
    return Interaction.objects.open().get(thread__channel=channel, thread__peer__external_id=phone)


def _alert(one, agent, other):
    carol = Agent.objects.get(username="carol")
    why = {
        "rule": "best_score",
        "seconds": 372,
        "next": [[other.pk, 280]],
        "excluded": {"license": 1},
        "out": {"license": [carol.pk]},
        "able": 2,
        "scores": [[agent.pk, 434, 62], [other.pk, 355, 75]],
        "interaction": {"score": 1, "priority": 70, "queue": 25, "system": 26},
    }
    one.alert(agent, why=why)
    one.acknowledge(agent)  # else a tick takes it back after three seconds, which a busy machine needs


def _answer(one, agent, other):
    one.reply(agent, "That is the tank seal. Could you lift it out and send a photo?", uuid=uuid4())
    peer = one.thread.peer
    take_in(
        one.thread.channel.feeds.get(),
        [said("Oh yes, it is folded over on one side", by=peer.external_id, name=peer.name)],
    )


_DO = {
    "alert": _alert,
    "pick_up": lambda one, agent, other: one.pick_up(agent),
    "answer": _answer,
    "hold": lambda one, agent, other: one.hold(agent),
    "park": lambda one, agent, other: one.park(agent),
    "disconnect": lambda one, agent, other: one.disconnect(agent, wrap_up=WrapUpCode.objects.first()),
}


def _lies_back(one, began):
    """As if it had begun then; each line of its journal 47 s after the one before."""
    times = {event.number: began + (event.number - 1) * STEP for event in _journal(one)}
    for number, at in times.items():
        _journal(one).filter(number=number).update(at=at)
    for place, message in enumerate(Message.objects.filter(interaction=one).order_by("pk")):
        Message.objects.filter(pk=message.pk).update(platform_at=began + place * 3 * STEP)
    ended = max(times.values()) if one.disconnected_at else None
    picked = began + 2 * STEP if one.picked_up_at else None
    stay = began if one.stay_since else None
    facts = {"created_at": began, "disconnected_at": ended, "picked_up_at": picked, "stay_since": stay}
    Interaction.objects.filter(pk=one.pk).update(**facts)
    waited = (40 + one.pk % 3 * 20) * 1000  # ms: every third too long
    Stay.objects.filter(interaction=one).update(began_at=began, left_at=began + STEP, waited_ms=waited)


def _journal(one):
    return Event.objects.filter(month=one.month, interaction_id=one.pk)
