"""Processes are killed, answers never come, Redis goes away; the sandbox's count is the judge: nothing lost, nothing twice."""

import contextlib
import time

import httpx
import pytest

from socialmedia.demo import NUMBER, PAGE

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

CUSTOMER = {"number": NUMBER["id"], "from": "351912555001", "name": "Tomas"}


@pytest.fixture(autouse=True)
def _calm(product):
    """After every test: no faults, every process there, alice without interactions."""
    yield
    product.sandbox.control("faults", method="DELETE")
    product.sandbox.control("webhooks/release", {})
    if product.redis.process is None:
        product.redis.start()
    for name in product.WORKERS:
        if name not in product.processes:
            product.start_worker(name)
    for desk in product.desks:
        desk.close()
    product.desks.clear()
    everything_ended = "UPDATE interactions_interaction SET state='disconnected' WHERE state <> 'disconnected'"
    product.sql(everything_ended)
    product.sql("DELETE FROM agents_seat")


def connected(product, text, customer=CUSTOMER, path="whatsapp/messages", agent="alice"):
    """An agent who has picked up what a customer has just written; returns desk and row."""
    desk = product.desk(agent).log_on()
    product.sandbox.control(path, customer | {"text": text})
    product.poll_now()
    offered = desk.until_row(state="alerting")
    desk.verb(offered, "pick-up")
    return desk, offered


def texts(product, like):
    """What is stored of a customer's messages, in the order of the thread."""
    rows = product.sql(
        f"SELECT text FROM interactions_message WHERE NOT outbound AND text LIKE '{like}%' "
        "ORDER BY platform_at, arrived_at, place"
    )
    return [text for (text,) in rows]


def test_the_intake_worker_is_killed_in_the_middle_of_a_burst(product):
    """The platform promises no order of its deliveries, but says when each message was written."""
    product.sql("UPDATE channels_admin_channel SET enabled_at = enabled_at - interval '1 hour'")
    wanted, began = [f"burst {n:03}" for n in range(120)], int(time.time()) - 200
    for n, text in enumerate(wanted):
        product.sandbox.control("whatsapp/messages", CUSTOMER | {"text": text, "at": began + n})
        if n in (30, 60, 90):
            product.kill("intake")
            product.start_worker("intake")
    product.eventually(lambda: len(texts(product, "burst")) >= len(wanted), "every message stored", patience=60)
    assert texts(product, "burst") == wanted
    threads = product.sql("SELECT count(DISTINCT thread_id) FROM interactions_message WHERE text LIKE 'burst%'")
    opened = product.sql("SELECT count(*) FROM interactions_interaction WHERE state <> 'disconnected'")
    assert threads == [(1,)] and opened == [(1,)]


def test_the_delivery_worker_is_killed_while_a_public_reply_is_under_way(product):
    """Published, but the worker died before it knew: the reply is found on the platform and never sent again."""
    desk, row = _public(product, "killed while sending")
    product.sandbox.control(
        "faults", {"match": {"method": "POST", "path": "comments"}, "do": "hang_after", "seconds": 60, "times": 1}
    )
    reply = desk.reply(row, "Only once, please")
    product.eventually(lambda: product.sent(text="Only once, please"), "the platform has it")
    product.kill("deliver")
    product.start_worker("deliver")
    found = desk.until_delivery(reply["id"], "sent", patience=100)
    assert found["external_id"] == product.sent(text="Only once, please")[0]["id"]
    assert len(product.sent(text="Only once, please")) == 1


def _public(product, text):
    desk = product.desk("alice").log_on()
    author = {"id": "7001", "name": "Marta"}
    product.sandbox.control("facebook/posts", {"page": PAGE["id"], "author": author, "message": text})
    product.poll_now()
    offered = desk.until_row(state="alerting", kind="facebook_posts")
    desk.verb(offered, "pick-up")
    return desk, offered


def test_the_delivery_worker_is_killed_before_the_request_reaches_the_platform(product):
    """Nothing was published: after two looks that found nothing the reply goes out, once."""
    desk, row = _public(product, "killed before sending")
    product.sandbox.control(
        "faults", {"match": {"method": "POST", "path": "comments"}, "do": "hang", "seconds": 60, "times": 1}
    )
    reply = desk.reply(row, "Late but once")
    product.eventually(
        lambda: product.sql(f"SELECT 1 FROM interactions_delivery WHERE message_id={reply['id']} AND state='sending'"),
        "claimed",
    )
    time.sleep(0.5)
    product.kill("deliver")
    product.start_worker("deliver")
    desk.until_delivery(reply["id"], "sent", patience=170)
    assert len(product.sent(text="Late but once")) == 1


