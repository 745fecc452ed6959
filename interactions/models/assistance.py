"""Help for the agent who has an interaction: he asks, supervisors come, coach and join (R72)."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agents.models import Membership
from interactions import live
from interactions.models.move import Moves
from interactions.models.states import OWNED, Refused, State

LONGEST = 500


class Requests(models.QuerySet):
    """Requests for help, by who may answer them."""

    def open_for(self, *people):
        """Those that still wait, in workgroups that one of these people supervises, of the agent who still has it."""
        places = Membership.objects.filter(agent__in=people, supervises=True).values("workgroup")
        asked = self.filter(state=HelpRequest.State.ASKED, interaction__owner=F("agent"))
        return asked.filter(interaction__workgroup__in=places).exclude(agent__in=people)


class HelpRequest(models.Model):
    """An agent asks the supervisors of the workgroup for help with one interaction; at most once at a time."""

    class State(models.TextChoices):
        """What became of it."""

        ASKED = "asked", gettext_lazy("Asked")
        ANSWERED = "answered", gettext_lazy("Somebody comes")
        WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")
        EXPIRED = "expired", gettext_lazy("Not answered in time")

    interaction = models.ForeignKey("interactions.Interaction", models.CASCADE, related_name="help_requests")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.CharField(max_length=LONGEST, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = Requests.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("request for help"), gettext_lazy("requests for help")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interaction"], condition=Q(state="asked"), name="one_open_help_request_per_interaction"
            )
        ]

    def __str__(self):
        return f"{self.interaction_id}: {self.get_state_display()}"


class Joining(models.Model):
    """A supervisor writes along with the agent who has the interaction; it ends when he leaves, or with the interaction."""

    interaction = models.ForeignKey("interactions.Interaction", models.CASCADE, related_name="joinings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = gettext_lazy("joining"), gettext_lazy("joinings")
        constraints = [
            models.UniqueConstraint(
                fields=["interaction", "person"], condition=Q(left_at=None), name="joined_once_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.person_id} in {self.interaction_id}"


class Assisted(Moves):
    """Verbs of `Interaction` around help; none changes its state or its owner."""

    def ask_help(self, by, text=""):
        """The agent who has it asks the supervisors of its workgroup to come; returns the request."""
        if len(text) > LONGEST:
            raise Refused(_("Say it in %(n)s characters at most.") % {"n": LONGEST}, "too_long")
        try:
            with transaction.atomic():
                self._held()
                self._open_requests().exclude(agent=by).update(state=HelpRequest.State.EXPIRED)
                request = self.help_requests.create(agent=by, text=text.strip())
                self._help("help_asked", by, request, where={"owner": by, "state__in": (State.CONNECTED, State.HELD)})
        except IntegrityError:
            raise Refused(_("You have asked for help already. Your supervisors see it."), "asked") from None
        return request

    def withdraw_help(self, by):
        """The agent needs none any more."""
        self._settle_help("help_withdrawn", by, HelpRequest.State.WITHDRAWN, agent=by)

    def see_help(self, by):
        """A supervisor's page shows the request; the first one counts."""
        with transaction.atomic():
            self._held()
            request = self._open_requests().filter(seen_by=None).first()
            if request:
                HelpRequest.objects.filter(pk=request.pk).update(seen_by=by)
                self._help("help_seen", by, request)

    def answer_help(self, by):
        """A supervisor comes; of two at the same moment the first one."""
        self._settle_help("help_answered", by, HelpRequest.State.ANSWERED, answered_by=by)

    def _settle_help(self, kind, by, state, *, agent=None, **changes):
        with transaction.atomic():
            self._held()
            request = self._open_requests().filter(**({"agent": agent} if agent else {})).first()
            if request is None:
                raise Refused(_("This request for help is settled already."), "settled")
            HelpRequest.objects.filter(pk=request.pk).update(state=state, **changes)
            self._help(kind, by, request)

    def _held(self):
        """Hold the row first, as whoever ends the interaction does."""
        type(self).objects.select_for_update(no_key=True).get(pk=self.pk)

    def _open_requests(self):
        return HelpRequest.objects.filter(interaction=self.pk, state=HelpRequest.State.ASKED)

    def _help(self, kind, by, request, where=None):
        self._note(kind, by=by, where=where, data={"request": request.pk})
        live.tell_supervisors(self.workgroup_id)

    def join(self, by):
        """A supervisor writes along, while its agent keeps it; twice is once."""
        if self.owner_id == by.pk:
            raise Refused(_("You have this interaction yourself."), "yours")
        with transaction.atomic():
            _joining, new = Joining.objects.get_or_create(interaction=self, person=by, left_at=None)
            if new:
                self._note("joined", by=by, where={"state__in": OWNED})
                live.tell_agent(by.pk, self.pk, self.last_event)

    def leave(self, by):
        """He writes along no more."""
        with transaction.atomic():
            gone = Joining.objects.filter(interaction=self, person=by, left_at=None).update(left_at=timezone.now())
            if gone:
                self._note("left", by=by)
                live.tell_agent(by.pk, self.pk, self.last_event)

    def joined_by(self, person):
        """Does he write along, and supervise it still?"""
        supervises = Membership.objects.filter(agent=person, supervises=True, workgroup=self.workgroup_id)
        here = Joining.objects.filter(interaction=self, person=person, left_at=None)
        return here.exists() and supervises.exists()

    def coach(self, by, text, *, uuid=None):
        """A supervisor says something that only its agent reads; returns the note."""
        if self.owner_id in (None, by.pk):
            raise Refused(_("Nobody else has this interaction, so there is nobody to coach."), "nobody")
        return self.write_note(by, text, uuid=uuid, only_for=self.owner)

    def _in_writing_hands_of(self, by):
        """The condition under which he may write to the customer: he has it, or has joined; and it is connected."""
        mine = {"state": State.CONNECTED}
        return mine if self.owner_id != by.pk and self.joined_by(by) else mine | {"owner": by}

    def _send_helpers_away(self):
        """It has ended: nobody comes, nobody writes along. Inside the transaction of the end."""
        if self._open_requests().update(state=HelpRequest.State.EXPIRED):
            live.tell_supervisors(self.workgroup_id)
        Joining.objects.filter(interaction=self.pk, left_at=None).update(left_at=timezone.now())
