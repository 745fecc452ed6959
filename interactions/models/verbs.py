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
from django.utils.translation import gettext as _

from agents.models import Agent
from agents.queue_rules import queue_rules
from interactions import journal, live
from interactions.models.alerting import Alerting
from interactions.models.assistance import Assisted
from interactions.models.coding import Codes
from interactions.models.move import NO_OFFER
from interactions.models.note import Note
from interactions.models.reopening import Reopens
from interactions.models.states import OPEN, OWNED, NotAllowed, Refused, State
from interactions.models.transfers import Transfers
from interactions.models.waiting import Waits
from interactions.standing import entering
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


@cache
def _last_agents(model):
    """The agent of a customer's newest interaction in a workgroup, in which there was one."""
    rows = model.objects.filter(owner__isnull=False).order_by("-pk").values_list("owner", flat=True)
    return Prepared(lambda customer, workgroup: rows.filter(customer=customer, workgroup=workgroup)[:1])


class Verbs(Transfers, Alerting, Reopens, Codes, Assisted, Waits):
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
        now, rules = timezone.now(), queue_rules(workgroup)
        interaction = cls(
            thread=thread,
            customer_id=message.author.customer_id if message.author and not message.outbound else thread.customer_id,
            platform=thread.channel.platform,
            media_type=thread.media_type,
            created_at=now,
            state_since=now,
            stay_since=now,
            last_event=1,
            inbound_number=1,
            last_message=message,
            unread=0 if message.outbound else 1,
            customer_waits_since=None if message.outbound else message.platform_at,
            window_closes_at=thread.writable_until,
            skills=rules.needs,
        )
        preferred = preferred or (rules.affinity and cls._last_agent(interaction.customer_id, workgroup))
        for name, value in entering(interaction, workgroup, now, preferred=preferred or None).items():
            setattr(interaction, name, value)
        message.interaction = insert(interaction)
        message.save(update_fields=["interaction"])
        journal.write(interaction, "received", at=now, message=message, workgroup=workgroup)
        live.queue_changed(workgroup)
        live.wants_routing(workgroup)
        return interaction

    @classmethod
    def _last_agent(cls, customer, workgroup):
        """The id of the agent who last had this customer in this workgroup (R50)."""
        return next(iter(_last_agents(cls)(customer, workgroup)), None)

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
        closes = {"window_closes_at": message.thread.writable_until}
        return changes | counts | closes | {"customer_waits_since": waits_since}

    def acknowledge(self, by):
        """A page of the alerted agent has drawn the offer."""
        now = timezone.now()
        row = type(self).objects.filter(pk=self.pk, state=A, owner=by, acknowledged_at=None)
        row.update(acknowledged_at=now)

    def decline(self, by, *, reason=""):
        """Not me: back where it came from, and not to him again for the workgroup's pause. Some workgroups ask why (R50a)."""
        if self.workgroup.asks_decline_reason and not reason.strip() and self.owner_id == by.pk:
            raise Refused(_("Say in a few words why you decline: this workgroup asks for it."), "reason")
        with transaction.atomic():
            kept = {"agent": by, "text": reason.strip(), "kind": Note.Kind.DECLINE}
            note = self.notes.create(**kept) if reason.strip() else None
            self._back("declined", by=by, data=note and {"note": note.pk}, owner=by)
            pause = timezone.now() + timedelta(seconds=self.workgroup.decline_pause)
            self.refusals.update_or_create(agent=by, defaults={"until": pause})

    def return_to_queue(self, reason):
        """The offer ran out (`not_answered`), was never drawn (`not_shown`) or the agent is gone: back where it came from."""
        self._back(reason, owner=self.owner, offer_expires_at=self.offer_expires_at)

    def _back(self, kind, *, by=None, data=None, **where):
        """From alerting: to whoever sent it, if he is still there, else to the queue with its waiting time kept."""
        giver, tried = self.returns_to, {} if kind == "not_shown" else {"last_attempted": self.owner}
        changes = {"by": by, "data": data, "where": where, "returns_to": None, **tried, **NO_OFFER}
        if giver and hasattr(giver, "seat") and giver.seat.is_live:
            changes["data"] = {**(data or {}), "returned_to": giver.pk}
            return self._move(kind, (A,), H, owner=giver, **changes)
        return self._move(kind, (A,), W, owner=None, **changes)

    def pick_up(self, by):
        """Take it: the alerted, the owner of a held or parked one, or a member of the workgroup where it waits."""
        now = timezone.now()
        first = {"picked_up_at": self.picked_up_at or now}
        with transaction.atomic():
            by.lock()
            if self.state == W:
                self._may_take(by)
                here = {"workgroup": self.workgroup_id}  # whose member he is: it may be handed on at this very moment
                by_hand = {"where": here, "owner": by, "preferred": None, "preferred_until": None}
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
        again = entering(self, self.workgroup_id, timezone.now(), preferred=self.owner_id)
        again |= {"owner": None, "first_in_line": True, "parked_until": None}
        self._move("resumed", (P,), W, data={"reason": reason}, **again)

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
        again = entering(self, self.workgroup_id, timezone.now())
        again |= {"owner": None, "first_in_line": True, "parked_until": None}
        self._move("released", (C, H, P), W, where={"owner": self.owner}, data={"reason": reason}, **again)

    def disconnect(self, by, *, wrap_up=None, account_code=None, later=False, seen=None, where=None):
        """End it: its owner when connected or held; a supervisor, or a rule or the system (`by` None), in any open state.

        `later`: its owner says the wrap-up code afterwards, by `code`.
        """
        now = timezone.now()
        if not later:
            self._asks_for_wrap_up(by, wrap_up)
        frm, his = ((C, H), {"owner": by}) if self._is_only_his(by) else (OPEN, {})
        with transaction.atomic():
            if self.owner_id:
                Agent.objects.filter(pk=self.owner_id).update(available_since=now)
            if self.state in (C, H):
                self.owner.wrap_up(*queue_rules(self.workgroup_id).wrap_up, now)
            self._move(
                "disconnected",
                frm,
                D,
                by=by,
                where=his | (where or {}),
                seen=seen,
                disconnected_at=now,
                wrap_up=wrap_up,
                account_code=account_code,
                data={"wrap_up": wrap_up and wrap_up.pk, "account_code": account_code and account_code.pk},
                **NO_OFFER,
            )
            self._send_helpers_away()
            self._plan_survey()

    def _is_only_his(self, by):
        """May `by` end it because he has it in hand, and not because he is a supervisor or no person at all?"""
        if by is None or by.pk == self.owner_id and self.state in (C, H):
            return by is not None
        return not by.memberships.filter(workgroup=self.workgroup_id, supervises=True).exists()

    def delivery_changed(self, delivery, was):
        """The state of a reply is not what it `was`: a line of the journal. A failure after the end brings the thread back."""
        waits = self._waits_after(delivery, was)
        self._note("delivery", message=delivery.message, state=delivery.state, code=delivery.code, **waits)
        if delivery.state == delivery.State.FAILED and self.state == D and not delivery.message.automatic:
            self._comes_back(delivery.message)

    def _comes_back(self, message):
        """A reply that failed after the end: the conversation, and the reply with it, goes to the same agent first."""
        if type(self).objects.open().filter(thread=self.thread_id).exists():
            return
        message.interaction = None  # what becomes of it from now on belongs to the new interaction's journal
        self._begin(self.thread, message, self.workgroup_id, preferred=self.owner_id)

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