def test_an_answer_that_never_comes_is_looked_for_and_not_sent_again(product):
    desk, row = _public(product, "no answer")
    product.sandbox.control("faults", {"match": {"method": "POST", "path": "comments"}, "do": "drop_after", "times": 1})
    reply = desk.reply(row, "Published without an answer")
    desk.until_delivery(reply["id"], "sent", patience=60)
    assert len(product.sent(text="Published without an answer")) == 1


def test_a_whatsapp_reply_without_an_answer_is_settled_by_its_mark(product):
    desk, row = connected(product, "mark me")
    product.sandbox.control("faults", {"match": {"method": "POST", "path": "messages"}, "do": "drop_after", "times": 1})
    reply = desk.reply(row, "Marked")
    desk.until_delivery(reply["id"], "sent", "delivered", "read", patience=60)
    assert len(product.sent(text="Marked")) == 1


def test_an_echo_that_comes_before_the_answer_to_the_send_is_the_reply_itself(product):
    product.sandbox.control("echoes", {"before_answer": True})
    try:
        desk, row = _public(product, "echo first")
        reply = desk.reply(row, "I was seen before I was answered")
        product.poll_now()
        desk.until_delivery(reply["id"], "sent", patience=30)
        product.poll_now()
        time.sleep(3)
    finally:
        product.sandbox.control("echoes", {"before_answer": False})
    said = desk.do("GET", f"interactions/{row['id']}/")["messages"]
    assert [m["text"] for m in said] == ["echo first", "I was seen before I was answered"]


def test_an_echo_after_the_agent_has_disconnected_opens_nothing(product):
    desk, row = _public(product, "echo late")
    reply = desk.reply(row, "Good bye")
    desk.until_delivery(reply["id"], "sent")
    desk.verb(row, "disconnect")
    for _turn in range(3):
        product.poll_now()
        time.sleep(1)
    opened = product.sql("SELECT count(*) FROM interactions_interaction WHERE state <> 'disconnected'")
    assert opened == [(0,)]


def test_redis_is_away_during_a_reply_and_a_webhook(product):
    """Both answer 2xx, and go out within 2 s of its return."""
    desk, row = connected(product, "redis goes")
    product.redis.stop()
    reply = desk.reply(row, "Written without Redis")
    made = product.sandbox.control("whatsapp/messages", CUSTOMER | {"text": "sent without Redis"})
    delivered = lambda: [w for w in product.sandbox.ask("webhooks")["data"] if made["id"] in str(w)]  # noqa: E731
    product.eventually(delivered, "the webhook was delivered")
    product.eventually(
        lambda: product.sql("SELECT 1 FROM interactions_inbox WHERE done_at IS NULL"), "a row in the inbox"
    )
    product.redis.start()
    back = time.monotonic()
    product.eventually(lambda: product.sent(text="Written without Redis"), "the reply at the platform")
    product.eventually(lambda: texts(product, "sent without Redis"), "the message stored")
    assert time.monotonic() - back < 2
    desk.until_delivery(reply["id"], "sent", "delivered", "read")
    desk.until_text("sent without Redis")
    assert len(product.sent(text="Written without Redis")) == 1


def test_redis_is_restarted_between_commit_and_push(product):
    """The hint is lost; the page is right within 3 s all the same."""
    desk, row = connected(product, "push lost")
    product.redis.restart()
    with contextlib.closing(httpx.Client()) as _:
        product.sandbox.control("whatsapp/messages", CUSTOMER | {"text": "after the restart"})
    committed = product.eventually(
        lambda: texts(product, "after the restart") and time.monotonic(), "stored", patience=30
    )
    desk.until_text("after the restart", patience=10)
    assert time.monotonic() - committed < 3


def test_the_web_process_is_killed_and_the_page_heals(product):
    desk, row = connected(product, "web dies")
    product.kill("web")
    product.start_web()
    product.wait_for_web()
    product.sandbox.control("whatsapp/messages", CUSTOMER | {"text": "while you were away"})
    product.eventually(lambda: texts(product, "while you were away"), "stored", patience=30)
    desk.connect()
    desk.until_text("while you were away")
    numbers = [event["number"] for event in desk.events if event["interaction"] == row["id"]]
    assert numbers == sorted(set(numbers)), "nothing twice, nothing out of order"
