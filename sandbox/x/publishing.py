"""What a company may publish on X, and what the platform refuses (X's changelog of 2026, "Counting characters")."""

import re
import unicodedata

from sandbox.stage import Stage
from sandbox.wire import Call
from sandbox.world import XUser
from sandbox.x.problems import Problem, forbidden
from sandbox.x.tweets import Tweet

LONGEST, LINK = 280, 23
DAY = 24 * 3600.0
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
JOINED = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
NOT_ENGAGED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author "
    "of the post you are replying to."
)


def weight(text: str) -> int:
    """The length of a tweet as X counts it: links 23, most alphabets 1, all else 2; joined emoji roughly."""
    text, links = re.subn(r"https?://\S+", "", unicodedata.normalize("NFC", text))
    letters = JOINED.sub("", text)
    return links * LINK + sum(1 if any(low <= ord(one) <= high for low, high in LIGHT) else 2 for one in letters)


def publish(stage: Stage, call: Call, user: XUser) -> Tweet:
    """The company tweets or answers; the ledger keeps its own words, without the handle the platform puts before."""
    text, reply = call.text("text"), call.piece("reply")
    in_reply_to = str(reply.get("in_reply_to_tweet_id", ""))
    if not text.strip():
        raise Problem(400, "Invalid Request", "Your request must have a text.")
    if weight(text) > LONGEST:
        raise forbidden("Your Tweet text is too long.")
    _check_reply(stage, user, in_reply_to)
    bare = in_reply_to and reply.get("auto_populate_reply_metadata") is False
    full = text if bare else stage.tweets.addressed(user, text, in_reply_to)
    now = stage.clock.now()
    if stage.tweets.said_before(user, full, now - DAY):
        raise forbidden("You are not allowed to create a Tweet with duplicate content.")
    tweet = stage.tweets.write(user, full, now, in_reply_to)
    answered = stage.tweets.get(in_reply_to)
    words = {"to": answered.author if answered else "", "in_reply_to": in_reply_to, "text": text}
    stage.ledger.publish(now, "x", tweet.id, **words)
    return tweet


def _check_reply(stage: Stage, user: XUser, in_reply_to: str) -> None:
    if not in_reply_to:
        return
    answered = stage.tweets.get(in_reply_to)
    if not answered:
        raise forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
    own = answered.author == user.id or user.tier == "enterprise"
    if not own and not stage.tweets.engaged(answered.author, user.id, answered.conversation):
        raise forbidden(NOT_ENGAGED)


def delete(stage: Stage, user: XUser, identifier: str) -> bool:
    """The company deletes its own tweet; one that is gone is deleted already."""
    tweet = stage.tweets.get(identifier)
    if tweet and tweet.author != user.id:
        raise forbidden("You are not authorized to delete this Tweet.")
    if tweet:
        stage.tweets.remove(tweet)
        stage.store.commit()
    return True


def hide(stage: Stage, user: XUser, identifier: str, hidden: bool) -> bool:
    """The company hides an answer in a conversation that it began."""
    tweet = stage.tweets.get(identifier)
    first = stage.tweets.get(tweet.conversation) if tweet else None
    if not first or first.author != user.id or tweet is first:
        raise forbidden("You can only hide replies to conversations that you started.")
    stage.tweets.hide(tweet, hidden)
    stage.store.commit()
    return hidden
