"""What X's problem answers mean, over real HTTP: while a reply or a direct message is sent, and while lists are read."""

import json
import random
from datetime import timedelta

import pytest

from platforms import payload, times, twitter, twitter_direct
from platforms.base import Outcome, PlatformError
from platforms.twitter import tweets
from platforms.twitter_direct import shapes
from platforms.x_included import Included

from .conftest import fixture_bodies, outgoing, readings

RETRY, WAIT, FAILED = Outcome.RETRY, Outcome.WAIT, Outcome.MESSAGE_FAILED
SUSPENDED, SENT, UNKNOWN = Outcome.ACCOUNT_SUSPENDED, Outcome.ALREADY_SENT, Outcome.UNKNOWN
TYPES = "https://api.x.com/2/problems/"


def problem(title="Forbidden", detail="", kind="about:blank", **more):
    """A problem answer, as X words it."""
    kind = kind if kind == "about:blank" else TYPES + kind
    return {"title": title, "detail": detail or title, "type": kind, **more}


BOTH = [
    (400, problem("Invalid Request", kind="invalid-request", errors=[{"message": "too long"}]), FAILED, "too long"),
    (401, problem("Unauthorized"), SUSPENDED, "link the account again"),
    (402, problem("CreditsDepleted"), SUSPENDED, "credit"),
    (403, problem(kind="client-forbidden", detail="Client not enrolled"), SUSPENDED, "not enrolled"),
    (403, problem(detail="Your account is suspended and is not permitted to access this."), SUSPENDED, "suspended"),
    (403, problem(detail="To protect our users this account is temporarily locked."), SUSPENDED, "locked"),
    (403, {"errors": [{"code": 63, "message": "User has been suspended."}]}, FAILED, "has been suspended"),
    (403, {"errors": [{"code": 349, "message": "You cannot send messages to this user."}]}, FAILED, "settings"),
    (403, problem(kind="not-authorized-for-resource", detail="Sorry, not yours"), FAILED, "not yours"),
    (404, problem("Not Found Error", kind="resource-not-found"), FAILED, "not exist"),
    (413, problem("Payload Too Large"), FAILED, "too large"),
    (429, problem("Too Many Requests"), WAIT, "limit"),
    (429, problem("Too Many Requests", kind="rate-limit-exceeded"), WAIT, "limit"),
    (429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, WAIT, "limit"),
    (429, problem("UsageCapExceeded", kind="usage-capped"), SUSPENDED, "allowance"),
    (500, problem("Internal Server Error"), UNKNOWN, ""),
    (502, "<html>bad gateway", UNKNOWN, ""),
    (503, problem("Service Unavailable"), UNKNOWN, ""),
    (504, "", UNKNOWN, ""),
    (200, {"errors": [problem("Not Found Error", "Could not find it", "resource-not-found")]}, FAILED, "not find it"),
    (200, {}, UNKNOWN, "did not name"),
]
DUPLICATE = problem(detail="You are not allowed to create a Tweet with duplicate content.")
NOT_ENGAGED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by ..."
)
CLOSED = "You cannot send messages to this user."


@pytest.mark.parametrize(
    ("status", "body", "outcome", "words"),
    [
        *BOTH,
        (403, DUPLICATE, SENT, ""),
        (403, problem(detail=NOT_ENGAGED), FAILED, "must mention or quote this account first"),
        (
            403,
            problem(detail="You attempted to reply to a Tweet that is deleted or not visible to you."),
            FAILED,
            "deleted",
        ),
        (403, problem(detail="Your Tweet text is too long."), FAILED, "shorten"),
    ],
)
def test_problems_while_a_reply_is_sent(company, status, body, outcome, words):
    company.fault("error", "/2/tweets$", status=status, body=body)
    with pytest.raises(PlatformError) as failure:
        twitter.send(company.wire("x_posts"), outgoing("Hello", parent="1"))
    assert failure.value.outcome is outcome and words in failure.value.reason and failure.value.reason
    assert (failure.value.retry_at is not None) is (outcome is WAIT)


