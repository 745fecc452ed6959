"""Mails that supervision sends by itself, each once.

A mail is claimed before it is sent. If the mail server cannot be reached at all, nothing has left and it is tried again;
whatever goes wrong after that leaves it claimed: better one mail too few than the same one twice.
"""

import logging
from datetime import timedelta

from django.core.mail import mailers
from django.db import models
from django.utils import timezone

log = logging.getLogger(__name__)
AGAIN = timedelta(seconds=30)


class Letter(models.Model):
    """A mail that is due, was claimed, was sent; or what went wrong."""

    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def claim(self, now):
        """It is mine to send; False: somebody else's."""
        return bool(type(self).objects.filter(pk=self.pk, claimed_at=None).update(claimed_at=now))

    def send(self, write, now):
        """Send what `write()` makes, an EmailMessage; once claimed."""
        mine, what = type(self).objects.filter(pk=self.pk), self._meta.verbose_name
        try:
            server = mailers.default
            server.open()
        except Exception as error:  # noqa: BLE001  whatever a mail server raises: nothing has left
            log.warning("no mail server for a %s: %s: %s", what, type(error).__name__, error)
            return mine.update(claimed_at=None, due_at=now + AGAIN, problem=_said(error))
        try:
            server.send_messages([write()])
            mine.update(sent_at=timezone.now(), problem="")
        except Exception as error:  # noqa: BLE001  it may have left: not again
            log.warning("a %s may not have been sent: %s: %s", what, type(error).__name__, error)
            mine.update(problem=_said(error))
        finally:
            server.close()

    def too_late(self):
        """Nobody is helped by it any more."""
        type(self).objects.filter(pk=self.pk).update(problem="too late")


def _said(error):
    return f"{type(error).__name__}: {error}"[:300]
