"""Direct messages of X: one event per message, seen by everybody in the conversation; groups, who joins and leaves."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox import ids
from sandbox.store import Shelf

if TYPE_CHECKING:
    from sandbox.stage import Stage

SAID, JOINED, LEFT = "MessageCreate", "ParticipantsJoin", "ParticipantsLeave"


@dataclass
class DirectMessage:
    """An event of a conversation; `media` are ids, `quoted` the id of a tweet, `about` who joined or left.

    A conversation of two has a `recipient`; one of a `group` has `readers` instead. `deleted_for` no longer see it.
    """

    id: str
    sender: str
    recipient: str
    text: str
    at: float
    kind: str = SAID
    media: list = field(default_factory=list)
    quoted: str = ""
    group: str = ""
    readers: list = field(default_factory=list)
    about: list = field(default_factory=list)
    deleted_for: list = field(default_factory=list)

    @property
    def conversation(self) -> str:
        """The id of the group, or that of a conversation of two: the smaller id first."""
        return self.group or conversation_of(self.sender, self.recipient)

    @property
    def everybody(self) -> list[str]:
        """The ids of all who got it."""
        return self.readers or [self.sender, self.recipient]

    def seen_by(self, user: str) -> bool:
        """Whether a user got it and did not delete it."""
        return user in self.everybody and user not in self.deleted_for


@dataclass
class Group:
    """A conversation of several."""

    id: str
    members: list


def conversation_of(one: str, other: str) -> str:
    """The id of a conversation of two."""
    return "-".join(sorted((one, other), key=int))


class Direct:
    """Direct messages by user (lists of ids as numbers, oldest first)."""

    def __init__(self, stage: Stage):
        """Load them."""
        self._stage = stage
        self.messages = Shelf(stage.store, "dm", DirectMessage, lambda one: one.id)
        self.groups = Shelf(stage.store, "x_group", Group, lambda one: one.id)
        self.of_user: dict[str, list[int]] = defaultdict(list)
        self.of_conversation: dict[str, list[int]] = defaultdict(list)
        for message in self.messages:
            self._place(message)

    def _place(self, message: DirectMessage) -> None:
        timelines = [self.of_conversation[message.conversation]]
        timelines += [self.of_user[user] for user in message.everybody if user not in message.deleted_for]
        for timeline in timelines:
            insort(timeline, int(message.id))

    def write(self, sender: str, recipient: str, text: str, at: float, **more: object) -> DirectMessage:
        """One user writes to another; or, with `group` and `readers`, something happens in a group."""
        identifier = ids.snowflake(at)
        while identifier in self.messages:
            identifier = ids.snowflake(at)
        message = self.messages.save(DirectMessage(identifier, sender, recipient, text, at, **more))
        self._place(message)
        self._stage.x.news.wrote(message)
        return message

    def gather(self, members: list[str], at: float) -> Group:
        """A new group; everybody in it joins."""
        group = self.groups.save(Group(ids.snowflake(at), members))
        self._tell(group, JOINED, members[0], members, at)
        return group

    def join(self, group: Group, user: str, at: float) -> DirectMessage:
        """Somebody comes into a group."""
        group.members = list(dict.fromkeys([*group.members, user]))
        self.groups.save(group)
        return self._tell(group, JOINED, user, [user], at)

    def leave(self, group: Group, user: str, at: float) -> DirectMessage:
        """Somebody goes; they see that as the last thing."""
        told = self._tell(group, LEFT, user, [user], at)
        group.members = [one for one in group.members if one != user]
        self.groups.save(group)
        return told

    def _tell(self, group: Group, kind: str, who: str, about: list[str], at: float) -> DirectMessage:
        return self.write(who, "", "", at, kind=kind, group=group.id, readers=[*group.members], about=about)

    def say(self, group: Group, sender: str, text: str, at: float, **more: object) -> DirectMessage:
        """A member writes into a group."""
        return self.write(sender, "", text, at, group=group.id, readers=[*group.members], **more)

    def delete(self, message: DirectMessage, user: str) -> None:
        """A user takes a message out of their own view; others keep it."""
        message.deleted_for = [*message.deleted_for, user]
        self.messages.save(message)
        timeline = self.of_user[user]
        place = bisect_left(timeline, int(message.id))
        if timeline[place : place + 1] == [int(message.id)]:
            del timeline[place]
