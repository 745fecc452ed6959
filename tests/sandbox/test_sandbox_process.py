"""The program itself: command line, durability, a clean end."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.sandbox.playing import NUMBER, PAGE, ROOT, wait_until, world

TEXT = {"messaging_product": "whatsapp", "to": "+16505551234", "type": "text", "text": {"body": "hello"}}


def test_sigterm_and_sigint_end_it_with_success(new_sandbox):
    assert new_sandbox.stop(signal.SIGTERM) == 0
    assert new_sandbox.start().stop(signal.SIGINT) == 0


def test_a_hanging_answer_does_not_keep_it_from_ending(new_sandbox):
    new_sandbox.control("faults", {"do": "hang"})
    with ThreadPoolExecutor() as pool:
        hanging = pool.submit(new_sandbox.graph, "GET", PAGE)
        wait_until(lambda: new_sandbox.look("counts") and hanging.running())
        time.sleep(0.2)
        begun = time.monotonic()
        assert new_sandbox.stop() == 0
        assert time.monotonic() - begun < 1.5
        assert isinstance(hanging.exception(), httpx.RemoteProtocolError)


def test_a_taken_port_is_one_clear_sentence(new_sandbox):
    command = [sys.executable, "-m", "sandbox", "--port", str(new_sandbox.port), "--data", str(new_sandbox.data) + "2"]
    second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    assert second.returncode == 1
    assert second.stderr.splitlines() == [
        f"Sandbox cannot listen on 127.0.0.1:{new_sandbox.port}: Address already in use."
    ]


def test_an_unusable_data_file_is_one_clear_sentence(tmp_path):
    (tmp_path / "data").write_text("This is no database, and long enough to be told from an empty one. " * 20)
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--data", str(tmp_path / "data")]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    assert refused.returncode == 1
    assert refused.stderr == f"Sandbox cannot use its data file {tmp_path / 'data'}: file is not a database.\n"


def test_everything_survives_a_restart(new_sandbox):
    new_sandbox.control("world", world())
    post = new_sandbox.control("facebook/posts", {"page": PAGE, "author": {"name": "Ann"}, "message": "Hello"})["id"]
    new_sandbox.control("facebook/comments", {"object": post, "author": {"name": "Bob"}, "message": "Me too"})
    new_sandbox.control("messenger/messages", {"page": PAGE, "from": {"name": "Ann"}, "text": "Psst"})
    new_sandbox.control("x/tweets", {"author": {"username": "ann"}, "text": "@acme help"})
    new_sandbox.control("tokens/expire", {"token": "number token"})
    look = (
        ("graph", f"{PAGE}/feed?fields=message,from,comments{{message,from}}"),
        ("graph", f"{PAGE}/conversations?fields=messages{{message}}"),
        ("x", "users/42/mentions?expansions=author_id"),
    )
    before = [getattr(new_sandbox, api)("GET", path).json() for api, path in look]
    assert new_sandbox.stop() == 0
    new_sandbox.start()
    assert [getattr(new_sandbox, api)("GET", path).json() for api, path in look] == before
    assert new_sandbox.graph("GET", NUMBER, token="number token").json()["error"]["code"] == 190


def test_what_was_sent_survives_kill_9(new_sandbox):
    new_sandbox.control("world", world())
    new_sandbox.control("whatsapp/messages", {"number": NUMBER, "from": "16505551234", "name": "Ann", "text": "Hi"})
    answers = [new_sandbox.graph("POST", f"{NUMBER}/messages", token="number token", json=TEXT) for _ in range(20)]
    new_sandbox.stop(signal.SIGKILL)
    new_sandbox.start()
    assert [one["id"] for one in new_sandbox.sent()] == [one.json()["messages"][0]["id"] for one in answers]


def test_pending_deliveries_survive_a_restart(new_sandbox, receiver):
    new_sandbox.control("world", world(receiver.url))
    new_sandbox.control("webhooks/hold")
    new_sandbox.control("whatsapp/messages", {"number": NUMBER, "from": "16505551234", "name": "Ann", "text": "Hi"})
    new_sandbox.stop()
    new_sandbox.start()
    assert receiver.deliveries == []
    assert new_sandbox.look("counts")["whatsapp"]["webhooks"]["pending"] == 1
    new_sandbox.control("webhooks/release")
    wait_until(lambda: receiver.values("messages"))
    assert receiver.values("messages")[0]["text"] == {"body": "Hi"}


def test_receipts_that_were_due_later_still_come_after_a_restart(new_sandbox, receiver):
    new_sandbox.control("world", world(receiver.url))
    new_sandbox.control("receipts", {"mode": "auto", "delivered_after": 600, "read_after": None})
    new_sandbox.control("whatsapp/messages", {"number": NUMBER, "from": "16505551234", "name": "Ann", "text": "Hi"})
    sent = new_sandbox.graph("POST", f"{NUMBER}/messages", token="number token", json=TEXT).json()["messages"][0]["id"]
    wait_until(lambda: [one["status"] for one in receiver.values("statuses")] == ["sent"])
    new_sandbox.stop()
    new_sandbox.start().control("clock", {"offset": 700})
    wait_until(lambda: [one["status"] for one in receiver.values("statuses")] == ["sent", "delivered"])
    assert {one["id"] for one in receiver.values("statuses")} == {sent}
