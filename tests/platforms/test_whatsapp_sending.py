"""What goes out on WhatsApp: every kind of message as Meta's OpenAPI wants it, and as the sandbox takes it."""

import json
import threading
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from platforms import download, whatsapp
from platforms.base import (
    Act,
    Doing,
    Media,
    MediaKind,
    Outcome,
    PlatformError,
    TemplateMessage,
    Upload,
    Wire,
)
from platforms.http import shared_client
from platforms.whatsapp.management import samples

from .conftest import NUMBER, outgoing

KIND, CUSTOMER = "whatsapp", "16505551234"
SPEC = Path(__file__).parents[3] / "shared" / "specs" / "meta-whatsapp-v23.json"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
BODY = {"type": "body", "parameters": [{"type": "text", "text": "Sheena"}]}


@cache
def described():
    return json.loads(SPEC.read_text())


def faults_of(schema, body):
    """How a body differs from a schema of Meta's OpenAPI."""
    whole = {"$ref": f"#/components/schemas/{schema}", "components": described()["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(body)]


class Graph(BaseHTTPRequestHandler):
    """Takes whatever is sent to it, and answers as the Cloud API does."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.calls.append((self.path, self.headers["Content-Type"], body))
        last = self.path.partition("?")[0].rpartition("/")[2]
        told = {"media": {"id": "9001"}, "uploads": {"id": "upload:MTph"}, "upload:MTph": {"h": "4::aW1n"}}
        answer = json.dumps(told.get(last, {"messages": [{"id": "wamid.1"}], "success": True})).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


@pytest.fixture
def graph():
    """The wire to a server of its own; `graph.calls` is what came."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Graph)
    server.calls = []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    server.wire = Wire(shared_client(), f"http://127.0.0.1:{server.server_port}", NUMBER, "token", "v26.0")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def file(tmp_path):
    """Makes a file of ours of a kind."""

    def make(kind=MediaKind.IMAGE, name="bread.png", mime="image/png"):
        path = tmp_path / name
        path.write_bytes(PNG)
        return Upload(kind, path, name, mime)

    return make


def sent_body(graph):
    """The last message as it was sent."""
    path, _, body = graph.calls[-1]
    assert path == f"/v26.0/{NUMBER}/messages"
    return json.loads(body)


def write(company, text="Hello?", **message):
    described = {"number": NUMBER, "from": CUSTOMER, "name": "Sheena", "text": text, **message}
    return company.control("whatsapp/messages", described)["id"]


KINDS = [
    (MediaKind.IMAGE, "bread.png", "image/png", "Our bread"),
    (MediaKind.VIDEO, "film.mp4", "video/mp4", "Our film"),
    (MediaKind.AUDIO, "song.mp3", "audio/mpeg", ""),
    (MediaKind.FILE, "bill.pdf", "application/pdf", "Your bill"),
]


@pytest.mark.skipif(not SPEC.exists(), reason="Meta's OpenAPI (../shared/specs) is not beside the project")
class TestAsDescribed:
    """Bodies are checked against Meta's OpenAPI."""

    def test_text_that_quotes(self, graph):
        whatsapp.send(graph.wire, outgoing("Hello", to=CUSTOMER, parent="wamid.q", mark="m-1"))
        body = sent_body(graph)
        assert faults_of("TextMessage", body) == []
        assert body["context"] == {"message_id": "wamid.q"}
        assert (body["to"], body["text"]["body"]) == ("+16505551234", "Hello")
        assert body["biz_opaque_callback_data"] == "m-1"

    @pytest.mark.parametrize(("kind", "name", "mime", "words"), KINDS)
    def test_files_of_every_kind(self, graph, file, kind, name, mime, words):
        whatsapp.send(graph.wire, outgoing(words, to=CUSTOMER, media=(file(kind, name, mime),)))
        (path, content_type, form), _ = graph.calls
        assert path == f"/v26.0/{NUMBER}/media"
        assert content_type.startswith("multipart/form-data")
        assert PNG in form
        assert mime.encode() in form
        body = sent_body(graph)
        assert faults_of("Message", body) == []
        content = body[body["type"]]
        assert content["id"] == "9001"
        assert content.get("caption", "") == words
        assert content.get("filename", "") == ("bill.pdf" if kind is MediaKind.FILE else "")

    def test_a_template_with_and_without_a_file_in_its_header(self, graph, file):
        template = TemplateMessage("order_update", "en_US", (BODY,))
        whatsapp.send(graph.wire, outgoing("", to=CUSTOMER, template=template))
        body = sent_body(graph)
        assert faults_of("TemplateMessage", body) == []
        assert body["template"]["components"] == [BODY]
        whatsapp.send(graph.wire, outgoing("", to=CUSTOMER, template=template, media=(file(),)))
        body = sent_body(graph)
        assert faults_of("TemplateMessage", body) == []
        header = {"type": "header", "parameters": [{"type": "image", "image": {"id": "9001"}}]}
        assert body["template"]["components"] == [header, BODY]

    @pytest.mark.parametrize("emoji", ["👍", ""])
    def test_a_reaction_and_its_taking_back(self, graph, emoji):
        whatsapp.do(graph.wire, Doing(Act.REACT, "wamid.q", reaction=emoji, to=CUSTOMER))
        body = sent_body(graph)
        assert faults_of("ReactionMessage", body) == []
        assert body["reaction"] == {"message_id": "wamid.q", "emoji": emoji}

    def test_a_read_mark(self, graph):
        whatsapp.do(graph.wire, Doing(Act.MARK_READ, "wamid.q", to=CUSTOMER))
        assert faults_of("MarkMessageRequestPayload", sent_body(graph)) == []


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (lambda file: {"media": (file(), file())}, "one file per message"),
        (lambda file: {"media": (file(MediaKind.STICKER, "a.webp", "image/webp"),)}, "Stickers cannot be sent"),
        (lambda file: {"media": (file(MediaKind.AUDIO, "a.mp3", "audio/mpeg"),)}, "carries no text"),
    ],
)
def test_what_one_message_cannot_hold_is_refused_before_anything_is_sent(graph, file, message, words):
    with pytest.raises(PlatformError, match=words) as refused:
        whatsapp.send(graph.wire, outgoing("Hello", to=CUSTOMER, **message(file)))
    assert refused.value.outcome is Outcome.MESSAGE_FAILED
    assert graph.calls == []


