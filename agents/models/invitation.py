"""Letters with a link by which a person sets a password: to come in for the first time, or because he forgot it."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SALT = "agents.invitation"
TRIED_AGAIN = timedelta(
    minutes=2
)  # for which whoever writes the mail has it to himself; after a failure the next attempt


class Invitations(models.QuerySet):
    """Which letters are there."""

    def open(self, now=None):
        """Those by which a password can be set."""
        return self.filter(used_at=None, expires_at__gt=now or timezone.now(), agent__is_active=True)

    def unsent(self, now):
        """Those of which no mail went out yet, and whose turn it is."""
        return self.open(now).filter(sent_at=None, due_at__lte=now)


class Invitation(models.Model):
    """The one letter of a person that counts: a new one takes the place of the last, whose link is good no more."""

    class Kind(models.TextChoices):
        """What it is for."""

        WELCOME = "welcome", _("Invitation")
        PASSWORD = "password", _("New password")

    LASTS = {Kind.WELCOME: timedelta(days=7), Kind.PASSWORD: timedelta(days=1)}

    agent = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitation")
    kind = models.CharField(max_length=20, choices=Kind)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    problem = models.CharField(max_length=300, blank=True)

    objects = Invitations.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("invitation"), _("invitations")
        # The tick asks for what was not sent.
        indexes = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None, used_at=None), name="invitation_unsent"),
        ]

    def __str__(self):
        return f"{self.kind}: {self.agent}"

    @classmethod
    def write(cls, agent, kind):
        """A letter to this person, in place of the one before."""
        now = timezone.now()
        fresh = {"sent_at": None, "used_at": None, "problem": "", "due_at": now}
        facts = {"kind": kind, "made_at": now, "expires_at": now + cls.LASTS[kind], **fresh}
        return cls.objects.update_or_create(agent=agent, defaults=facts)[0]

    @property
    def token(self):
        """What its link carries: signed, and good for this letter only."""
        return signing.dumps([self.agent_id, self.made_at.isoformat()], salt=SALT, compress=False)

    @classmethod
    def behind(cls, token):
        """The open letter to which a link belongs, or None."""
        try:
            agent, made_at = signing.loads(token, salt=SALT)
        except (signing.BadSignature, ValueError):
            return None
        return cls.objects.open().select_related("agent").filter(agent=agent, made_at=made_at).first()

    def claim(self, now):
        """Become the one who mails it; False: somebody is about to."""
        mine = type(self).objects.filter(pk=self.pk, sent_at=None, due_at=self.due_at, made_at=self.made_at)
        return bool(mine.update(due_at=now + TRIED_AGAIN))

    def use(self):
        """Set it aside; False: it was used, or another took its place."""
        mine = type(self).objects.open().filter(pk=self.pk, made_at=self.made_at)
        return bool(mine.update(used_at=timezone.now()))
