"""The X Activity API: challenges, subscriptions, signed deliveries, replay; compared with captured deliveries."""

import json
import time
from pathlib import Path

import pytest
import xdk
from xdk.activity.models import CreateSubscriptionRequest
from xdk.webhooks.models import CreateRequest

from tests.sandbox.listening import CLIENT_SECRET, SECRET, X_APP, Listener, sign
from tests.sandbox.playing import ACME, wait_until, world
from tests.sandbox.test_sandbox_x import direct, reply, tweet

CAPTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "x-webhooks"
NEWS = (
    "post.mention.create post.reply.create post.quote.create post.create post.delete like.create dm.received dm.sent"
).split()
HOUR = 3600


@pytest.fixture
def listener():
    taking = Listener()
    yield taking
    taking.server.shutdown()
    taking.server.server_close()


@pytest.fixture
def app(sandbox):
    described = world() | {"x_apps": [X_APP]}
    described["x_users"][0]["tier"] = "enterprise"
    sandbox.control("world", described)
    return sandbox


@pytest.fixture
def library(app):
    return xdk.Client(base_url=app.url, bearer_token="app bearer")


@pytest.fixture
def hooked(app, library, listener):
    """The sandbox with everything about the company told to the listener; `hook` is the webhook's id."""
    app.hook = library.webhooks.create(CreateRequest(url=listener.url)).data.id
    for event_type in NEWS:
        body = {
            "event_type": event_type,
            "filter": {"user_id": ACME},
            "webhook_id": app.hook,
            "tag": f"tag {event_type}",
        }
        assert app.x("POST", "activity/subscriptions", token="app bearer", json=body).status_code == 200
    return app


def webhooks(sandbox):
    return sandbox.look("x/webhooks")["webhooks"]


def told(listener, event_type, count=1):
    return wait_until(lambda: (found := listener.events(event_type))[count - 1 :] and found, 15)


def test_xdk_manages_webhooks_and_subscriptions(hooked, library, listener):
    assert listener.challenges == 1
    assert [one.url for one in library.webhooks.get().data] == [listener.url]
    assert library.webhooks.validate(hooked.hook).data.valid is True and listener.challenges == 2
    body = CreateSubscriptionRequest(event_type="block.block", filter={"user_id": ACME}, webhook_id=hooked.hook)
    assert library.activity.create_subscription(body).data.subscription.event_type == "block.block"
    rows = next(iter(library.activity.get_subscriptions())).data
    assert sorted(one.event_type for one in rows) == sorted([*NEWS, "block.block"])
    assert library.activity.delete_subscription(rows[0].subscription_id).data.deleted is True
    assert library.webhooks.delete(hooked.hook).data.deleted is True
    assert hooked.x("GET", "webhooks", token="app bearer").json()["data"] == []
    assert hooked.x("GET", "activity/subscriptions", token="app bearer").json()["data"] == []


def test_a_webhook_that_is_not_ours_or_not_fit_is_refused(app, listener):
    def create(url):
        return app.x("POST", "webhooks", token="app bearer", json={"url": url})

    listener.answers = "wrong"
    assert "CrcValidationFailed" in create(listener.url).json()["errors"][0]["message"]
    listener.answers = "right"
    assert create(listener.url).status_code == 200
    assert "DuplicateUrlFailed" in create(listener.url).json()["errors"][0]["message"]
    for url in ("http://desk.example/x", "https://desk.example:8443/x", "desk"):
        assert "UrlValidationFailed" in create(url).json()["errors"][0]["message"]
    app.control("x/behavior", {"strict_urls": True})
    assert "UrlValidationFailed" in create(listener.url + "two").json()["errors"][0]["message"]
    app.control("x/behavior", {"strict_urls": False})
    for number in range(4):
        assert create(f"{listener.url}{number}").status_code == 200
    assert "WebhookLimitExceeded" in create(f"{listener.url}9").json()["errors"][0]["message"]


def test_subscriptions_are_checked(hooked):
    def subscribe(token="app bearer", **asked):
        body = {"filter": {"user_id": ACME}, "webhook_id": hooked.hook} | asked
        return hooked.x("POST", "activity/subscriptions", token=token, json=body)

    assert "Duplicate" in subscribe(event_type="post.create").json()["errors"][0]["message"]
    assert subscribe(event_type="post.sing").status_code == 400
    assert subscribe(event_type="follow.follow", filter={}).status_code == 400
    assert subscribe(event_type="post.delete", webhook_id="1").status_code == 400
    stranger = hooked.control("x/messages", {"from": {"username": "ann"}, "to": "acme", "text": "Hi"})["from"]
    assert subscribe(event_type="dm.received", filter={"user_id": stranger}).status_code == 403
    assert subscribe(event_type="post.create", filter={"user_id": stranger}).status_code == 200
    hooked.control("x/behavior", {"user_for_private": True})
    private = {"event_type": "like.create", "filter": {"user_id": ACME, "direction": "inbound"}}
    assert subscribe(**private).status_code == 403
    assert subscribe(token="x token", **private).status_code == 200