def test_a_sample_for_a_templates_header_is_handed_to_the_app_whole(graph, file):
    assert samples.handle(graph.wire, "app-1", file()) == "4::aW1n"
    (begun, _, _), (path, _, content) = graph.calls
    assert begun == f"/v26.0/app-1/uploads?file_name=bread.png&file_length={len(PNG)}&file_type=image%2Fpng"
    assert (path, content) == ("/v26.0/upload:MTph", PNG)


@pytest.mark.parametrize("act", [Act.HIDE, Act.EDIT, Act.DELETE])
def test_other_acts_are_refused(graph, act):
    with pytest.raises(PlatformError, match="does not allow"):
        whatsapp.do(graph.wire, Doing(act, "wamid.q", to=CUSTOMER))
    assert act not in whatsapp.CAPABILITIES.acts | whatsapp.CAPABILITIES.own_acts
    assert graph.calls == []


def test_a_file_reaches_the_customer_with_its_words(company, file):
    write(company)
    sent = whatsapp.send(company.wire(KIND), outgoing("Our bread", to=CUSTOMER, media=(file(),)))
    assert [(one["id"], one["text"]) for one in company.sent(KIND)][-1] == (sent.external_id, "Our bread")


@pytest.mark.parametrize("do", ["error_after", "drop_after", "drop"])
def test_an_upload_in_doubt_is_repeated_and_nothing_is_sent_twice(company, file, do):
    write(company)
    before = len(company.sent(KIND))
    message = outgoing("Our bread", to=CUSTOMER, media=(file(),))
    company.fault(do, "/media$")
    with pytest.raises(PlatformError) as failure:
        whatsapp.send(company.wire(KIND), message)
    assert failure.value.outcome is Outcome.RETRY
    assert len(company.sent(KIND)) == before
    whatsapp.send(company.wire(KIND), message)
    assert len(company.sent(KIND)) == before + 1


def test_a_file_that_is_gone_from_our_disk_fails_with_words(company, file):
    lost = file()
    lost.path.unlink()
    with pytest.raises(PlatformError, match="attach it again") as failure:
        whatsapp.send(company.wire(KIND), outgoing("", to=CUSTOMER, media=(lost,)))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED


def test_a_file_is_asked_for_by_its_id_and_fetched_with_the_token(company, file):
    wire = company.wire(KIND)
    number = whatsapp.uploads.uploaded(wire, file())
    address, headers = whatsapp.locate(wire, Media(MediaKind.IMAGE, id=number))
    assert shared_client().get(address).status_code == 401, "the address alone is not enough"
    with download.fetched(wire, address, headers, largest=1000) as content:
        assert content.read() == PNG


def test_a_file_that_the_platform_has_not_any_more_is_said_so(company):
    with pytest.raises(PlatformError) as failure:
        whatsapp.locate(company.wire(KIND), Media(MediaKind.IMAGE, id="404404"))
    assert failure.value.outcome is Outcome.MESSAGE_FAILED


def test_a_reaction_and_a_read_mark_reach_the_platform(company):
    number = write(company)
    wire = company.wire(KIND)
    whatsapp.do(wire, Doing(Act.REACT, number, reaction="👍", to=CUSTOMER))
    assert company.sent(KIND)[-1]["in_reply_to"] == number
    whatsapp.do(wire, Doing(Act.REACT, number, reaction="", to=CUSTOMER))
    whatsapp.do(wire, Doing(Act.MARK_READ, number, to=CUSTOMER))
    whatsapp.do(wire, Doing(Act.MARK_READ, number, to=CUSTOMER))


def test_an_act_in_doubt_may_be_repeated(company):
    number = write(company)
    company.fault("drop_after", "/messages")
    with pytest.raises(PlatformError) as failure:
        whatsapp.do(company.wire(KIND), Doing(Act.MARK_READ, number, to=CUSTOMER))
    assert failure.value.outcome is Outcome.RETRY
    whatsapp.do(company.wire(KIND), Doing(Act.MARK_READ, number, to=CUSTOMER))


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (131026, Outcome.MESSAGE_FAILED),
        (130497, Outcome.MESSAGE_FAILED),
        (130429, Outcome.WAIT),
        (131056, Outcome.WAIT),
        (131048, Outcome.WAIT),
        (131031, Outcome.ACCOUNT_SUSPENDED),
        (133010, Outcome.ACCOUNT_SUSPENDED),
        (131000, Outcome.RETRY),
    ],
)
def test_an_error_of_the_platform_has_its_consequence_and_words(company, code, outcome):
    body = {"error": {"message": f"(#{code}) refused", "type": "OAuthException", "code": code}}
    company.fault("error", "/messages", status=400, body=body)
    with pytest.raises(PlatformError) as failure:
        whatsapp.send(company.wire(KIND), outgoing("Hello", to=CUSTOMER))
    assert (failure.value.outcome, failure.value.code) == (outcome, str(code))
    assert "refused" not in failure.value.reason, "the reason is in our words"
    assert (failure.value.retry_at is not None) is (outcome is Outcome.WAIT)
