"""No frame of the desk's websocket carries a word of a workgroup that is none of its reader's (R73)."""

import json
from contextlib import suppress
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from acd import routing
from agents.models import Membership
from audit.rights import Right
from interactions.models import Customer, Interaction
from tests import company, factories
from tests.access.secrets import known, secret
from tests.servers import wait_until
from tests.workspace.signed_in import SignedIn
from workspace.fanout import fanout

pytestmark = [pytest.mark.django_db(transaction=True)]


class Recording(SignedIn):
    """A desk that keeps every frame as it came."""

    def __init__(self, *args):
        self.frames = []
        super().__init__(*args)

    def _listen(self, socket):
        with suppress(ConnectionClosed):
            for frame in socket:
                self.frames.append(frame)
                self.news.put((0.0, json.loads(frame)))

    def heard(self):
        """The secrets in all that came."""
        return {side for side, _place in known("".join(self.frames))}


@pytest.fixture
def sides():
    """Two workgroups with a channel each."""
    groups = {side: company.workgroup(side.title()) for side in ("left", "right")}
    return groups, {side: company.channel(group, address=side) for side, group in groups.items()}


@pytest.fixture
def desks(sides, web):
    """The desks of everybody, all listening: two at work, a colleague of each, who watches them, and who may do everything."""
    left, right = sides[0].values()
    people = {
        "alice": company.agent("alice", left),
        "carol": company.agent("carol", right),
        "colleague": company.agent("colleague", left, seated=False),
        "watcher": company.agent("watcher", right, seated=False),
        "everything": factories.AgentFactory(username="everything", rights=set(Right)),
    }
    Membership.objects.filter(agent=people["watcher"]).update(supervises=True, activated=False)
    opened = {}
    for name, person in people.items():
        opened[name] = Recording(web.base, person.username)
        opened[name].connect()
        opened[name].until(lambda desk: desk.queues, "the queues")
    yield opened
    for desk in opened.values():
        desk.close()
    wait_until(lambda: not fanout.desks, what="the end of the last page")


def exchange(side, desk, channel, who="1"):
    """A customer and an agent talk, with a note, a file, a draft and a change on the way."""
    post = company.said(secret(side, "asked"), by=f"{side}{who}", name=secret(side, "customer"))
    interaction = company.writes(channel, post)[-1]
    company.with_file(interaction.messages.get(), secret(side, "file"), alt=secret(side, "file"))
    routing.route(interaction.workgroup_id)
    desk.until_row(id=interaction.pk, state="alerting")
    desk.verb(interaction.pk, "pick-up")
    desk.reply(interaction.pk, secret(side, "answered"))
    desk.verb(interaction.pk, "notes", uuid=str(uuid4()), text=secret(side, "note"))
    last = secret(side, "again")
    company.writes(channel, company.said(last, by=f"{side}{who}", name="Ann"))
    desk.until_text(last)
    return interaction


def test_frames_carry_words_of_ones_own_workgroups_only(sides, desks):
    _groups, channels = sides
    mine = exchange("left", desks["alice"], channels["left"])
    exchange("right", desks["carol"], channels["right"])
    # One customer who is known to both, so that news of one side concern the other, too.
    Interaction.objects.filter(pk=mine.pk).update(customer=Customer.objects.exclude(pk=mine.customer_id).get())
    exchange("right", desks["carol"], channels["right"], "2")
    final = secret("left", "final")
    company.writes(channels["left"], company.said(final, by="left1", name="Ann"))
    desks["alice"].until_text(final)
    heard = {name: desk.heard() for name, desk in desks.items()}
    assert heard == {"alice": {"left"}, "carol": {"right"}, "colleague": set(), "watcher": set(), "everything": set()}
