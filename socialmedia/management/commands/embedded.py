"""`manage.py embedded`: the whole product in one process, for a first look, the demo and tests on a laptop."""

import sys

from django.core.management.base import BaseCommand

from socialmedia import embedded, embedded_data


class Command(BaseCommand):
    """Run the product embedded; with DEMO on also the sandbox and the demo company."""

    help = __doc__
    requires_system_checks = ()  # `migrate` makes them, after we know that the ports are free

    def add_arguments(self, parser):
        """The one option."""
        parser.add_argument("--forget", action="store_true", help="Remove the demo's data and end.")

    def handle(self, *, forget, **_):
        """Run until told to end (exit code 0), or say in one sentence why not (1)."""
        try:
            if forget:
                embedded_data.forget()
            else:
                embedded.run()
        except (embedded_data.InUse, embedded.Failed) as reason:
            sys.exit(str(reason))
