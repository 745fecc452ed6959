"""What the processes of a crowd do (see `crowd.py`)."""

import contextlib
import json
import os
import random
import signal
import threading
import time
from datetime import datetime

from django.conf import settings

from acd import due, routing
from agents.models import AccessLicense, Agent, Family, NoneFree, Workgroup
from channels_admin.models import Feed
from hints import _pages, _workers
from interactions.intake import take_in
from platforms import hub
from supervision.alerts import mailing, watching
from supervision.policies import retention
from supervision.policies.models import Deed
from supervision.recordings import sealing
from supervision.tracker import csv_lines, exports
from supervision.tracker.exports import Export
from tests.company import said

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def _alone():
    """There is no broker here: hints would only cost their time-outs."""
    _workers._quiet_until = _pages._quiet_until = float("inf")


def route_until(seconds):
    """A router that is woken again and again, for all workgroups in random order."""
    _alone()
    ends = time.monotonic() + float(seconds)
    while time.monotonic() < ends:
        for pk in random.sample(list(Workgroup.objects.values_list("pk", flat=True)), Workgroup.objects.count()):
            routing.route(pk)


def one_pass_until(seconds):
    """A router that does not ask whether somebody is at it: the worst case of an expired lease."""
    _alone()
    ends = time.monotonic() + float(seconds)
    while time.monotonic() < ends:
        for workgroup in Workgroup.objects.order_by("?"):
            routing.one_pass(workgroup)


def steps_until(seconds):
    """The tick that takes further what waits, much too often."""
    _alone()
    ends = time.monotonic() + float(seconds)
    while time.monotonic() < ends:
        due.steps_due()


def record(interaction):
    """A worker that makes a recording."""
    _alone()
    _begun()
    sealing.record(int(interaction))


def retain_half(number):
    """A worker at a retention run; once so many deeds are done, wherever that is, it says so and stands still."""
    _alone()
    threading.Thread(target=_stand_still, args=(lambda: Deed.objects.count() >= int(number),), daemon=True).start()
    retention.retain_due()


def export_half(export, folder):
    """A worker that writes an export in small steps; in the middle of it, wherever that is, it says so and stands still."""
    _alone()
    settings.DATA_DIR, csv_lines.BATCH = folder, 2
    path = Export.objects.get(pk=export).path
    begun = lambda: path.exists() and path.stat().st_size >= 700  # noqa: E731
    threading.Thread(target=_stand_still, args=(begun,), daemon=True).start()
    exports.run(int(export))


def _stand_still(seen):
    while not seen():
        time.sleep(0.001)
    print("half", flush=True)
    os.kill(os.getpid(), signal.SIGSTOP)


def _begun():
    print("begun", flush=True)


def watch():
    """A worker that looks at all alerts."""
    _alone()
    _begun()
    watching.watch()


def mail_alerts(port):
    """A worker that sends what is due to the mail server at this port."""
    _alone()
    settings.MAILERS = {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": int(port)}}}
    _begun()
    mailing.send_due()


def bring(feed, posts):
    """An intake process that brings these messages, one by one, each twice."""
    _alone()
    feed = Feed.objects.select_related("channel").get(pk=feed)
    for item in json.loads(posts):
        for _turn in range(2):
            take_in(feed, [said(item["text"], id=item["id"], at=datetime.fromisoformat(item["at"]))])


def bring_deliveries(feed, bodies):
    """An intake process that takes in these webhook bodies of WhatsApp, one by one."""
    _alone()
    feed = Feed.objects.select_related("channel").get(pk=feed)
    for body in json.loads(bodies):
        for _kind, part in hub.parse_webhook("whatsapp", json.dumps(body).encode()):
            take_in(feed, list(part.posts), told=True)


def assign_all(agents):
    """Assign a WhatsApp license to each of these agents (ids with commas), as long as one is free."""
    for pk in agents.split(","):
        with contextlib.suppress(NoneFree):
            AccessLicense.objects.assign(Family.WHATSAPP, agent=Agent(pk=int(pk)))
