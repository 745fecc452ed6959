"""Taking in again what could not be taken in when it was delivered."""

from django.core.management.base import BaseCommand

from interactions import drain
from interactions.models import Inbox


class Command(BaseCommand):
    """`manage.py retry_deliveries`: after a repair; what is known already changes nothing."""

    help = "Take in again the webhook deliveries that could not be taken in."

    def handle(self, *args, **options):
        """Put them back into the inboxes and work these off."""
        failed = Inbox.objects.exclude(failure="").exclude(body=b"")
        count, apps = failed.count(), set(failed.values_list("app_id", flat=True))
        failed.update(done_at=None, failure="")
        for app in sorted(apps):
            drain.drain(app)
        left = failed.count()
        self.stdout.write(f"{count} taken up again, {left} failed again.")
