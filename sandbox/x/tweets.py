"""Tweets of everybody, in the order of their ids, which is that of their time."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox import ids
from sandbox.store import Shelf
from sandbox.world import XUser
from sandbox.x.query import Indexed, handles_of, tags_of, words_of

if TYPE_CHECKING:
    from sandbox.stage import Stage


@dataclass
class Tweet:
    """A tweet; `mentions` are ids of users; `conversation` is the id of the first tweet of the conversation."""

    id: str
    author: str
    text: str
    at: float
    conversation: str
    mentions: list
    in_reply_to: str = ""
    hidden: bool = False


class Tweets:
    """Everybody's tweets and the timelines made of them (lists of ids as numbers, oldest first)."""

    def __init__(self, stage: Stage):
        """Load them."""
        self._stage = stage
        self.tweets = Shelf(stage.store, "tweet", Tweet, lambda one: one.id)
        self.all: list[int] = []
        self.by_author: dict[str, list[int]] = defaultdict(list)
        self.mentioning: dict[str, list[int]] = defaultdict(list)
        self._indexed: dict[int, Indexed] = {}
        for tweet in self.tweets:
            self._place(tweet)

    def get(self, identifier: str) -> Tweet | None:
        """A tweet, or None."""
        return self.tweets.get(identifier)

    def _lists_of(self, tweet: Tweet) -> list[list[int]]:
        mentioned = [self.mentioning[user] for user in tweet.mentions if user != tweet.author]
        return [self.all, self.by_author[tweet.author], *mentioned]

    def _place(self, tweet: Tweet) -> None:
        for timeline in self._lists_of(tweet):
            insort(timeline, int(tweet.id))
        users, answered = self._stage.world.x_users, self.get(tweet.in_reply_to)
        self._indexed[int(tweet.id)] = Indexed(
            words_of(tweet.text),
            tags_of(tweet.text),
            frozenset(users.get(user).username.lower() for user in tweet.mentions),
            users.get(tweet.author).username.lower(),
            tweet.conversation,
            users.get(answered.author).username.lower() if answered else "",
        )

    def indexed(self, identifier: int) -> Indexed:
        """What search matches a tweet by."""
        return self._indexed[identifier]

    def addressed(self, author: XUser, text: str, in_reply_to: str) -> str:
        """The text with the handle of the one answered before it, as the platform puts it there."""
        answered = self.get(in_reply_to)
        if not answered or answered.author == author.id:
            return text
        handle = self._stage.world.x_users.get(answered.author).username
        known = {name.lower() for name in handles_of(text)}
        return text if handle.lower() in known else f"@{handle} {text}"

    def write(self, author: XUser, text: str, at: float, in_reply_to: str = "") -> Tweet:
        """Someone tweets `text` exactly, or answers a tweet with it."""
        identifier = ids.snowflake(at)
        while identifier in self.tweets:
            identifier = ids.snowflake(at)
        answered = self.get(in_reply_to)
        conversation = answered.conversation if answered else identifier
        mentioned = [self._stage.world.x_user_named(handle) for handle in handles_of(text)]
        mentions = list(dict.fromkeys(user.id for user in mentioned if user))
        tweet = Tweet(identifier, author.id, text, at, conversation, mentions, in_reply_to)
        self._place(self.tweets.save(tweet))
        return tweet

    def remove(self, tweet: Tweet) -> None:
        """The author deletes it; answers to it stay."""
        for timeline in self._lists_of(tweet):
            place = bisect_left(timeline, int(tweet.id))
            if timeline[place : place + 1] == [int(tweet.id)]:
                del timeline[place]
        self._indexed.pop(int(tweet.id))
        self.tweets.drop(tweet)

    def hide(self, tweet: Tweet, hidden: bool) -> None:
        """The author of the conversation hides an answer, or shows it again."""
        tweet.hidden = hidden
        self.tweets.save(tweet)

    def said_before(self, author: XUser, text: str, since: float) -> bool:
        """Whether the author tweeted the same text since then."""
        timeline = self.by_author[author.id]
        recent = timeline[bisect_left(timeline, ids.snowflake_floor(since)) :]
        return any(self.get(str(one)).text == text for one in recent)

    def engaged(self, author: str, user: str, conversation: str) -> bool:
        """Whether an author mentioned a user in a conversation."""
        mentioning = (self.get(str(one)) for one in self.mentioning[user])
        return any(one.author == author and one.conversation == conversation for one in mentioning)
