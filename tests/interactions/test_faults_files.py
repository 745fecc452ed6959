"""Files that go out while the platform fails, and files of customers that cannot be fetched at first, or ever."""

import base64
import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from channels_admin.models import Platform
from interactions import files
from interactions.models import Attachment, Delivery, delivery
from platforms.base import Media, MediaKind
from tests import company
from tests.interactions.faulty import PAST, WAYS, Line, settled_with, tried, worked_off

pytestmark = [pytest.mark.django_db]

Stage = Delivery.State
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
# Where a file is given to the platform before the message carries it.
UPLOADS = {
    "facebook_posts": "/photos$",
    "messenger": "/message_attachments$",
    "x_posts": "/media/upload$",
    "x_direct": "/media/upload$",
    "whatsapp": "/media$",
}


@pytest.fixture(autouse=True)
def _kept_elsewhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(line, text=""):
    """Alice sends a picture; returns the delivery."""
    facts = {"kind": "image", "name": "cup.png", "mime": "image/png", "state": "kept", "agent": line.alice}
    file = Attachment(size=len(PNG), interaction=line.interaction, **facts)
    file.file.save(file.name, ContentFile(PNG))
    return line.answers(text, attachments=[file])


@pytest.mark.parametrize("kind", WAYS)
def test_a_file_that_cannot_be_uploaded_at_first_goes_out_once_with_its_message(kind, platform):
    line = Line(platform, kind)
    for number, do in enumerate(("error", "drop", "drop_after")):
        reply = picture(line)
        line.fails(do, path=UPLOADS[kind], **({"status": 503} if do == "error" else {}))
        tried(reply)
        assert (reply.state, len(line.sent())) == (Stage.QUEUED, number), "nobody has seen what was merely uploaded"
        assert worked_off(reply).state == Stage.SENT and reply.attempts == 2
        assert len(line.sent()) == number + 1 and settled_with(reply, line.sent()[-1])


@pytest.mark.parametrize("kind", [kind for kind in WAYS if kind != "whatsapp"])
@pytest.mark.parametrize("do", ["drop", "drop_after"])
def test_a_message_with_a_file_whose_answer_is_lost_is_looked_for(kind, do, platform):
    line = Line(platform, kind)
    reply = picture(line)
    line.fails(do)
    tried(reply)
    assert reply.state == Stage.UNCERTAIN
    assert worked_off(reply).state == Stage.SENT
    assert len(line.sent()) == 1 and settled_with(reply, line.sent()[0])


@pytest.mark.parametrize("kind", ["facebook_posts", "x_direct"])
def test_a_message_is_not_sent_behind_an_upload_that_took_longer_than_its_attempt(kind, platform, monkeypatch):
    """By then others look for it, find nothing, and send it again: the customer would have it twice."""
    line = Line(platform, kind)
    reply = picture(line)
    line.fails("slow", path=UPLOADS[kind], seconds=0.4)
    monkeypatch.setattr(delivery, "WITH_FILES", delivery.LAST_REQUEST + timedelta(seconds=0.3))
    tried(reply)
    assert (reply.state, reply.code, line.sent()) == (Stage.QUEUED, "too_slow", [])
    monkeypatch.undo()
    assert worked_off(reply).state == Stage.SENT and len(line.sent()) == 1


def test_a_file_that_is_refused_fails_its_message_with_the_reason(platform):
    line = Line(platform, "facebook_posts")
    reply = picture(line)
    line.fails(code=100, path="/photos$")
    assert tried(reply).state == Stage.FAILED and reply.reason and line.sent() == []
    assert reply.retry() and worked_off(reply).state == Stage.SENT


class Host(ThreadingHTTPServer):
    """A platform that has only files: {path: (status, type, body, headers)}, and a list of what was asked for."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.answers, self.asked = {}, []
        self.url = f"http://127.0.0.1:{self.server_port}"
        Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()


class Answer(BaseHTTPRequestHandler):
    """What it answers; a body that is a number is so many megabytes."""

    def do_GET(self):
        self.server.asked.append(self.path)
        status, kind, body, headers = self.server.answers.get(self.path, (404, "text/plain", b"Not found", {}))
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        parts = [bytes(1 << 20)] * body if isinstance(body, int) else [body]
        try:
            for part in parts:
                self.wfile.write(part)
        except (BrokenPipeError, ConnectionResetError):
            pass  # whoever asked has had enough

    def log_message(self, *_):
        pass


@pytest.fixture
def host(settings):
    served = Host()
    settings.GRAPH_URL = served.url
    yield served
    served.shutdown()
    served.server_close()


@pytest.fixture
def wall(care):
    return company.channel(None, public=care, platform=Platform.FACEBOOK, address="110")


def noted(wall, url, **more):
    """A customer's comment with a file at this address."""
    company.writes(wall, replace(company.commented("Look"), media=(Media(MediaKind.IMAGE, url, **more),)))
    return Attachment.objects.get()


