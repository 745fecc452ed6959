"""Two workgroups that have nothing to do with each other, full of words that nobody else knows.

Every word tells whose it is: `zqleftwaiting1` belongs to what waits in Left. So whatever comes out of the product
anywhere can be searched for words that its reader must not know.
"""

import itertools
import re

from django.core.files.base import ContentFile

from agents.models import Membership, Role
from audit.rights import Right
from interactions import merging
from interactions.models import Interaction, State
from tests import company, factories
from tests.workspace.factories_responses import ResponseFactory, ResponseLibraryFactory

SECRET = re.compile(r"zq(left|right)([a-z]+)\d+")
STATES = {"waiting": State.WAITING, "ended": State.DISCONNECTED}  # and one that is connected, of a shared customer
_numbers = itertools.count(1)


def secret(side, place):
    """A word that is nowhere else: of this side, and of this place there."""
    return f"zq{side}{place}{next(_numbers)}"


def known(text):
    """{(side, place)} of all secrets in a text."""
    return {match.groups() for match in SECRET.finditer(text)}


class Secrets:
    """Both workgroups with what was said there, and everybody who might look."""

    def __init__(self):
        self.groups, self.channels, self.people = {}, {}, {}
        for place, (side, owner) in enumerate((("left", "alice"), ("right", "carol"))):
            group = self.groups[side] = company.workgroup(side.title())
            self.channels[side] = company.channel(group, address=f"10{place}")
            self.people[owner] = company.agent(owner, group)
            self.people[owner].groups.add(Role.objects.get(name=Role.AGENT))
            for name, state in STATES.items():
                self._interaction(side, name, state, self.people[owner])
            self._response(side)
        self._shared()
        self._others()

    def _interaction(self, side, name, state, owner):
        shared = name == "shared"  # both know him, with what he is called: only what he said is each one's own
        called = "Bea Both" if shared else f"Ann {secret(side, name)}"
        post = company.said(secret(side, name), by=f"3519{next(_numbers):08}", name=called)
        interaction = company.writes(self.channels[side], post)[-1]
        message = interaction.messages.get(outbound=False)
        company.with_file(message, secret(side, name), alt=secret(side, name))
        company.with_portrait(interaction.thread.peer, "" if shared else secret(side, name))
        company.brought_to(State.CONNECTED if state == State.DISCONNECTED else state, interaction, owner)
        if state != State.WAITING:
            company.answers(interaction, owner, secret(side, name))
            interaction.write_note(owner, secret(side, name))
        if state == State.DISCONNECTED:
            Interaction.objects.get(pk=interaction.pk).disconnect(owner)
        return interaction

    def _response(self, side):
        library = ResponseLibraryFactory(everybody=False, workgroups=[self.groups[side]], name=secret(side, "response"))
        response = ResponseFactory(library=library, title=secret(side, "response"), text=secret(side, "response"))
        words = ContentFile(secret(side, "response").encode(), "words.txt")
        response.files.create(name="words.txt", mime="text/plain", size=5, file=words)

    def _shared(self):
        """One customer who is known to both: of him each may know what was said to them, and of the other that it was."""
        found = []
        for side, owner in (("left", "alice"), ("right", "carol")):
            found.append(self._interaction(side, "shared", State.CONNECTED, self.people[owner]).customer)
        merging.merge(*found, self.people["alice"])

    def _others(self):
        left = self.groups["left"]
        self.people |= {
            "colleague": company.agent("colleague", left),
            "supervisor": factories.AgentFactory(supervises=[left], roles=[Role.SUPERVISOR]),
            "administrator": factories.AgentFactory(roles=[Role.ADMINISTRATOR]),
            "social media admin": factories.AgentFactory(rights=[Right.SOCIAL_MEDIA_ADMIN]),
            "everything but a workgroup": factories.AgentFactory(rights=set(Right)),
        }
        Membership.objects.filter(agent=self.people["colleague"]).update(supervises=False)


LEFT = {("left", place) for place in (*STATES, "shared", "response")}
RIGHT = {("right", place) for place in (*STATES, "shared", "response")}
# Who may know what, at the most. Whoever manages response libraries (a right of its own) reads all of them.
RESPONSES = {("left", "response"), ("right", "response")}
MAY_KNOW = {
    "alice": LEFT,
    "carol": RIGHT,
    "colleague": {("left", "waiting"), ("left", "response")},
    "supervisor": LEFT,
    "administrator": RESPONSES,
    "social media admin": set(),
    "everything but a workgroup": RESPONSES,
    "stranger": set(),
}
