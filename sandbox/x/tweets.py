"""Tweets of everybody, in the order of their ids, which is that of their time."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox import ids
from sandbox.store import Shelf
from sandbox.world import XUser
from sandbox.x.query import Indexed, handles_of, tags_of, words_of

if TYPE_CHECKING:
    from sandbox.stage import Stage

EDITABLE, EDITS = 3600.0, 5


@dataclass
class Tweet:
    """A tweet; `mentions` are ids of users; `conversation` is the id of the first tweet of the conversation.

    `history` are the ids of all versions, the first one first, empty while there is only one; `began` is the time of
    the first version. `media` are ids; `quoted` and `in_reply_to` name tweets.
    """

    id: str
    author: str
    text: str
    at: float
    conversation: str
    mentions: list
    in_reply_to: str = ""
    hidden: bool = False
    quoted: str = ""
    media: list = field(default_factory=list)
    reply_settings: str = "everyone"
    history: list = field(default_factory=list)
    began: float = 0.0
    lang: str = "en"

    @property
    def versions(self) -> list[str]:
        """The ids of all versions, the first one first."""
        return self.history or [self.id]

    @property
    def first(self) -> str:
        """The id of the first version, by which likes know it."""
        return self.versions[0]

    @property
    def editable_until(self) -> float:
        """Unix seconds until which the author may change it."""
        return (self.began or self.at) + EDITABLE


class Tweets:
    """Everybody's tweets and the timelines made of them (lists of ids as numbers, oldest first)."""

    def __init__(self, stage: Stage):
        """Load them; versions that were edited away can still be asked for by their id."""
        self._stage = stage
        self.tweets = Shelf(stage.store, "tweet", Tweet, lambda one: one.id)
        self.replaced = Shelf(stage.store, "tweet_version", Tweet, lambda one: one.id)
        self.all: list[int] = []
        self.by_author: dict[str, list[int]] = defaultdict(list)
        self.mentioning: dict[str, list[int]] = defaultdict(list)
        self.replies, self.quotes = Counter(), Counter()
        self._indexed: dict[int, Indexed] = {}
        for tweet in self.tweets:
            self._place(tweet)

    def get(self, identifier: str) -> Tweet | None:
        """A tweet or an earlier version of one, or None."""
        return self.tweets.get(identifier) or self.replaced.get(identifier)

    def _lists_of(self, tweet: Tweet) -> list[list[int]]:
        mentioned = [self.mentioning[user] for user in tweet.mentions if user != tweet.author]
        return [self.all, self.by_author[tweet.author], *mentioned]

    def _place(self, tweet: Tweet) -> None:
        for timeline in self._lists_of(tweet):
            insort(timeline, int(tweet.id))
        self.replies[tweet.in_reply_to] += 1
        self.quotes[tweet.quoted] += 1
        users, answered = self._stage.world.x_users, self.get(tweet.in_reply_to)
        self._indexed[int(tweet.id)] = Indexed(
            words_of(tweet.text),
            tags_of(tweet.text),
            frozenset(users.get(user).username.lower() for user in tweet.mentions),
            users.get(tweet.author).username.lower(),
            tweet.conversation,
            users.get(answered.author).username.lower() if answered else "",
        )

    def _displace(self, tweet: Tweet) -> None:
        for timeline in self._lists_of(tweet):
            place = bisect_left(timeline, int(tweet.id))
            if timeline[place : place + 1] == [int(tweet.id)]:
                del timeline[place]
        self.replies[tweet.in_reply_to] -= 1
        self.quotes[tweet.quoted] -= 1
        self._indexed.pop(int(tweet.id))
        self.tweets.drop(tweet)

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
        return text if handle.lower() in known else f"@{handle} {text}".rstrip()

    def write(self, author: XUser, text: str, at: float, in_reply_to: str = "", **more: object) -> Tweet:
        """Someone tweets `text` exactly, or answers a tweet with it; `more` are fields of the tweet."""
        identifier, answered = self._number(at), self.get(in_reply_to)
        conversation = answered.conversation if answered else identifier
        tweet = Tweet(identifier, author.id, text, at, conversation, self._mentioned(text), in_reply_to, **more)
        self._place(self.tweets.save(tweet))
        self._stage.x.news.tweeted(tweet)
        return tweet

    def _number(self, at: float) -> str:
        identifier = ids.snowflake(at)
        while self.get(identifier):
            identifier = ids.snowflake(at)
        return identifier

    def _mentioned(self, text: str) -> list[str]:
        mentioned = [self._stage.world.x_user_named(handle) for handle in handles_of(text)]
        return list(dict.fromkeys(user.id for user in mentioned if user))

    def edit(self, old: Tweet, text: str, at: float, media: list[str] | None = None) -> Tweet:
        """The author changes the newest version: a new id, the same conversation, the same likes."""
        identifier = self._number(at)
        history = [*old.versions, identifier]
        kept = vars(old) | {"id": identifier, "text": text, "at": at, "mentions": self._mentioned(text)}
        tweet = Tweet(**kept | {"history": history, "began": old.began or old.at})
        tweet.media = old.media if media is None else media
        self._displace(old)
        self.replaced.save(old)
        for version in history[:-1]:
            earlier = self.replaced.get(version)
            earlier.history, earlier.began = history, tweet.began
            self.replaced.save(earlier)
        self._place(self.tweets.save(tweet))
        self._stage.x.news.tweeted(tweet)
        return tweet

    def may_edit(self, tweet: Tweet, at: float) -> bool:
        """Whether it is the newest version, in time, with edits left."""
        return tweet.id in self.tweets and at < tweet.editable_until and len(tweet.versions) <= EDITS

    def remove(self, tweet: Tweet) -> None:
        """The author deletes it with all its versions; answers to it stay."""
        for version in tweet.versions:
            earlier, newest = self.replaced.get(version), self.tweets.get(version)
            if earlier:
                self.replaced.drop(earlier)
            if newest:
                self._displace(newest)
        self._stage.x.news.deleted(tweet)

    def hide(self, tweet: Tweet, hidden: bool) -> None:
        """The author of the conversation hides an answer, or shows it again."""
        tweet.hidden = hidden
        self.tweets.save(tweet)

    def said_before(self, author: XUser, text: str, since: float) -> bool:
        """Whether the author tweeted the same text since then, without media."""
        timeline = self.by_author[author.id]
        recent = timeline[bisect_left(timeline, ids.snowflake_floor(since)) :]
        found = (self.get(str(one)) for one in recent)
        return any(one.text == text and not one.media for one in found)

    def engaged(self, author: str, user: str, conversation: str) -> bool:
        """Whether an author mentioned a user in a conversation, or quoted them in it."""
        mentioning = (self.get(str(one)) for one in self.mentioning[user])
        if any(one.author == author and one.conversation == conversation for one in mentioning):
            return True
        theirs = (self.get(str(one)) for one in self.by_author[author])
        quoted = (self.get(one.quoted) for one in theirs if one.quoted and one.conversation == conversation)
        return any(one and one.author == user for one in quoted)
