"""WhatsApp against the sandbox over real HTTP: messages go out by its API and come in by its signed webhooks."""

import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest

from platforms import download, whatsapp
from platforms.base import Found, MediaKind, Outcome, PlatformError, PostKind, Receipt
from platforms.whatsapp.management import templates
from platforms.whatsapp.management.drafts import Draft
from tests.servers import wait_until

from .conftest import NUMBER, outgoing

KIND = "whatsapp"


class Receiver(BaseHTTPRequestHandler):
    """Where webhooks go: answers the handshake, keeps what was signed with the app's secret, refuses the rest."""

    def do_GET(self):
        challenge = whatsapp.handshake(dict(parse_qsl(urlsplit(self.path).query)), "verify-me")
        self._answer(200 if challenge else 403, (challenge or "").encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = whatsapp.verify("app-secret", body, self.headers["X-Hub-Signature-256"])
        if signed:
            self.server.bodies.append(body)
        self._answer(200 if signed else 403, b"")

    def _answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def inbox(company):
    """The raw deliveries as they came."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.bodies = []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    hook = {
        "app": "app",
        "object": "whatsapp_business_account",
        "fields": ["messages", "message_template_status_update"],
    }
    url = f"http://127.0.0.1:{server.server_port}/hook"
    company.control("world", {"webhooks": [{**hook, "url": url}]})
    yield server.bodies
    server.shutdown()
    thread.join()
    server.server_close()


def posts_of(bodies):
    return [post for body in bodies for part in whatsapp.parse_webhook(body) for post in part.posts]


def notices_of(bodies):
    return [(part.address, one) for body in bodies for part in whatsapp.parse_webhook(body) for one in part.notices]


def wait_for(bodies, count):
    """The posts delivered so far, once there are `count`."""
    deadline = time.monotonic() + 30
    while len(posts_of(bodies)) < count and time.monotonic() < deadline:
        time.sleep(0.02)
    return posts_of(bodies)


def write(company, *texts, **message):
    messages = [{"number": NUMBER, "from": "16505551234", "name": "Sheena", "text": text, **message} for text in texts]
    return company.control("whatsapp/messages", {"messages": messages})["ids"]


def test_several_messages_of_one_delivery_all_come_in(company, inbox):
    wanted = write(company, "Grüße 🍞", "zwei", "drei")
    posts = wait_for(inbox, 3)
    assert [(post.external_id, post.text) for post in posts] == list(
        zip(wanted, ["Grüße 🍞", "zwei", "drei"], strict=True)
    )
    assert all(post.private and not post.own and post.thread == "" for post in posts)
    assert (posts[0].peer.kind, posts[0].peer.id, posts[0].peer.name) == ("phone", "16505551234", "Sheena")
    (part,) = whatsapp.parse_webhook(inbox[0])
    assert part.address == NUMBER


def test_a_customer_without_a_phone_number_is_known_by_his_id_at_the_business_and_can_be_answered(company, inbox):
    message = {"number": NUMBER, "user_id": "US.77", "name": "Sheena", "text": "Hi"}
    company.control("whatsapp/messages", {"messages": [message]})
    (post,) = wait_for(inbox, 1)
    assert (post.peer.kind, post.peer.id, post.peer.name) == ("business_scoped", "US.77", "Sheena")
    whatsapp.send(company.wire(KIND), outgoing("Hello", to="US.77", to_kind="business_scoped"))
    assert [sent["text"] for sent in company.sent("whatsapp")] == ["Hello"]


def test_an_answer_is_followed_by_receipts_with_our_mark(company, inbox):
    company.control("receipts", {"mode": "auto", "delivered_after": 0, "read_after": 0})
    write(company, "Hello?")
    sent = whatsapp.send(company.wire(KIND), outgoing("Hello Sheena", to="16505551234", mark="mark-9"))
    (published,) = company.sent("whatsapp")
    assert (published["id"], published["text"], published["mark"]) == (sent.external_id, "Hello Sheena", "mark-9")
    receipts = [post for post in wait_for(inbox, 4) if post.kind is PostKind.RECEIPT]
    assert {post.receipt for post in receipts} == {Receipt.SENT, Receipt.DELIVERED, Receipt.READ}
    assert {(post.external_id, post.mark) for post in receipts} == {(sent.external_id, "mark-9")}


def test_outside_the_window_the_failure_comes_after_the_acceptance(company, inbox):
    write(company, "Hello?", at=time.time() - 25 * 3600)
    sent = whatsapp.send(company.wire(KIND), outgoing("Sorry for the wait", to="16505551234", mark="mark-3"))
    failed = [post for post in wait_for(inbox, 2) if post.receipt is Receipt.FAILED]
    assert [(post.external_id, post.code, post.mark) for post in failed] == [(sent.external_id, "131047", "mark-3")]
    assert failed[0].reason == "The 24-hour window is closed: only an approved template can be sent."


@pytest.mark.parametrize("do", ["error_after", "drop_after"])
def test_whether_a_lost_message_was_sent_only_its_receipt_tells(company, inbox, do):
    write(company, "Hello?")
    message = outgoing("Hello", to="16505551234", mark="mark-5")
    company.fault(do, "/messages")
    with pytest.raises(PlatformError) as failure:
        whatsapp.send(company.wire(KIND), message)
    assert failure.value.outcome is Outcome.UNKNOWN
    assert whatsapp.find_sent(company.wire(KIND), message).found is Found.CANNOT_TELL
    receipts = [post for post in wait_for(inbox, 2) if post.receipt is Receipt.SENT]
    assert [post.mark for post in receipts] == ["mark-5"]


@pytest.mark.parametrize(
    ("kind", "media"),
    [
        ("image", MediaKind.IMAGE),
        ("video", MediaKind.VIDEO),
        ("audio", MediaKind.AUDIO),
        ("document", MediaKind.FILE),
        ("sticker", MediaKind.STICKER),
    ],
)
def test_a_file_that_a_customer_sends_comes_in_and_can_be_fetched(company, inbox, kind, media):
    write(company, "", kind=kind)
    (post,) = wait_for(inbox, 1)
    assert (post.kind, post.media[0].kind) == (PostKind.MESSAGE, media)
    wire = company.wire(KIND)
    with download.fetched(wire, *whatsapp.locate(wire, post.media[0]), largest=10**7) as content:
        assert content.read()


def test_what_becomes_of_a_customers_message_comes_as_changes_to_it(company, inbox):
    (number,) = write(company, "Helo")
    new = {"context": {"id": "M0"}, "type": "text", "text": {"body": "Hello"}}
    write(company, "", kind="edit", content={"original_message_id": number, "message": new})
    write(company, "", kind="reaction", content={"message_id": number, "emoji": "👍"})
    write(company, "", kind="revoke", content={"original_message_id": number})
    changes = [post for post in wait_for(inbox, 4) if post.kind is not PostKind.MESSAGE]
    assert {post.external_id for post in changes} == {number}
    assert {(post.kind, post.text, post.reaction) for post in changes} == {
        (PostKind.EDIT, "Hello", ""),
        (PostKind.REACTION, "", "👍"),
        (PostKind.DELETION, "", ""),
    }


def test_a_message_that_whatsapp_takes_and_cannot_deliver_fails_later_with_the_reason(company, inbox):
    write(company, "Hello?")
    company.control("whatsapp/failures", {"code": 131026, "to": "16505551234"})
    sent = whatsapp.send(company.wire(KIND), outgoing("Hi", to="16505551234", mark="mark-7"))
    failed = [post for post in wait_for(inbox, 2) if post.receipt is Receipt.FAILED]
    assert [(post.external_id, post.code, post.mark) for post in failed] == [(sent.external_id, "131026", "mark-7")]
    assert "not on WhatsApp" in failed[0].reason


def test_a_decision_about_a_template_comes_as_news_of_the_account(company, inbox):
    text = {"type": "BODY", "text": "Your order is on its way."}
    made = Draft(f"news_{uuid.uuid4().hex[:12]}", "en_US", "UTILITY", (text,))
    number, _, _ = templates.create(company.wire(KIND), "waba-1", made)
    company.control("whatsapp/templates", {"id": number, "event": "APPROVED"})
    wait_until(lambda: notices_of(inbox))
    ((address, told),) = [one for one in notices_of(inbox) if one[1].id == number]
    assert (address, told.subject, told.data["event"]) == ("waba-1", "template", "APPROVED")


def test_there_is_nothing_to_poll(company):
    page = whatsapp.fetch(company.wire(KIND), {"kept": 1}, 100, company.watch())
    assert (page.posts, page.cursor, page.more) == ([], {"kept": 1}, False)
