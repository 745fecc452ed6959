"""The nouns that every platform module speaks: what came in (`Post`), what goes out (`Outgoing`), what went wrong.

Each platform module offers the same functions, so that adding one means copying a neighbour:

    fetch(wire, cursor, limit, watch) -> Page      read what is new; the caller reads on while `Page.more`
    reread(wire, ids) -> list[Post]                EDIT and DELETION of messages read before; absent: cannot be asked
    send(wire, outgoing) -> Sent                   publish one message; raises PlatformError
    find_sent(wire, outgoing, known) -> Search     is it there although no answer came? `known` ids are other messages
    do(wire, doing)                                one of CAPABILITIES.acts or own_acts; raises PlatformError
    locate(wire, media) -> (url, headers)          where a file is to be fetched from now, and with what
    parse_webhook(body) -> list[Delivered]         a raw delivery, as posts and notices per address; never raises
    verify(secret, body, signature) -> bool        was it signed with the app's secret?
    subscribed(wire, callback) -> bool             does the platform still deliver to us?
    subscribe(wire, callback)                      make it do so (again)
    length(text) -> int                            how long the platform counts it; `CAPABILITIES` has the limit
"""

from platforms.base.errors import Outcome, PlatformError
from platforms.base.incoming import (
    CHANGES,
    SAID,
    Delivered,
    Detail,
    Media,
    MediaKind,
    Notice,
    Person,
    Post,
    PostKind,
    Receipt,
)
from platforms.base.linking import AppKeys, Grant, Health, Linkable
from platforms.base.outgoing import (
    Act,
    Capabilities,
    Doing,
    Found,
    Outgoing,
    Search,
    Sent,
    TemplateMessage,
    Upload,
)
from platforms.base.reading import Gap, Page, Rate, Watch, Wire

__all__ = [
    "CHANGES",
    "SAID",
    "Act",
    "AppKeys",
    "Capabilities",
    "Delivered",
    "Detail",
    "Doing",
    "Found",
    "Gap",
    "Grant",
    "Health",
    "Linkable",
    "Media",
    "MediaKind",
    "Notice",
    "Outcome",
    "Outgoing",
    "Page",
    "Person",
    "PlatformError",
    "Post",
    "PostKind",
    "Rate",
    "Receipt",
    "Search",
    "Sent",
    "TemplateMessage",
    "Upload",
    "Watch",
    "Wire",
]
