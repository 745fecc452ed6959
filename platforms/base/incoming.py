"""What comes in: messages, what becomes of them afterwards, receipts, and notices about the account itself."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class PostKind(StrEnum):
    """What a post is: something said, something we cannot show, a receipt for ours, or a change to an earlier one."""

    MESSAGE = "message"
    UNSUPPORTED = "unsupported"
    RECEIPT = "receipt"
    EDIT = "edit"
    DELETION = "deletion"
    HIDING = "hiding"
    REACTION = "reaction"


SAID = (PostKind.MESSAGE, PostKind.UNSUPPORTED)
CHANGES = (PostKind.EDIT, PostKind.DELETION, PostKind.HIDING, PostKind.REACTION)


class Receipt(StrEnum):
    """What a platform reports about a message of ours; later ones outrank earlier ones."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class MediaKind(StrEnum):
    """What a file is to a reader. A GIF that is a film counts as video."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    FILE = "file"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True)
class Media:
    """A file of a message, still at the platform.

    `url` is where it can be fetched now: signed, short-lived, never shown. Where the platform wants to be asked for an
    address first, `id` is what to ask for. `size` in bytes, None where not said; `alt` is the description written by
    the author.
    """

    kind: MediaKind
    url: str = ""
    id: str = ""
    mime: str = ""
    name: str = ""
    size: int | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """Something of a message that is neither words nor a file, as one line for a reader.

    `kind` names it: location, contact, order, product, form, choice, postback, referral, quoted, rating, forwarded,
    system, link, share, template, mention, standby, unsupported (then `text` is the platform's own name of the kind).
    `text` holds the platform's or customer's words only, never ours; `data` the values, as JSON.
    """

    kind: str
    text: str = ""
    data: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """An author as a platform names him. Whom it does not name is an `unnamed` with the id of what he wrote.

    `kind` is the sort of id (`page_scoped`, `x_id`, `phone`, `business_scoped`); `scope` is the page or number for
    which the id is valid, empty where it is valid everywhere. `also` holds further (kind, id) pairs named in the same
    payload. `picture` is the address of his portrait, fetched by us, never shown. `followers` and `verified` (what sort of mark
    he carries) are for those platforms that say it.
    """

    kind: str
    id: str
    name: str = ""
    handle: str = ""
    scope: str = ""
    also: tuple[tuple[str, str], ...] = ()
    picture: str = ""
    followers: int | None = None
    verified: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One item as a platform gave it, not yet ours.

    A public post joins the thread of `parent` where we know that message, else the thread named by `thread`. A
    private one has `peer`: the customer at the other end, whoever wrote it; its `parent` is the message quoted. `own`
    means that the company's account is the author; `joins_only` that it is not among what is watched, and of interest only
    where it belongs to a conversation that is here already. For a receipt `external_id` is that of our message (empty when only
    `up_to`, a watermark for all messages to `peer`, is known), and `receipt`, `code`, `reason` say what became of it.
    `mark` is our own mark, given back.

    `aliases` are further ids of the same message (X gives each edit a new one; `external_id` is the first of all).

    A change (EDIT, DELETION, HIDING, REACTION) has the id of the message it is about as `external_id`, and `at` is when
    it happened, as exactly as the platform says. EDIT: `text` and `media` are what stands there now; `version` orders
    edits of one moment (the platform's counter or id). A message that was edited before we first saw it is a MESSAGE
    with `edited_at`. HIDING: `hidden` says whether it is now. REACTION: `reaction` is an emoji, empty when taken back,
    and `author` whose it is. The message may be unknown to the receiver, or come later.
    """

    external_id: str
    at: datetime
    kind: PostKind = PostKind.MESSAGE
    private: bool = False
    thread: str = ""
    parent: str = ""
    author: Person | None = None
    peer: Person | None = None
    own: bool = False
    joins_only: bool = False
    text: str = ""
    permalink: str = ""
    mark: str = ""
    can_reply: bool = True
    media: tuple[Media, ...] = ()
    details: tuple[Detail, ...] = ()
    aliases: tuple[str, ...] = ()
    edited_at: datetime | None = None
    version: str = ""
    hidden: bool = False
    reaction: str = ""
    receipt: Receipt | None = None
    up_to: datetime | None = None
    code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """News about the account itself, not about a message: a template's status, a number's quality, a page's app.

    `field` is the platform's name of the event; `subject` what it is about: template, number, account, app, page,
    person, thread, unsupported (we do not know it: it is kept and shown as such). `id` is the subject's id at the
    platform where it has one; `data` its values as JSON, under the platform's names.
    """

    field: str
    at: datetime
    subject: str
    id: str = ""
    data: dict = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivered:
    """Part of a webhook delivery for one address (page id, phone number id, account id), in the order given."""

    address: str
    posts: list[Post] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
