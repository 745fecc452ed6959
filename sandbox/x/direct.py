"""Direct messages of X: one event per message, seen by both."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox import ids
from sandbox.store import Shelf

if TYPE_CHECKING:
    from sandbox.stage import Stage


@dataclass
class DirectMessage:
    """A MessageCreate event between two users."""

    id: str
    sender: str
    recipient: str
    text: str
    at: float

    @property
    def conversation(self) -> str:
        """The id of a conversation of two: the smaller id first."""
        first, second = sorted((self.sender, self.recipient), key=int)
        return f"{first}-{second}"


class Direct:
    """Direct messages by user (lists of ids as numbers, oldest first)."""

    def __init__(self, stage: Stage):
        """Load them."""
        self.messages = Shelf(stage.store, "dm", DirectMessage, lambda one: one.id)
        self.of_user: dict[str, list[int]] = defaultdict(list)
        self.of_conversation: dict[str, list[int]] = defaultdict(list)
        for message in self.messages:
            self._place(message)

    def _place(self, message: DirectMessage) -> None:
        for timeline in (
            self.of_user[message.sender],
            self.of_user[message.recipient],
            self.of_conversation[message.conversation],
        ):
            insort(timeline, int(message.id))

    def write(self, sender: str, recipient: str, text: str, at: float) -> DirectMessage:
        """One user writes to another."""
        identifier = ids.snowflake(at)
        while identifier in self.messages:
            identifier = ids.snowflake(at)
        message = self.messages.save(DirectMessage(identifier, sender, recipient, text, at))
        self._place(message)
        return message
