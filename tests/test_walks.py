"""The walk in and the walk out, once for each of the five feeds. Read this file first.

Nothing is faked but the platforms, and those over real HTTP: the product runs as its own processes, a customer writes in
the sandbox, an agent with a real websocket picks up and answers, and the sandbox says what the customer got.
"""

from dataclasses import dataclass

import pytest

from socialmedia.demo import HANDLE, NUMBER, PAGE

pytestmark = [pytest.mark.both, pytest.mark.slow]


@dataclass
class Walk:
    """One feed: who answers, how a customer writes, how he writes again, and where the answer is counted."""

    platform: str
    counted_as: str
    agent: str
    first: tuple
    again: object
    states: tuple = ("sent",)


AGAIN = "And now, @brewline?"


def _comment(made, answer):
    return "facebook/comments", {"object": made["id"], "author": {"id": "901", "name": "Marta"}, "message": AGAIN}


def _tweet(made, answer):
    return "x/tweets", {"author": {"username": "ben"}, "text": AGAIN, "in_reply_to": answer["id"]}


def _same(path, body):
    return lambda made, answer: (path, body | {"text": AGAIN})


MESSENGER = {"page": PAGE["id"], "from": {"id": "902", "name": "Sofia"}, "text": "My Duo leaks"}
X_DIRECT = {"from": {"username": "noor", "name": "Noor"}, "to": HANDLE["username"], "text": "My Duo leaks"}
WHATSAPP = {"number": NUMBER["id"], "from": "351912555017", "name": "Tomas", "text": "My Duo leaks"}
POST = {"page": PAGE["id"], "author": {"id": "901", "name": "Marta"}, "message": "My Duo leaks"}
TWEET = {"author": {"username": "ben", "name": "Ben"}, "text": "@brewline My Duo leaks"}

WALKS = {
    "facebook posts": Walk("facebook", "facebook", "alice", ("facebook/posts", POST), _comment),
    "messenger": Walk(
        "facebook", "messenger", "carol", ("messenger/messages", MESSENGER), _same("messenger/messages", MESSENGER)
    ),
    "x posts": Walk("twitter", "x", "alice", ("x/tweets", TWEET), _tweet),
    "x direct messages": Walk("twitter", "x_dm", "carol", ("x/messages", X_DIRECT), _same("x/messages", X_DIRECT)),
    "whatsapp": Walk(
        "whatsapp",
        "whatsapp",
        "alice",
        ("whatsapp/messages", WHATSAPP),
        _same("whatsapp/messages", WHATSAPP),
        states=("sent", "delivered", "read"),
    ),
}


@pytest.mark.parametrize("name", WALKS)
def test_a_customer_writes_an_agent_answers_and_the_customer_sees_the_answer(product, name):
    walk = WALKS[name]
    agent = product.desk(walk.agent).log_on()
    path, body = walk.first
    made = product.sandbox.control(path, body)
    product.poll_now()

    offered = agent.until_row(state="alerting", platform=walk.platform)
    assert "My Duo leaks" in offered["last_text"]
    agent.verb(offered, "pick-up")
    agent.until_row(id=offered["id"], state="connected")

    reply = agent.reply(offered, f"We are sorry to hear that ({name})")
    agent.until_delivery(reply["id"], *walk.states)
    arrived = product.sent(platform=walk.counted_as, text=reply["text"])
    assert len(arrived) == 1

    product.sandbox.control(*walk.again(made, arrived[0]))
    product.poll_now()
    agent.until_text(AGAIN)
    assert agent.rows[offered["id"]]["unread"] == 1

    agent.verb(offered, "disconnect", seen=agent.rows[offered["id"]]["number"])
    detail = agent.do("GET", f"interactions/{offered['id']}/")
    said = [(message["outbound"], message["text"]) for message in detail["messages"]]
    assert said == [(False, body.get("text") or body["message"]), (True, reply["text"]), (False, AGAIN)]
    assert [event["number"] for event in detail["events"]] == list(range(1, len(detail["events"]) + 1))
    assert product.sent(platform=walk.counted_as, text=reply["text"]) == arrived
    agent.do("DELETE", "seat/?return=1")


def test_the_next_message_after_disconnect_opens_a_new_interaction_that_carries_the_conversation(product):
    agent = product.desk("alice").log_on()
    customer = {"number": NUMBER["id"], "from": "351912555099", "name": "Rita"}
    product.sandbox.control("whatsapp/messages", customer | {"text": "first"})
    offered = agent.until_row(state="alerting")
    agent.verb(offered, "pick-up")
    agent.verb(offered, "disconnect")
    product.sandbox.control("whatsapp/messages", customer | {"text": "second"})
    again = agent.until_row(state="alerting")
    assert again["id"] != offered["id"] and again["thread"] == offered["thread"]
    detail = agent.do("GET", f"interactions/{again['id']}/")
    assert [message["text"] for message in detail["messages"]] == ["first", "second"]
    assert [other["id"] for other in detail["history"]] == [offered["id"]]
    agent.verb(again, "pick-up")
    agent.verb(again, "disconnect")
    agent.do("DELETE", "seat/")
