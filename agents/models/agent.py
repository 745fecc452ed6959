"""People and the places they sit at."""

from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from agents.models.scoring import Scored
from agents.models.status import Status, StatusChange
from agents.preferences import merged, preferences
from audit.rights import Right
from hints import tell, wake

SEAT_LIVES = timedelta(seconds=45)  # a desk that has not been heard of for so long is gone


class Agent(Scored, AbstractUser):
    """A person who signs in; rights make him supervisor or administrator."""

    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    language = models.CharField(_("language"), max_length=10, default="en")
    status = models.ForeignKey(
        Status, models.PROTECT, null=True, blank=True, related_name="agents", verbose_name=_("status")
    )
    status_since = models.DateTimeField(_("in status since"), default=timezone.now)
    available_since = models.DateTimeField(_("available since"), default=timezone.now)
    usual_station = models.ForeignKey(
        "agents.Station",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("usual station"),
        help_text=_("Proposed at log-on, where the browser remembers no other one."),
    )
    sign_in = models.PositiveIntegerField(default=0, editable=False)  # raised: every sign-in before has ended
    wrap_up_until = models.DateTimeField(null=True, editable=False)
    chosen = models.JSONField(default=dict, editable=False)  # of `agents.preferences`, what is not as it comes

    class Meta:
        verbose_name, verbose_name_plural = _("agent"), _("agents")
        permissions = Right.of("agents")
        # Whose wrap-up time has ended: the tick.
        indexes = [
            models.Index(fields=["wrap_up_until"], condition=Q(wrap_up_until__isnull=False), name="agent_wrapping_up")
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    def lock(self):
        """Hold this agent's row until the transaction ends: whoever gives him work looks at his load under it."""
        return Agent.objects.select_for_update(no_key=True).get(pk=self.pk)

    def set_status(self, status):
        """Change status: kept in his time line, seen by the ACD at once. Setting it again counts as a fresh start."""
        now = timezone.now()
        with transaction.atomic():
            Agent.objects.filter(pk=self.pk).update(
                status=status, status_since=now, available_since=now, wrap_up_until=None
            )
            StatusChange.objects.create(agent=self, status=status, at=now)
            self.announce()
        self.refresh_from_db(fields=["status", "status_since", "available_since"])

    @property
    def preferences(self):
        """How he likes his desk."""
        return preferences(self.chosen, self.language)

    def prefer(self, language=None, **changes):
        """Keep what he has chosen; all his pages follow. Two of them may choose at once, each something else."""
        with transaction.atomic():
            locked = self.lock()
            self.chosen, self.language = merged(locked.chosen, changes), language or locked.language
            self.save(update_fields=["chosen", "language"])
            tell("agents", self.pk)

    def _get_session_auth_hash(self, secret=None):
        """Sessions hold on to this; another number ends them all, as another password does."""
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        value = f"{self.password}{self.sign_in or ''}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    def put_out(self):
        """End his sessions, free his seat; what he has open goes back to its queues."""
        with transaction.atomic():
            Agent.objects.filter(pk=self.pk).update(sign_in=F("sign_in") + 1)
            for seat in Seat.objects.filter(agent=self):
                seat.leave()
            self.announce()
            wake("interactions.tasks.release_of", self.pk)
        self.refresh_from_db(fields=["sign_in"])

    def wrap_up(self, status, seconds, now):
        """After an interaction: this status (an id) for its wrap-up time, if its workgroup has one (R45).

        Only who could be offered the next one, or wraps up already, is moved; who has gone to lunch stays there.
        """
        if not (status and seconds):
            return
        with transaction.atomic():
            agent = self.lock()
            if agent.wrap_up_until or (agent.status and agent.status.takes_acd):
                agent.set_status(Status.objects.get(pk=status))
                Agent.objects.filter(pk=self.pk).update(wrap_up_until=now + timedelta(seconds=seconds))

    @classmethod
    def wrap_ups_due(cls):
        """Who has wrapped up long enough is available again."""
        for agent in cls.objects.filter(wrap_up_until__lte=timezone.now())[:200]:
            with transaction.atomic():
                locked = agent.lock()
                if locked.wrap_up_until and locked.wrap_up_until <= timezone.now():
                    locked.set_status(Status.objects.get(name=Status.AVAILABLE))

    def announce(self):
        """Something about him changed: his pages redraw him, the ACD looks at his workgroups."""
        tell("agents", self.pk)
        wake("acd.tasks.route_for", self.pk)


class Station(models.Model):
    """The place an agent signs in at; may carry licenses of its own."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name, verbose_name_plural = _("station"), _("stations")
        ordering = ["name"]

    def __str__(self):
        return self.name


class StationTaken(Exception):
    """Another agent sits there; `holder` is who."""

    def __init__(self, holder):
        super().__init__(f"{holder} is logged on at this station.")
        self.holder = holder


class Seats(models.QuerySet):
    """Which desks are there."""

    def live(self, now=None):
        """Seats heard of lately."""
        return self.filter(seen_at__gt=(now or timezone.now()) - SEAT_LIVES)


class Seat(models.Model):
    """An agent logged on, at a station or none. It ages out by itself when no page of his is heard of any more."""

    agent = models.OneToOneField(Agent, models.CASCADE, related_name="seat")
    station = models.OneToOneField(Station, models.SET_NULL, null=True, blank=True, related_name="seat")
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = Seats.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("seat"), _("seats")

    def __str__(self):
        return f"{self.agent} @ {self.station or '–'}"

    @property
    def is_live(self):
        """Was a page of his heard of lately?"""
        return self.seen_at > timezone.now() - SEAT_LIVES

    @classmethod
    def take(cls, agent, station=None, *, displace=False):
        """Log `agent` on. Raises StationTaken when somebody else sits there and is not to be displaced."""
        with transaction.atomic():
            cls._clear(station, agent, displace)
            seat, _made = cls.objects.update_or_create(
                agent=agent, defaults={"station": station, "since": timezone.now(), "seen_at": timezone.now()}
            )
            agent.announce()
        return seat

    @classmethod
    def _clear(cls, station, agent, displace):
        """Free the station: a dead seat goes silently, a live one only if its holder may be displaced."""
        if station is None:
            return
        list(Station.objects.select_for_update(no_key=True).filter(pk=station.pk))  # two who come at once come in turn
        held = cls.objects.select_for_update(no_key=True).filter(~Q(agent=agent), station=station).first()
        if held and held.is_live and not displace:
            raise StationTaken(held.agent)
        if held:
            held.leave()

    def leave(self):
        """Log off. What the agent had open is the caller's affair."""
        with transaction.atomic():
            self.delete()
            self.agent.announce()

    def heard(self):
        """A page of his is there: renew the seat."""
        Seat.objects.filter(pk=self.pk).update(seen_at=timezone.now())
