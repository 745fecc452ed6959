"""The walk in and the walk out, once for each of the five feeds. Read this file first.

Nothing is faked but the platforms, and those over real HTTP: the product runs as its own processes, a customer writes in
the sandbox, an agent with a real websocket picks up and answers, and the sandbox says what the customer got.
"""

import json
import time
from dataclasses import dataclass
from uuid import uuid4

import pytest

from interactions.models.survey import KEPT
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
    agent.until_row(id=offered["id"], unread=1)

    agent.verb(offered, "disconnect", seen=agent.rows[offered["id"]]["number"])
    detail = agent.do("GET", f"interactions/{offered['id']}/")
    said = [(message["outbound"], message["text"]) for message in detail["messages"]]
    assert said == [(False, body.get("text") or body["message"]), (True, reply["text"]), (False, AGAIN)]
    journal = agent.do("GET", f"interactions/{offered['id']}/events/?after=0")["events"]
    assert [event["number"] for event in journal] == list(range(1, len(journal) + 1))
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
    before = agent.do("GET", f"interactions/{again['id']}/history/")["rows"]
    assert [other["id"] for other in before] == [offered["id"]]
    agent.verb(again, "pick-up")
    agent.verb(again, "disconnect")
    agent.do("DELETE", "seat/")


def test_what_customers_do_on_a_page_arrives_by_webhook_without_waiting_for_polling(product):
    product.sql("UPDATE channels_admin_feed SET next_poll_at = '2100-01-01'")
    agent = product.desk("alice").log_on()
    post = product.sandbox.control("facebook/posts", {**POST, "message": "Is this recall about mine?"})
    offered = agent.until_row(state="alerting", platform="facebook")
    agent.verb(offered, "pick-up")
    comment = {"object": post["id"], "author": {"id": "901", "name": "Marta"}, "message": "It is a Duo"}
    comment = product.sandbox.control("facebook/comments", comment)
    agent.until_text("It is a Duo")
    product.sandbox.control("facebook/edits", {"object": comment["id"], "message": "It is an Uno"})
    product.eventually(lambda: _shown(agent, offered, outbound=False)["text"] == "It is an Uno", "the edit")
    product.sandbox.control("facebook/deletions", {"object": comment["id"]})
    product.eventually(lambda: _shown(agent, offered, outbound=False)["deleted_at"], "the deletion")
    agent.verb(offered, "disconnect", seen=agent.until_row(id=offered["id"])["number"])
    agent.do("DELETE", "seat/?return=1")
    product.poll_now()


def _shown(agent, row, outbound):
    """The newest message of a conversation in this direction, as the agent's page gets it."""
    found = [one for one in agent.do("GET", f"interactions/{row['id']}/")["messages"] if one["outbound"] == outbound]
    return found[-1] if found else {"text": "", "attachments": []}


PICTURES = {
    "messenger": ("messenger/messages", MESSENGER | {"text": "", "files": [{"kind": "image"}]}),
    "whatsapp": ("whatsapp/messages", {**WHATSAPP, "from": "351912555018", "kind": "image"}),
}
PICTURES["whatsapp"][1].pop("text")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_comes_in_is_shown_to_the_agent_and_is_answered_with_a_picture(product, name):
    walk = WALKS[name]
    agent = product.desk(walk.agent).log_on()
    product.sandbox.control(*PICTURES[name])
    product.poll_now()
    offered = agent.until_row(state="alerting", platform=walk.platform)
    agent.verb(offered, "pick-up")

    def kept():
        files = _shown(agent, offered, outbound=False)["attachments"]
        return files and files[0]["state"] == "kept" and files[0]

    file = product.eventually(kept, "the customer's picture", patience=60)
    picture = agent.call("GET", f"files/{file['id']}/")
    assert picture.status_code == 200 and picture.content.startswith(b"\x89PNG")

    given = {"uuid": str(uuid4()), "alt": "A cup"}
    sent = agent.http.post(
        f"/api/v1/interactions/{offered['id']}/files/",
        data=given,
        files={"file": ("cup.png", picture.content, "image/png")},
        headers={"X-CSRFToken": agent.http.cookies["csrftoken"]},
    )
    assert sent.status_code == 201, sent.text
    reply = agent.reply(offered, "", attachments=[sent.json()["attachment"]["id"]])
    agent.until_delivery(reply["id"], *walk.states)
    (there,) = [one for one in product.sent(platform=walk.counted_as) if one["files"]]
    assert there["kind"] == "image" and len(there["files"]) == 1
    agent.verb(offered, "disconnect")
    agent.do("DELETE", "seat/?return=1")


