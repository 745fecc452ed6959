"""Mails that supervision sends by itself: none is lost, and none is sent twice unless its sender died in the middle of sending.

Whoever takes a mail has it to himself for some minutes. If he has not noted by then that it was sent, he may have been killed
before it left or right after it: it is sent again. Better one mail twice than an alert of which nobody hears; and as it has the
same id each time, most mail systems show it once.
"""

import logging
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import mailers
from django.db import models
from django.db.models import F
from django.utils import timezone

log = logging.getLogger(__name__)
AGAIN = timedelta(seconds=30)
# Longer than a mail server may keep us waiting; nobody has more mails than one in that time.
MINE = timedelta(minutes=5)
MOST = 3  # times that it may have left


class Letters(models.QuerySet):
    """Mails, by what is to be done."""

    def due(self, now):
        """Those that somebody should send now."""
        return self.filter(sent_at=None, attempts__lt=MOST, due_at__lte=now).order_by("due_at")


class Letter(models.Model):
    """A mail that is due, or was sent; or what went wrong. `attempts`: how often it may have left."""

    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = Letters.as_manager()

    class Meta:
        abstract = True

    def claim(self):
        """It is mine to send, for a while; False: somebody else's."""
        now = timezone.now()  # not when the turn began: the mails before this one may have taken long
        mine = type(self).objects.due(now).filter(pk=self.pk).order_by()
        return bool(mine.update(due_at=now + MINE, attempts=F("attempts") + 1))

    def send(self, write):
        """Send what `write()` makes, an EmailMessage; once claimed."""
        mine, what = type(self).objects.filter(pk=self.pk), self._meta.verbose_name
        try:
            server = mailers.default
            server.open()
        except Exception as error:  # noqa: BLE001  whatever a mail server raises: nothing has left
            log.warning("no mail server for a %s: %s: %s", what, type(error).__name__, error)
            return mine.update(attempts=F("attempts") - 1, due_at=timezone.now() + AGAIN, problem=_said(error))
        try:
            server.send_messages([self._marked(write())])
            mine.update(sent_at=timezone.now(), problem="")
        except Exception as error:  # noqa: BLE001  it may have left: not at once again
            log.warning("a %s may not have been sent: %s: %s", what, type(error).__name__, error)
            mine.update(problem=_said(error))
        finally:
            server.close()

    def _marked(self, mail):
        """With its own id, the same however often it leaves: by it receivers know it for one they have."""
        host = urlsplit(settings.PUBLIC_URL).hostname
        mail.extra_headers["Message-ID"] = f"<{self._meta.model_name}.{self.pk}.{self.made_at.timestamp():.0f}@{host}>"
        return mail

    def too_late(self):
        """Nobody is helped by it any more."""
        type(self).objects.filter(pk=self.pk).update(attempts=MOST, problem="too late")


def _said(error):
    return f"{type(error).__name__}: {error}"[:300]
