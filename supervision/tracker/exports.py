"""Exports in the background: a row that a worker claims, a file that grows batch by batch, and a place to go on from.

Whatever dies meanwhile, another worker cuts the file to what was noted and goes on from there; nobody writes twice: who
writes has the file locked, so one who was only held up for long is left to it.
"""

import fcntl
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.own_language import in_language, language_of
from audit import recording
from hints import wake
from supervision.tracker import csv_lines
from supervision.tracker.criteria import Criteria

FOLDER = "exports"  # under DATA_DIR
KEPT = timedelta(days=3)
SILENT = timedelta(seconds=60)  # after which a worker that had it is taken for dead


class Export(models.Model):
    """What a person wants of the Tracker as a file: only he may fetch it, and only for three days."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being written")
        DONE = "done", _("Ready")
        CANCELED = "canceled", _("Canceled")
        FAILED = "failed", _("Failed")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    query = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    as_of = models.DateTimeField(default=timezone.now)
    file = models.UUIDField(default=uuid4)
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes that count; what lies behind them is of a worker that died
    key = models.CharField(max_length=60, blank=True)
    seen_at = models.DateTimeField(null=True)  # when its worker was last heard of
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("export"), _("exports")
        ordering = ["-pk"]
        # The tick looks for what nobody works on; hardly any are open at a time.
        indexes = [models.Index(fields=["seen_at"], condition=Q(state__in=["waiting", "running"]), name="export_open")]

    def __str__(self):
        return self.query or str(_("Everything"))

    @classmethod
    def begin(cls, owner, query):
        """Ask for one."""
        made = cls.objects.create(owner=owner, query=query)
        recording.record(owner, "exported", made, {}, {"query": query})
        wake("supervision.tasks.export", made.pk)
        return made

    @property
    def path(self):
        """Its file; the name cannot be guessed."""
        return Path(settings.DATA_DIR) / FOLDER / f"{self.file}.csv"

    @property
    def percent(self):
        """How far it is, of a hundred; None while nobody has counted."""
        return min(100, 100 * self.done // self.total) if self.total else None

    def cancel(self):
        """Stop it, if it still runs; what there is of the file goes."""
        open_ones = Q(state__in=[self.State.WAITING, self.State.RUNNING, self.State.FAILED])
        changed = Export.objects.filter(open_ones, pk=self.pk).update(
            state=self.State.CANCELED, ended_at=timezone.now()
        )
        if changed:
            self.path.unlink(missing_ok=True)
        return bool(changed)

    def resume(self):
        """Go on where it failed."""
        failed = Export.objects.filter(pk=self.pk, state=self.State.FAILED)
        if failed.update(state=self.State.WAITING, seen_at=None):
            wake("supervision.tasks.export", self.pk)


def due(now):
    """Those that nobody works on."""
    silent = Q(seen_at=None) | Q(seen_at__lt=now - SILENT)
    return Export.objects.filter(silent, state__in=[Export.State.WAITING, Export.State.RUNNING])


def run(pk):
    """Write one to its end, if nobody else does."""
    now = timezone.now()
    if not due(now).filter(pk=pk).update(state=Export.State.RUNNING, seen_at=now):
        return
    export = Export.objects.select_related("owner").get(pk=pk)
    try:
        in_language(language_of(export.owner), _write, export)
    except Exception:
        Export.objects.filter(pk=pk, state=Export.State.RUNNING).update(state=Export.State.FAILED)
        raise


def sweep():
    """Go on with what was left behind; take away what has been kept long enough."""
    now = timezone.now()
    for pk in due(now).values_list("pk", flat=True)[:20]:
        wake("supervision.tasks.export", pk)
    for old in Export.objects.filter(ended_at__lt=now - KEPT)[:100]:
        old.path.unlink(missing_ok=True)
        old.delete()


def _write(export):
    criteria = Criteria(QueryDict(export.query), person=export.owner)
    if not criteria.is_valid():  # a workgroup that he supervised, a label: without it more would fit than was asked for
        raise ValueError(f"Export {export.pk}: {criteria.errors.as_json()}")
    if export.total is None:
        export.total = csv_lines.number(criteria, export.as_of)
    export.path.parent.mkdir(parents=True, exist_ok=True)
    with open(export.path, "ab") as file, suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # let go by the system when its worker dies
        _fill(export, criteria, file)


def _fill(export, criteria, file):
    """Go on from what was noted last, and to the end."""
    export.refresh_from_db(fields=["key", "size"])
    file.truncate(export.size)
    going_on = bool(export.size)
    if not going_on:
        file.write(csv_lines.head().encode())
    while not going_on or export.key:
        going_on = True
        lines, number, export.key = csv_lines.batch(criteria, export.as_of, export.key)
        file.write(lines.encode())
        file.flush()
        if not _noted(export, number, file.tell()):
            export.path.unlink(missing_ok=True)
            return
    ended = {"state": Export.State.DONE, "ended_at": timezone.now(), "seen_at": None}
    Export.objects.filter(pk=export.pk, state=Export.State.RUNNING).update(**ended)


def _noted(export, number, size):
    """Note how far it is; not where somebody canceled it meanwhile."""
    mine = Export.objects.filter(pk=export.pk, state=Export.State.RUNNING)
    facts = {"key": export.key, "size": size, "seen_at": timezone.now(), "total": export.total}
    return mine.update(done=F("done") + number, **facts)