def members(value, path=""):
    """Every path of names in a JSON value; lists count as their first member, the ids in `users` as one."""
    if isinstance(value, list):
        return members(value[0], path) if value else {path}
    if not isinstance(value, dict):
        return {path}
    named = {"*" if name.isdigit() else name: inside for name, inside in value.items()}
    return {deeper for name, inside in named.items() for deeper in members(inside, f"{path}.{name}")}


def everything_happens(sandbox):
    own = sandbox.x("POST", "tweets", json={"text": "We are open"}).json()["data"]["id"]
    tweet(sandbox, "hey @acme")
    tweet(sandbox, "Great", in_reply_to=own)
    sandbox.x("DELETE", f"tweets/{own}")
    person = direct(sandbox, "hello!")["from"]
    sandbox.x("POST", f"dm_conversations/with/{person}/messages", json={"text": "Yes?"})


@pytest.mark.parametrize("name", ["post.mention.create", "post.reply.create", "post.delete", "dm.received", "dm.sent"])
def test_deliveries_have_the_members_of_captured_ones(hooked, listener, name):
    if not CAPTURES.is_dir():
        pytest.skip("captured deliveries are not beside the project")
    everything_happens(hooked)
    # An answer to us mentions us too, and either may come first: here the mention is meant that answers nothing.
    count = 2 if name == "post.mention.create" else 1
    happened = min(told(listener, name, count), key=lambda one: "in_reply_to_tweet_id" in one["payload"])
    ours = members(happened)
    captured = members(json.loads((CAPTURES / f"{name}.json").read_text())["data"])
    # People differ in what they say of themselves, and what is included differs by expansion.
    theirs, own = ({one for one in side if ".users" not in one and "includes" not in one} for side in (captured, ours))
    assert theirs - own <= {".tag"} and own - theirs <= {".tag"}


def test_every_delivery_is_signed_with_both_secrets(hooked, listener):
    made = tweet(hooked, "hey @acme “Grüße”")
    event = told(listener, "post.mention.create")[0]
    assert (event["payload"]["id"], event["tag"], event["filter"]) == (
        made,
        "tag post.mention.create",
        {"user_id": ACME},
    )
    assert event["includes"]["users"][0]["username"] == "ann"
    raw, headers = next(one for one in listener.deliveries if b"mention" in one[0])
    named = {name.lower(): value for name, value in headers.items()}
    assert named["x-twitter-webhooks-signature"] == sign(SECRET, raw)
    assert named["x-twitter-webhooks-signature-oauth2"] == sign(CLIENT_SECRET, raw)


def test_replies_quotes_edits_and_own_posts_are_told(hooked, listener):
    own = hooked.x("POST", "tweets", json={"text": "We are open"}).json()["data"]["id"]
    assert told(listener, "post.create")[0]["payload"]["author_id"] == ACME
    answer = tweet(hooked, "Great", in_reply_to=own)
    event = told(listener, "post.reply.create")[0]["payload"]
    assert (event["id"], event["in_reply_to_tweet_id"]) == (answer, own)
    tweet(hooked, "Look", quotes=own)
    assert told(listener, "post.quote.create")[0]["payload"]["referenced_tweets"] == [{"type": "quoted", "id": own}]
    newer = hooked.control("x/edits", {"tweet": answer, "text": "@acme Great!"})["id"]
    event = told(listener, "post.reply.create", 2)[1]["payload"]
    assert event["edit_history_tweet_ids"] == [answer, newer]


def test_likes_are_told_to_both_sides(hooked, listener):
    own = hooked.x("POST", "tweets", json={"text": "We are open"}).json()["data"]["id"]
    theirs = tweet(hooked, "@acme hello")
    person = hooked.control("x/likes", {"tweet": own, "user": {"username": "ann"}})["from"]
    event = told(listener, "like.create")[0]
    assert (event["payload"]["liked_tweet_id"], event["payload"]["liked_tweet_author_id"]) == (own, ACME)
    assert event["includes"]["users"][0]["id"] == person
    hooked.x("POST", f"users/{ACME}/likes", json={"tweet_id": theirs})
    assert told(listener, "like.create", 2)[1]["payload"]["liked_tweet_id"] == theirs


def test_a_photo_in_a_direct_message_is_told_in_the_older_form(hooked, listener):
    sent = {"from": {"username": "ann"}, "to": "acme", "text": "Look", "media": [{"kind": "photo"}]}
    hooked.control("x/messages", sent)
    said = told(listener, "dm.received")[0]["payload"]["direct_message_events"][0]["message_create"]["message_data"]
    medium = said["attachment"]["media"]
    assert said["attachment"]["type"] == "media" and medium["type"] == "photo"
    assert hooked.x("GET", medium["media_url_https"].removeprefix(f"{hooked.url}/2/")).status_code == 200


