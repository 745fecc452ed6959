"""Offers: many at once, as the ACD decides them."""

from datetime import timedelta

from django.utils import timezone

from agents.models import Agent
from interactions import journal, live
from interactions.models.move import Moves
from interactions.models.states import NotAllowed, State
from rows.updated import update_each

BETWEEN = timedelta(microseconds=1)  # who was given something earlier is in line earlier again


class Alerting(Moves):
    """The verb `alert`."""

    @classmethod
    def alert_all(cls, offers, workgroup, *, now=None):
        """Make these offers, [(interaction, agent, why)] by id; returns the ids of those that still waited in this workgroup.

        The router holds the agents' rows and has looked at their room. One statement each for interactions, journal and
        agents, however many offers there are.
        """
        now = now or timezone.now()
        found = update_each(
            cls,
            {interaction: {"owner": agent} for interaction, agent, _why in offers},
            where={"state": State.WAITING, "workgroup": workgroup.pk},
            same={
                "state": State.ALERTING,
                "state_since": now,
                "preferred": None,
                "preferred_until": None,
                "offer_expires_at": now + timedelta(seconds=workgroup.offer_timeout),
                "acknowledged_at": None,
            },
            plus=("last_event",),
            returning=("last_event", "created_at"),
        )
        made = [offer for offer in offers if offer[0] in found]
        journal.write_all(
            [journal.line(pk, *found[pk], "alerted", now, {"agent": agent, **why}) for pk, agent, why in made]
        )
        given = {agent: {"available_since": now + BETWEEN * place} for place, (_pk, agent, _why) in enumerate(made)}
        update_each(Agent, given, where={})
        for pk, agent, _why in made:
            live.tell_agent(agent, pk, found[pk][0])
        if made:
            live.queue_changed(workgroup.pk)
        return set(found)

    def alert(self, agent, *, why):
        """Offer this one to `agent`, whose row the caller holds."""
        if not self.alert_all([(self.pk, agent.pk, why)], self.workgroup):
            self.refresh_from_db()
            raise NotAllowed(self, "alerted")
        self.refresh_from_db()
