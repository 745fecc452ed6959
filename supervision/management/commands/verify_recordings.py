"""`manage.py verify_recordings [FILE …]`: was a recording altered since it was sealed? Says which one, and where."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, no_translations

from supervision.recordings.exporting import NotReadable, verify_file
from supervision.recordings.models import Recording
from supervision.recordings.verifying import verify

BATCH = 200


class Command(BaseCommand):
    """Reads only; may run while everything runs."""

    help = (
        "Verify the chain and seal of every recording, or of exported files. Names what was altered, by recording and entry. "
        "Exit code 0: all are as they were sealed; 1: at least one is not."
    )

    def add_arguments(self, parser):
        """Files, or a recording's number; all recordings where nothing is given."""
        parser.add_argument("files", nargs="*", metavar="FILE", help="Exported recordings, .json or .html.")
        parser.add_argument("--recording", type=int, metavar="NUMBER", help="Only this recording.")

    @no_translations
    def handle(self, *args, **options):
        """Look at them one by one, and count."""
        looked = self._of_files(options["files"]) if options["files"] else self._of_rows(options["recording"])
        number = altered = erased = 0
        for name, verdict in looked:
            number, altered, erased = number + 1, altered + (not verdict.unaltered), erased + verdict.erased
            for entry, why in verdict.problems:
                place = f", entry {entry}" if entry else ""
                self.stderr.write(f"{name}{place}: {why}")
        self.stdout.write(f"{number} looked at, {altered} altered; {erased} entries rightly erased.")
        if altered:
            raise CommandError(f"{altered} of {number} recordings are not as they were sealed.")

    def _of_rows(self, one):
        found = Recording.objects.filter(pk=one) if one else Recording.objects.all()
        if one and not found.exists():
            raise CommandError(f"There is no recording {one}.")
        for recording in found.order_by("pk").iterator(chunk_size=BATCH):
            yield f"Recording {recording.pk}", verify(recording)

    def _of_files(self, files):
        for name in files:
            try:
                number, verdict = verify_file(Path(name).read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError, NotReadable) as why:
                raise CommandError(f"{name}: {why}") from None
            yield f"{name} (recording {number})", verdict
