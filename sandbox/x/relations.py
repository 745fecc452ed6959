"""What X users allow each other: closed direct messages, blocks, protected posts, likes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.store import Shelf

if TYPE_CHECKING:
    from sandbox.stage import Stage


@dataclass
class Manner:
    """How a user keeps to themselves; `picture` is the address of their profile image, if not the usual one."""

    id: str
    closed: bool = False
    protected: bool = False
    picture: str = ""


@dataclass
class Block:
    """`user` takes no direct messages from `other`."""

    user: str
    other: str


@dataclass
class Like:
    """`user` likes a tweet, known by its first id."""

    user: str
    tweet: str
    at: float


class Relations:
    """All of them."""

    def __init__(self, stage: Stage):
        """Load them."""
        self.manners = Shelf(stage.store, "x_manner", Manner, lambda one: one.id)
        self.blocks = Shelf(stage.store, "x_block", Block, lambda one: f"{one.user}:{one.other}")
        self.likes = Shelf(stage.store, "x_like", Like, lambda one: f"{one.user}:{one.tweet}")
        self.liked = Counter(one.tweet for one in self.likes)

    def manner(self, user: str) -> Manner:
        """How this user is."""
        return self.manners.get(user) or Manner(user)

    def protected(self, author: str, reader: str) -> bool:
        """Whether an author's posts are hidden from a reader."""
        return author != reader and self.manner(author).protected

    def may_write(self, sender: str, recipient: str) -> bool:
        """Whether direct messages get through: not to the closed and the blocked, nor to those one has blocked."""
        blocked = f"{sender}:{recipient}" in self.blocks or f"{recipient}:{sender}" in self.blocks
        return not blocked and not self.manner(recipient).closed

    def block(self, user: str, other: str, blocked: bool) -> None:
        """Take no more direct messages from somebody, or take them again."""
        change = self.blocks.save if blocked else self.blocks.drop
        change(Block(user, other))

    def like(self, user: str, tweet: str, at: float) -> bool:
        """A user likes a tweet; False when they did before."""
        if f"{user}:{tweet}" in self.likes:
            return False
        self.likes.save(Like(user, tweet, at))
        self.liked[tweet] += 1
        return True

    def unlike(self, user: str, tweet: str) -> None:
        """And no longer."""
        known = self.likes.get(f"{user}:{tweet}")
        if known:
            self.likes.drop(known)
            self.liked[tweet] -= 1
