"""What can be done to an interaction, in the order of its life. Nothing else writes its state.

Every verb is one conditional update: it changes the row only if it is still where the caller saw it, or raises
`NotAllowed`. With it goes one line of the journal and, on commit, one hint. Locks are taken in the order
workgroup → agent → thread → interaction → delivery, and never held across a network call.
"""

import contextlib
from datetime import timedelta
from functools import cache

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agents.models import Agent
from interactions import journal, live
from interactions.models.move import NO_OFFER
from interactions.models.states import OPEN, OWNED, NotAllowed, State
from interactions.models.transfers import Transfers
from rows.inserted import insert
from rows.prepared import Prepared

PARK = timedelta(hours=24)
PARK_MOST = timedelta(days=7)
W, A, C, H, P, D = State.WAITING, State.ALERTING, State.CONNECTED, State.HELD, State.PARKED, State.DISCONNECTED


@cache
def _open_of(model):
    """The open interaction of a thread, with the moment of its last message."""
    rows = model.objects.open().order_by().annotate(said_at=F("last_message__platform_at"))
    return Prepared(lambda thread: rows.filter(thread=thread))


class Verbs(Transfers):
    """The verbs of `Interaction`."""

    @classmethod
    def receive(cls, thread, message, *, workgroup):
        """Save a new message; it joins the thread's open interaction, or begins one. Under the thread's lock.

        `workgroup()` is asked where to begin and says an id; None: nowhere, the message is history only. A parked one
        comes back with it.
        """
        interaction = next(iter(_open_of(cls)(thread.pk)), None)
        message.interaction = interaction
        insert(message)
        if interaction and interaction._joined(message):
            if interaction.state == P and not message.outbound:
                interaction.resume("message")
            return
        if interaction:  # it was ended at this very moment
            message.interaction = None
            message.save(update_fields=["interaction"])
        if place := workgroup():
            cls._begin(thread, message, place)

    @classmethod
    def catch_up(cls, thread, messages, workgroup):
        """Messages that were stored as history open an interaction after all, or join the open one. Under the lock."""
        interaction = next(iter(_open_of(cls)(thread.pk)), None)
        for message in messages:
            if interaction is None:
                interaction = cls._begin(thread, message, workgroup)
                interaction.said_at = message.platform_at
                continue
            message.interaction = interaction
            message.save(update_fields=["interaction"])
            interaction._joined(message)

    @classmethod
    def _begin(cls, thread, message, workgroup, preferred=None):
        now = timezone.now()
        interaction = cls(
            thread=thread,
            customer_id=message.author.customer_id if message.author and not message.outbound else thread.customer_id,
            workgroup_id=workgroup,
            platform=thread.channel.platform,
            media_type=thread.media_type,
            created_at=now,
            queued_at=now,
            state_since=now,
            stay_since=now,
            last_event=1,
            inbound_number=1,
            last_message=message,
            unread=0 if message.outbound else 1,
            customer_waits_since=None if message.outbound else message.platform_at,
            preferred=preferred,
        )
        message.interaction = insert(interaction)
        message.save(update_fields=["interaction"])
        journal.write(interaction, "received", at=now, message=message, workgroup=workgroup)
        live.queue_changed(workgroup)
        live.wants_routing(workgroup)
        return interaction

    def _joined(self, message):
        """One message more: no change of state. False: it was ended at this very moment."""
        try:
            self._note("message", message=message, where={"state__in": OPEN}, **self._changed_by(message))
        except NotAllowed:
            return False
        if self.state == W:
            live.queue_changed(self.workgroup_id)
        return True

    def _changed_by(self, message):
        """What a message changes in the row; it may be older than those that are there (`said_at`: see `receive`)."""
        newest = self.said_at is None or self.said_at <= message.platform_at
        changes = {"last_message": message} if newest else {}
        if message.outbound:
            return changes | {"customer_waits_since": None}
        waits_since = min(filter(None, [self.customer_waits_since, message.platform_at]))
        counts = {"unread": F("unread") + 1, "inbound_number": F("last_event") + 1}
        return changes | counts | {"customer_waits_since": waits_since}

    def alert(self, agent, *, why, now=None):
        """Offer it to `agent`, whose row the router holds and whose room it has looked at."""
        now = now or timezone.now()
        self._move(
            "alerted",
            (W,),
            A,
            owner=agent,
            preferred=None,
            offer_expires_at=now + timedelta(seconds=self.workgroup.offer_timeout),
            acknowledged_at=None,
            data={"agent": agent.pk, **why},
        )
        Agent.objects.filter(pk=agent.pk).update(available_since=now)

    def acknowledge(self, by):
        """A page of the alerted agent has drawn the offer."""
        now = timezone.now()
        row = type(self).objects.filter(pk=self.pk, state=A, owner=by, acknowledged_at=None)
        row.update(acknowledged_at=now)

    def decline(self, by):
        """Not me: back where it came from, and not to him again for the workgroup's pause."""
        with transaction.atomic():
            self._back("declined", by=by, owner=by)
            pause = timezone.now() + timedelta(seconds=self.workgroup.decline_pause)
            self.refusals.update_or_create(agent=by, defaults={"until": pause})

    def return_to_queue(self, reason):
        """The offer ran out (`not_answered`), was never drawn (`not_shown`) or the agent is gone: back where it came from."""
        self._back(reason, owner=self.owner, offer_expires_at=self.offer_expires_at)

    def _back(self, kind, *, by=None, **where):
        """From alerting: to whoever sent it, if he is still there, else to the queue with its waiting time kept."""
        giver = self.returns_to
        if giver and hasattr(giver, "seat") and giver.seat.is_live:
            back = {"owner": giver, "returns_to": None, "data": {"returned_to": giver.pk}, **NO_OFFER}
            return self._move(kind, (A,), H, by=by, where=where, **back)
        return self._move(kind, (A,), W, by=by, where=where, owner=None, returns_to=None, **NO_OFFER)

    def pick_up(self, by):
        """Take it: the alerted, the owner of a held or parked one, or a member of the workgroup where it waits."""
        now = timezone.now()
        first = {"picked_up_at": self.picked_up_at or now}
        with transaction.atomic():
            by.lock()
            if self.state == W:
                self._may_take(by)
                by_hand = {"owner": by, "preferred": None}
                self._move("picked_up", (W,), C, by=by, data={"from": "queue"}, **by_hand, **first)
                Agent.objects.filter(pk=by.pk).update(available_since=now)
            else:
                where = {"owner": by}
                self._move(
                    "picked_up",
                    (A, H, P),
                    C,
                    by=by,
                    where=where,
                    returns_to=None,
                    parked_until=None,
                    **NO_OFFER,
                    **first,
                )

    def hold(self, by):
        """Put it aside for a moment; it keeps its place on the desk."""
        self._move("held", (C,), H, by=by, where={"owner": by})

    def park(self, by, until=None):
        """Put it away until the customer writes or until then (24 h if nothing is said, 7 days at most)."""
        now = timezone.now()
        until = min(max(until or now + PARK, now), now + PARK_MOST)
        self._move(
            "parked", (C, H), P, by=by, where={"owner": by}, parked_until=until, data={"until": until.isoformat()}
        )

    def resume(self, reason):
        """From parked: in line again, for its owner first. The router offers it to him at once if he may take it."""
        self._move(
            "resumed",
            (P,),
            W,
            owner=None,
            preferred_id=self.owner_id,
            first_in_line=True,
            parked_until=None,
            queued_at=timezone.now(),
            data={"reason": reason},
        )

    @classmethod
    def resume_due(cls):
        """Bring back what was parked until now."""
        for interaction in cls.objects.filter(state=P, parked_until__lte=timezone.now())[:100]:
            with contextlib.suppress(NotAllowed):  # the customer or its agent was first
                interaction.resume("time")

    @classmethod
    def release_all(cls, agent, reason):
        """The agent leaves his desk: what alerts goes back as it came, the rest into its queue, first in line."""
        for interaction in cls.objects.filter(owner=agent, state__in=OWNED).select_related("returns_to__seat"):
            with contextlib.suppress(NotAllowed):  # it moved on meanwhile
                if interaction.state == A:
                    interaction.return_to_queue("not_shown")
                else:
                    interaction.release(reason)

    def release(self, reason):
        """Its agent has left: back to the queue, first in line."""
        self._move(
            "released",
            (C, H, P),
            W,
            where={"owner": self.owner},
            owner=None,
            parked_until=None,
            first_in_line=True,
            data={"reason": reason},
        )

    def disconnect(self, by, *, wrap_up=None, seen=None):
        """End it: its owner when connected or held; a supervisor, or a rule or the system (`by` None), in any open state."""
        now = timezone.now()
        frm, where = ((C, H), {"owner": by}) if self._is_only_his(by) else (OPEN, {})
        with transaction.atomic():
            if self.owner_id:
                Agent.objects.filter(pk=self.owner_id).update(available_since=now)
            self._move(
                "disconnected",
                frm,
                D,
                by=by,
                where=where,
                seen=seen,
                disconnected_at=now,
                wrap_up=wrap_up,
                data={"wrap_up": wrap_up and wrap_up.pk},
                **NO_OFFER,
            )

    def _is_only_his(self, by):
        """May `by` end it because he has it in hand, and not because he is a supervisor or no person at all?"""
        if by is None or by.pk == self.owner_id and self.state in (C, H):
            return by is not None
        return not by.memberships.filter(workgroup=self.workgroup_id, supervises=True).exists()

    def delivery_changed(self, delivery):
        """The state of a reply changed: a line of the journal. A failure after the end brings the thread back."""
        self._note("delivery", message=delivery.message, state=delivery.state, code=delivery.code)
        if delivery.state == delivery.State.FAILED and self.state == D:
            self._comes_back(delivery.message)

    def _comes_back(self, message):
        """A reply that failed after the end: the conversation, and the reply with it, goes to the same agent first."""
        if type(self).objects.open().filter(thread=self.thread_id).exists():
            return
        message.interaction = None  # what becomes of it from now on belongs to the new interaction's journal
        self._begin(self.thread, message, self.workgroup_id, preferred=self.owner)

    @classmethod
    def message_changed(cls, message, what):
        """A message was edited, deleted, hidden or reacted to: a line in its thread's open interaction, if there is one."""
        interaction = cls.objects.open().filter(thread=message.thread_id).first()
        if interaction:
            with contextlib.suppress(NotAllowed):  # it was ended at this very moment
                interaction._note("changed", message=message, state=what, where={"state__in": OPEN})

    @classmethod
    def wants_person(cls, message):
        """The customer asked for a person: no automatic answer from now on, and first in line if he waits (R26)."""
        interaction = cls.objects.open().filter(thread=message.thread_id).first()
        if interaction:
            first = {"first_in_line": True} if interaction.state == W else {}
            with contextlib.suppress(NotAllowed):  # it was ended at this very moment
                interaction._note("wants_person", message=message, where={"state__in": OPEN}, **first)

    def read(self, by):
        """Its agent has seen everything so far."""
        changed = type(self).objects.filter(pk=self.pk, owner=by, unread__gt=0).update(unread=0)
        if changed:
            self.unread = 0
            live.tell_agents(self)