def fetched(attachment):
    """One attempt, as if its time had come."""
    Attachment.objects.filter(pk=attachment.pk).update(due_at=timezone.now() - PAST)
    files.fetch(attachment.pk)
    attachment.refresh_from_db()
    return attachment


PICTURE = (200, "image/png", PNG, {})


@pytest.mark.parametrize("status", [404, 403, 429, 500, 503])
def test_what_is_not_there_at_first_is_fetched_later_and_once(status, host, wall):
    host.answers["/a.png"] = (status, "text/plain", b"", {})
    attachment = noted(wall, f"{host.url}/a.png")
    for attempt in (1, 2):
        fetched(attachment)
        assert (attachment.state, attachment.attempts) == ("waiting", attempt)
        assert attachment.reason and attachment.due_at > timezone.now()
    host.answers["/a.png"] = PICTURE
    asked = len(host.asked)
    files.fetch(attachment.pk)
    assert len(host.asked) == asked, "a hint that comes late is no reason to ask"
    fetched(attachment)
    assert (attachment.state, attachment.file.read(), attachment.url) == ("kept", PNG, "")
    for _hint in range(2):
        files.fetch(attachment.pk)
    assert len(host.asked) == asked + 1


def test_what_another_worker_fetches_at_this_moment_is_left_to_him(host, wall):
    host.answers["/a.png"] = PICTURE
    attachment = noted(wall, f"{host.url}/a.png")
    assert attachment.claim()
    files.fetch(attachment.pk)
    assert host.asked == []
    company.passes(301, attachment)
    files.fetch(attachment.pk)
    assert host.asked == ["/a.png"], "who has not come back after five minutes is taken for dead"


def test_what_never_comes_is_given_up_in_words_after_a_day(host, wall):
    attachment = noted(wall, f"{host.url}/a.png")
    waited = timedelta(0)
    while attachment.state == "waiting":
        fetched(attachment)
        waited += max(attachment.due_at - timezone.now(), timedelta(0))
    assert (attachment.state, attachment.attempts) == ("failed", len(files.BACKOFF) + 1)
    assert timedelta(hours=19) < waited < timedelta(days=2) and len(attachment.reason) > 20
    assert attachment.url == "", "a signed address is not kept"


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/meta-data", "https://example.com/a.png", "file:///etc/passwd"]
)
def test_what_points_to_another_host_is_refused_for_good_and_nobody_else_is_asked(target, host, wall):
    host.answers["/a.png"] = (302, "text/plain", b"", {"Location": target})
    attachment = fetched(noted(wall, f"{host.url}/a.png"))
    assert (attachment.state, host.asked) == ("failed", ["/a.png"])
    assert "not the platform's" in attachment.reason


def test_what_points_to_another_place_of_the_platform_is_followed_but_not_in_a_circle(host, wall):
    host.answers |= {"/a.png": (302, "text/plain", b"", {"Location": "/b.png"}), "/b.png": PICTURE}
    assert fetched(noted(wall, f"{host.url}/a.png")).state == "kept"
    Attachment.objects.all().delete()
    host.answers["/c.png"] = (302, "text/plain", b"", {"Location": "/c.png"})
    assert fetched(noted(wall, f"{host.url}/c.png")).state == "failed"


def test_what_is_larger_than_is_kept_here_is_refused_without_being_read_to_its_end(host, wall):
    host.answers["/film.mp4"] = (200, "video/mp4", 2 * files.LARGEST // (1 << 20), {})
    attachment = fetched(noted(wall, f"{host.url}/film.mp4"))
    assert attachment.state == "failed" and "larger" in attachment.reason and not attachment.file


def test_a_file_is_taken_for_what_it_is_and_not_for_what_it_says(host, wall):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "a")
    host.answers["/a.png"] = (200, "image/png", packed.getvalue(), {})
    attachment = fetched(noted(wall, f"{host.url}/a.png", mime="image/png", name="a.png"))
    assert (attachment.state, attachment.mime) == ("kept", "application/zip")
    assert not files.served_inline(attachment)


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"]
)
def test_what_a_browser_would_run_is_never_shown_in_place_whatever_it_is_called(page, host, wall):
    host.answers["/a.png"] = (200, "image/png", page, {})
    attachment = fetched(noted(wall, f"{host.url}/a.png", mime="image/png", name="a.png"))
    assert attachment.state == "kept" and not files.served_inline(attachment)


def test_an_address_that_has_ended_is_asked_for_anew(platform):
    """Facebook's addresses say when they end; the message is asked for its file, with a token that is good."""
    line = Line(platform, "messenger")
    said = {"page": "110", "from": {"id": "901", "name": "Marta"}, "files": [{"kind": "image"}]}
    platform.control("messenger/messages", said)
    line.take_in()
    attachment = Attachment.objects.get()
    Attachment.objects.update(url=attachment.url.replace("oe=", "oe=1&was="))
    line.fails(method="GET", path="/m_|/mid|attachments", status=503)
    fetched(attachment)
    line.heals()
    assert fetched(attachment).state == "kept" and attachment.mime == "image/png"