def test_an_approved_template_reaches_the_customer_filled_in(product):
    body = [{"type": "BODY", "text": "Hello {{1}}, we are here for you again."}]
    about = {"waba": NUMBER["waba"], "name": "again", "language": "en", "category": "UTILITY", "components": body}
    product.sandbox.control("world", {"templates": [about]})
    _template(product, body)
    agent = product.desk("alice").log_on()
    product.sandbox.control("whatsapp/messages", {**WHATSAPP, "from": "351912555019", "name": "Ines"})
    offered = agent.until_row(state="alerting", platform="whatsapp")
    agent.verb(offered, "pick-up")
    ((template,),) = product.sql("SELECT id FROM channels_admin_template WHERE name = 'again'")
    reply = agent.reply(offered, "", template=template, values={"1": "Ines"})
    assert reply["text"] == "Hello Ines, we are here for you again."
    agent.until_delivery(reply["id"], "sent", "delivered", "read")
    (there,) = product.sent(platform="whatsapp", kind="template")
    assert there["to"] == "351912555019" and "Ines" in there["text"]
    agent.verb(offered, "disconnect")
    agent.do("DELETE", "seat/")


def _template(product, components):
    """The business account has it, as after a look at what Meta lists."""
    ((account,),) = product.sql("SELECT id FROM channels_admin_account WHERE platform = 'whatsapp'")
    product.sql(
        "INSERT INTO channels_admin_waba (account_id, external_id, name, marketing_allowed, time_zone, payment_method,"
        " currency, verification, review, standing, standing_note, sync_due_at, sync_failures, sync_error)"
        f" SELECT {account}, '{NUMBER['waba']}', 'Brewline', FALSE, '', '', '', '', '', '', '', CURRENT_TIMESTAMP, 0, ''"
        f" WHERE NOT EXISTS (SELECT 1 FROM channels_admin_waba WHERE external_id = '{NUMBER['waba']}')"
    )
    product.sql(
        "INSERT INTO channels_admin_template (waba_id, external_id, name, language, category, purpose,"
        " parameter_format, components, variables, status, reason, quality)"
        f" SELECT id, '', 'again', 'en', 'UTILITY', '', 'POSITIONAL', '{json.dumps(components)}', '{{}}',"
        f" 'APPROVED', '', '' FROM channels_admin_waba WHERE external_id = '{NUMBER['waba']}'"
    )


CHOSEN = {"kind": "interactive", "content": {"type": "list_reply", "list_reply": {"id": "choice-4", "title": "4"}}}
RULE = (
    "INSERT INTO interactions_surveyrule (workgroup_id, active, text)"
    " SELECT direct_workgroup_id, TRUE, 'How was it, 1 to 5?' FROM channels_admin_channel WHERE platform = 'whatsapp'"
)


def test_a_customer_is_asked_how_satisfied_he_was_and_his_number_opens_nothing(product):
    product.sql(RULE)
    known = time.monotonic() + KEPT  # rules are remembered for so long
    agent, customer = product.desk("alice").log_on(), WHATSAPP | {"from": "351912555077"}
    product.sandbox.control("whatsapp/messages", customer)
    offered = agent.until_row(state="alerting", platform="whatsapp")
    agent.verb(offered, "pick-up")
    agent.until_delivery(agent.reply(offered, "A new gasket is on its way.")["id"], "read")
    time.sleep(max(0, known - time.monotonic()))
    agent.verb(offered, "disconnect")
    product.eventually(lambda: product.sent(platform="whatsapp", kind="interactive"), "the question how it was")

    product.sandbox.control("whatsapp/messages", customer | CHOSEN)
    rating = f"SELECT rating FROM interactions_survey WHERE interaction_id = {offered['id']}"
    product.eventually(lambda: product.sql(rating) == [(4,)], "his rating")
    product.sandbox.control("whatsapp/messages", customer | {"text": "4 of them, please"})
    again = agent.until_row(state="alerting", platform="whatsapp")
    opened = f"SELECT count(*) FROM interactions_interaction WHERE thread_id = {again['thread']}"
    assert product.sql(opened) == [(2,)], "the rating opened none"
    agent.verb(again, "pick-up")
    agent.verb(again, "disconnect")
    product.eventually(lambda: not product.sql("SELECT 1 FROM interactions_survey WHERE state = 'due'"), "both settled")
    (there,) = product.sent(platform="whatsapp", kind="interactive")  # the second time it is too soon
    assert there["text"].startswith("How was it")
    agent.do("DELETE", "seat/")
    product.sql("DELETE FROM interactions_surveyrule")