def test_withdrawn_consent_is_told(hooked, listener):
    hooked.control("x/revoke", {"user": ACME})
    event = told(listener, "oauth.revoke")[0]
    assert (event["payload"]["user_id"], event["payload"]["app_id"], event["filter"]) == (ACME, "77", {})


def test_a_failed_delivery_is_not_tried_again_but_can_be_replayed(hooked, library, listener):
    listener.status = 503
    made = tweet(hooked, "hey @acme")
    wait_until(lambda: hooked.look("counts")["x"]["webhooks"]["failed"] == 1, 15)
    listener.status, listener.deliveries = 200, []
    now = hooked.control("clock", {"offset": 0})["now"]
    start, end = (time.strftime("%Y%m%d%H%M", time.gmtime(now + more)) for more in (-60, 60))
    job = library.webhooks.create_webhook_replay_job(
        xdk.webhooks.models.CreateWebhookReplayJobRequest(webhook_id=hooked.hook, from_date=start, to_date=end)
    )
    assert job.data.job_id
    assert told(listener, "post.mention.create")[0]["payload"]["id"] == made


def test_a_wrong_answer_ends_a_webhook_until_it_is_checked_again(hooked, library, listener):
    listener.answers = "wrong"
    hooked.control("clock", {"offset": HOUR + 1})
    wait_until(lambda: webhooks(hooked)[0]["valid"] is False, 15)
    tweet(hooked, "hey @acme")
    missed = hooked.look("x/webhooks")["data"][0]
    assert (missed["event_type"], missed["state"], listener.deliveries) == ("post.mention.create", "missed", [])
    refused = hooked.x("PUT", f"webhooks/{hooked.hook}", token="app bearer")
    assert refused.status_code == 400 and "CrcValidationFailed" in refused.json()["errors"][0]["message"]
    listener.answers = "right"
    assert library.webhooks.validate(hooked.hook).data.valid is True
    made = tweet(hooked, "hey @acme again")
    assert told(listener, "post.mention.create")[0]["payload"]["id"] == made


def test_a_webhook_that_is_down_is_given_28_hours(hooked, listener):
    listener.answers = "down"
    hooked.control("clock", {"offset": 20 * HOUR})
    wait_until(lambda: webhooks(hooked)[0]["turn"] == 2, 15)
    assert (listener.challenges, webhooks(hooked)[0]["valid"]) == (2, True)
    hooked.control("clock", {"offset": 29 * HOUR})
    wait_until(lambda: webhooks(hooked)[0]["valid"] is False, 15)
    listener.answers = "right"
    hooked.control("clock", {"offset": 30 * HOUR})
    wait_until(lambda: webhooks(hooked)[0]["valid"] is True, 15)


def test_deliveries_come_twice_in_disorder_and_late_on_demand(hooked, listener):
    hooked.control("webhooks/duplicate", {"times": 1})
    made = tweet(hooked, "hey @acme")
    events = told(listener, "post.mention.create", 2)
    assert [one["payload"]["id"] for one in events] == [made, made]
    assert events[0]["event_uuid"] == events[1]["event_uuid"]
    hooked.control("x/behavior", {"shuffled": 3})
    ids = [tweet(hooked, f"hey @acme {number}") for number in range(3)]
    events = told(listener, "post.mention.create", 5)
    assert [one["payload"]["id"] for one in events[2:]] == ids[::-1]
    hooked.control("webhooks/hold")
    late = tweet(hooked, "hey @acme later")
    assert hooked.look("x/webhooks")["data"][0]["state"] == "pending"
    hooked.control("webhooks/release")
    assert told(listener, "post.mention.create", 6)[5]["payload"]["id"] == late


def test_what_the_company_answers_is_told_too(hooked, listener):
    above = tweet(hooked, "hey @acme")
    made = reply(hooked, "Hello Ann", above).json()["data"]["id"]
    event = told(listener, "post.create")[0]
    assert (event["payload"]["id"], event["payload"]["text"]) == (made, "@ann Hello Ann")


def test_what_waits_and_who_listens_survive_a_restart(new_sandbox, listener):
    new_sandbox.control("world", world() | {"x_apps": [X_APP]})
    hook = new_sandbox.x("POST", "webhooks", token="app bearer", json={"url": listener.url}).json()["data"]["id"]
    body = {"event_type": "post.mention.create", "filter": {"user_id": ACME}, "webhook_id": hook}
    new_sandbox.x("POST", "activity/subscriptions", token="app bearer", json=body)
    new_sandbox.control("webhooks/hold")
    made = [tweet(new_sandbox, f"hey @acme {number}") for number in range(2)]
    new_sandbox.stop()
    new_sandbox.start()
    new_sandbox.control("webhooks/release")
    events = told(listener, "post.mention.create", 2)
    assert sorted(one["payload"]["id"] for one in events) == sorted(made)
