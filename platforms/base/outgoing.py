"""What goes out: one message, or one act upon a message that is there already."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from platforms.base.incoming import MediaKind


class Act(StrEnum):
    """What can be done to a message that is there. Each may be repeated without harm."""

    REACT = "react"
    LIKE = "like"
    UNLIKE = "unlike"
    HIDE = "hide"
    UNHIDE = "unhide"
    EDIT = "edit"
    DELETE = "delete"
    MARK_READ = "mark_read"


class Found(StrEnum):
    """The answer of `find_sent`: `CANNOT_TELL` where the platform gives no way to look."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of ours to send along: `path` on our disk, `mime` as we found it to be, `alt` its description."""

    kind: MediaKind
    path: Path
    name: str
    mime: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class TemplateMessage:
    """An approved template, filled in: `components` as WhatsApp wants them, text parameters only.

    Media of the header is `Outgoing.media`, put in by the module once uploaded.
    """

    name: str
    language: str
    components: tuple[dict, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message of ours. `to` is the customer's id, `to_kind` its sort; `parent` the post answered or quoted.

    `mark` is our own id of the message, carried where the platform takes one. `last_inbound` is when the customer
    last wrote, by the platform's clock; what rules follow from it is the platform module's affair. `first_try` (UTC)
    says from when on `find_sent` must look. `private_reply`: answer the public post `parent` in private. `by_hand`: a
    person wrote it, which some windows ask for. `choices` can be tapped as an answer, where the platform has that.
    """

    text: str
    mark: str
    to: str = ""
    to_kind: str = ""
    parent: str = ""
    private: bool = False
    private_reply: bool = False
    by_hand: bool = True
    media: tuple[Upload, ...] = ()
    choices: tuple[str, ...] = ()
    template: TemplateMessage | None = None
    last_inbound: datetime | None = None
    first_try: datetime | None = None


@dataclass(frozen=True, slots=True)
class Doing:
    """One act upon the message `target`. `text` is what an edit puts there, `reaction` an emoji, empty to take back.

    `to` and `to_kind` name the customer as in `Outgoing`, where the platform asks for him.
    """

    act: Act
    target: str
    text: str = ""
    reaction: str = ""
    to: str = ""
    to_kind: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took the message: its id there, and when (UTC)."""

    external_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Search:
    """The result of `find_sent`: with `sent` when found."""

    found: Found
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform allows in one kind of thread (table under R14).

    `text_limit` is in characters as the platform counts them (see `length`), `window_hours` None where replies are
    always possible, `states` the delivery states that the platform reports, `poll_floor_ms` the shortest useful
    interval, `human_agent_hours` how long a person may answer where the account has that feature (None: no such thing).
    `media` has the largest size in bytes per kind (`type_limits` where one type has another), and `media_most` how
    many of a kind one message carries (not named: one; different kinds never go together). `caption_limit` is the
    length of text that may go with a file (None: as `text_limit`; 0: none, text and file are two messages), `alt_limit`
    that of a picture's description (0: none). `acts` upon the customer's messages, `own_acts` upon ours.
    `address_pace` and `recipient_pace` are how fast one may write from one number or page, and to one person: the
    seconds that one message takes, and how many may go at once before that counts.
    """

    text_limit: int
    window_hours: int | None
    states: tuple
    marks: bool
    poll_floor_ms: int = 1000
    human_agent_hours: int | None = None
    media: dict[MediaKind, int] = field(default_factory=dict)
    media_types: dict[MediaKind, tuple[str, ...]] = field(default_factory=dict)
    type_limits: dict[str, int] = field(default_factory=dict)
    media_most: dict[MediaKind, int] = field(default_factory=dict)
    caption_limit: int | None = None
    alt_limit: int = 0
    acts: frozenset[Act] = frozenset()
    own_acts: frozenset[Act] = frozenset()
    private_reply_days: int | None = None
    address_pace: tuple[float, int] | None = None
    recipient_pace: tuple[float, int] | None = None
    templates: bool = False
