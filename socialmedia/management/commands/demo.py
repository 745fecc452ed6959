"""Load the demo company."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand

from socialmedia import demo


class Command(BaseCommand):
    """Loads the demo company; with --world prints what the sandbox has to know of it."""

    help = "Load the demo company (Brewline) where it is missing."

    def add_arguments(self, parser):
        """One option."""
        parser.add_argument("--world", action="store_true", help="print the sandbox's side as JSON and load nothing")

    def handle(self, *args, **options):
        """Load, or print."""
        if options["world"]:
            self.stdout.write(json.dumps(demo.world(settings.PUBLIC_URL)))
        else:
            self.stdout.write("Demo company loaded." if demo.load() else "The demo company is there already.")