@pytest.mark.parametrize(
    ("status", "body", "outcome", "words"),
    [
        *BOTH,
        (403, problem(detail=CLOSED), FAILED, "do not allow messages"),
        (403, problem(detail="You are not permitted to attach this media to a DM event."), FAILED, "attach it again"),
    ],
)
def test_problems_while_a_direct_message_is_sent(company, status, body, outcome, words):
    company.fault("error", "/messages$", status=status, body=body)
    with pytest.raises(PlatformError) as failure:
        twitter_direct.send(company.wire("x_direct"), outgoing("Hello", to="1"))
    assert failure.value.outcome is outcome and words in failure.value.reason


@pytest.mark.parametrize(("kind", "path"), [("x_posts", "/mentions"), ("x_direct", "/2/dm_events")])
@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (401, problem("Unauthorized"), SUSPENDED),
        (402, problem("CreditsDepleted"), SUSPENDED),
        (403, problem(kind="client-forbidden"), SUSPENDED),
        (403, problem(detail="You are not permitted to use this endpoint."), SUSPENDED),
        (403, problem(kind="not-authorized-for-resource"), FAILED),
        (429, problem("Too Many Requests"), WAIT),
        (429, problem("UsageCapExceeded", kind="usage-capped"), SUSPENDED),
        (500, problem("Internal Server Error"), RETRY),
        (503, "busy", RETRY),
        (200, "<html>fine", RETRY),
    ],
)
def test_problems_while_a_list_is_read(company, kind, path, status, body, outcome):
    company.fault("error", path, "GET", status=status, body=body)
    watch = company.watch(handles=("acme",))
    with pytest.raises(PlatformError) as failure:
        list(readings(kind, company.wire(kind), watch, 100))
    assert failure.value.outcome is outcome


def test_x_says_when_its_limit_ends(company):
    company.control("rate_limits", {"rate_limits": {"x.post": {"limit": 0, "seconds": 900}}})
    with pytest.raises(PlatformError) as failure:
        twitter.send(company.wire("x_posts"), outgoing("Hello", parent="1"))
    assert failure.value.outcome is WAIT
    assert timedelta(0) < failure.value.retry_at - times.now() < timedelta(minutes=16)


STRANGE = [None, 7, True, "x", "", [], {}, [7], {"a": []}, 1e400, "9" * 30, 2**70, "²", "0001-01-01T00:00:00+14:00"]
RICH = {
    "data": [
        {
            "id": "5",
            "text": "a https://t.co/x",
            "author_id": "1",
            "created_at": "2022-10-26T17:24:21.000Z",
            "edit_history_tweet_ids": ["5", "6"],
            "referenced_tweets": [{"type": "quoted", "id": "9"}],
            "attachments": {"media_keys": ["3_1", "7_2"], "poll_ids": ["4"]},
            "geo": {"place_id": "p"},
            "entities": {"urls": [{"url": "https://t.co/x", "expanded_url": "https://x.com/a/status/1/photo/1"}]},
            "note_tweet": {"text": "b", "entities": {"mentions": [{"id": "1"}]}},
            "event_type": "MessageCreate",
            "dm_conversation_id": "1-2",
            "sender_id": "2",
        }
    ],
    "includes": {
        "users": [{"id": "1"}],
        "media": [
            {"media_key": "3_1", "type": "photo", "url": "https://a/b?format=jpg"},
            {"media_key": "7_2", "variants": [{"bit_rate": 3, "content_type": "video/mp4", "url": "u"}]},
        ],
        "tweets": [{"id": "9", "author_id": "1", "text": "q"}],
        "polls": [{"id": "4", "options": [{"label": "l"}]}],
        "places": [{"id": "p", "full_name": "M"}],
    },
}


def test_no_answer_of_whatever_shape_makes_reading_fail():
    chance = random.Random(11)
    answers = [RICH] * 3 + [json.loads(body) for _, body in fixture_bodies("x/testdata/apis")]
    for _ in range(1500):
        answer = json.loads(json.dumps(chance.choice(answers)))
        for _ in range(chance.randint(1, 4)):
            _break(answer, chance)
        for tweet in payload.rows(answer, "data"):
            assert tweets.post(tweet, Included.of(answer), "1", {"acme"}).at.tzinfo
        shapes.posts(answer, "1")


def _break(value, chance):
    while isinstance(value, (dict, list)) and value:
        key = chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
        if chance.random() < 0.25:
            value[key] = json.loads(json.dumps(chance.choice(STRANGE)))
            return
        value = value[key]
