"""Going on with a conversation whose interaction has ended (R61)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agents.models import Agent
from audit.kept_words import told
from interactions import journal, live
from interactions.models.move import Moves
from interactions.models.noise import Block
from interactions.models.states import Refused, State
from interactions.standing import entering
from rows.inserted import insert

WITHIN = timedelta(hours=24)


class Reopens(Moves):
    """The verb `reopen` of `Interaction`, and what stands in its way."""

    def reopen(self, by, *, to_queue=False):
        """Begin a new interaction on the same thread (R11) and return it; this one stays as it ended.

        It is in the hands of `by`, connected; `to_queue`: it waits, for the agent who had it last first. Raises `Refused`
        in words when it may not be, when the conversation goes on already, or when the platform would take no answer.
        """
        with transaction.atomic():
            by.lock()
            self.thread = type(self.thread).objects.select_for_update(no_key=True).get(pk=self.thread_id)
            self.refresh_from_db(fields=["state", "owner", "disconnected_at", "workgroup"])
            refused = self.not_reopened(by)
            if refused:
                raise Refused(refused[1], refused[0])
            if not to_queue:
                self._may_take(by)
            fresh = self._anew(by, to_queue)
            self._note("continued", by=by, data={"as": fresh.pk})
        return fresh

    def not_reopened(self, by):
        """(code, words) why `by` cannot reopen it now; None: he can."""
        return self._not_his_to_reopen(by) or self._goes_on() or self._takes_no_answer()

    def _not_his_to_reopen(self, by):
        if self.state != State.DISCONNECTED:
            return "not_ended", _("This interaction has not ended.")
        mine = by.memberships.filter(workgroup=self.workgroup_id, supervises=True)
        if self.owner_id != by.pk and not mine.exists():
            return "not_yours", _("Only the agent who had it last, or a supervisor of its workgroup, can reopen it.")
        if self.disconnected_at < timezone.now() - WITHIN:
            return "too_old", _("It ended more than 24 hours ago. It goes on when the customer writes again.")
        return None

    def _goes_on(self):
        there = type(self).objects.open().filter(thread=self.thread_id).first()
        words = _("This conversation goes on already, in interaction %(number)s.")
        return ("goes_on", words % {"number": there.pk}) if there else None

    def _takes_no_answer(self):
        """Would the platform take nothing, not even a template?"""
        thread = self.thread
        channel, account = thread.channel, thread.channel.account
        if not channel.enabled:
            return "disabled", _("The channel %(channel)s is disabled, so nothing new begins there.") % {
                "channel": channel
            }
        if account.suspended_at:
            words = _("The account %(account)s is suspended: %(why)s Ask an administrator.")
            return "suspended", words % {"account": account, "why": told(account.suspended_for)}
        if Block.objects.filter(customer=self.customer_id, lifted_at=None).exists():
            return "blocked", _("The customer is blocked. Unblock them first.")
        return self._cannot_be_written_to()

    def _cannot_be_written_to(self):
        thread, templates = self.thread, self._capabilities.templates
        if not thread.private and self._root_is_gone():
            return "deleted", _("The post was deleted on the platform, and everything under it.")
        if thread.window_is_closed() and not templates:
            return "closed", self._window_words()
        if self.unanswerable():
            return "closed", self.unanswerable()
        return thread.sending_refused(templates)

    def _root_is_gone(self):
        return self.thread.messages.filter(external_id=self.thread.external_id, deleted_at__isnull=False).exists()

    def _anew(self, by, to_queue):
        """The new interaction, with its first line; under the thread's lock."""
        now = timezone.now()
        fresh = type(self)(
            thread=self.thread,
            customer_id=self.customer_id,
            platform=self.platform,
            media_type=self.media_type,
            created_at=now,
            state_since=now,
            last_event=1,
            last_message=self.thread.messages.order_by("-platform_at", "-arrived_at", "-place", "-pk").first(),
            customer_waits_since=self.customer_waits_since,
            window_closes_at=self.thread.writable_until,
            priority=self.priority,
            skills=self.skills,
        )
        hands = {"stay_since": now} if to_queue else _in_hand(by, now)
        preferred = self.owner_id if to_queue else None
        for name, value in (entering(fresh, self.workgroup_id, now, preferred=preferred) | hands).items():
            setattr(fresh, name, value)
        journal.write(insert(fresh), "reopened", at=now, by=by, workgroup=self.workgroup_id, of=self.pk, **_how(fresh))
        if to_queue:
            live.queue_changed(self.workgroup_id)
            live.wants_routing(self.workgroup_id)
        else:
            Agent.objects.filter(pk=by.pk).update(available_since=now)
        return fresh


def _in_hand(by, now):
    return {"state": State.CONNECTED, "owner": by, "picked_up_at": now, "stay_since": None}


def _how(fresh):
    """That it waits is what a reader of the journal must know: by itself, reopening connects."""
    return {"state": State.WAITING.value} if fresh.state == State.WAITING else {}
