"""Polling a page's private messages: conversations newest first, with the 20 newest messages of each.

The platform pages conversations by cursor only and shows no more than 20 messages of one in detail (Messenger
Platform "Conversations API"): if all 20 are new, older new ones may be out of reach, which is reported as a `Gap`.
The cursor: {"seen": unix seconds of the newest message handed on}.
"""

from platforms import graph, payload, times
from platforms.base import Gap, Page, PlatformError, Post, Rate
from platforms.messenger import attached, shapes
from platforms.watermark import OVERLAP, oldest

SHOWN = 20
FILES = "attachments{id,mime_type,name,size,image_data,video_data,file_url}"
MESSAGE = "id,created_time,from,to,message,sticker"
# The reference does not name all of these, and one unknown field spoils the answer: then the plain ones are asked for.
FURTHER = f"{MESSAGE},{FILES},shares{{link,name}},reply_to,is_unsupported"
PLAIN = f"{MESSAGE},{FILES}"
THREAD = "id,updated_time,message_count,participants"
UNKNOWN_FIELD = "100"
PAGE_SIZE = 25
# Conversations may be asked for twice a second and page.
PACE_SECONDS = 0.5


def fetch(wire, cursor, limit, watch):
    """Read what was written in either direction since `cursor`; the first time also what came before, as history."""
    mark = times.moment(cursor.get("seen"), watch.began)
    threads, rate, calls = _changed(wire, mark)
    posts, gaps = [], []
    for thread in threads:
        messages = messages_of(wire.address, thread)
        posts += [post for post in messages if not cursor or post.at >= mark - OVERLAP]
        gaps += _gap(thread, messages, mark)
    taken, reached, more = oldest(posts, mark, limit)
    return Page(taken, {"seen": times.unix(reached)}, more, rate, tuple(gaps), {"call": calls})


def messages_of(page, thread):
    """The messages of a conversation as `Post`s, oldest first."""
    peer = _customer(page, thread)
    rows = payload.rows(thread, "messages", "data")
    return [_post(page, row, peer) for row in reversed(rows) if payload.ident(row, "id")] if peer else []


def conversations(wire, **params):
    """Yield (conversations, Rate) page by page, the one with the newest message first."""
    asked = _asked(wire, FURTHER, params)
    try:
        first = next(asked, None)
    except PlatformError as error:
        if error.code != UNKNOWN_FIELD:
            raise
        asked, first = _asked(wire, PLAIN, params), None
    yield from () if first is None else (first,)
    yield from asked


def _asked(wire, fields, params):
    fields = f"{THREAD},messages.limit({SHOWN}){{{fields}}}"
    params = {"platform": "messenger", "fields": fields, "limit": PAGE_SIZE, **params}
    return graph.pages(wire, f"{wire.address}/conversations", params, pause=PACE_SECONDS)


def _changed(wire, mark):
    since, threads, used, calls = mark - OVERLAP, [], Rate(), 0
    for page, rate in conversations(wire):
        used, calls = used.worse(rate), calls + 1
        updated = [times.moment(thread.get("updated_time"), mark) for thread in page]
        threads += [thread for thread, time in zip(page, updated, strict=True) if time >= since]
        if any(time < since for time in updated):
            break
    return threads, used, calls


def _customer(page, thread):
    people = payload.rows(thread, "participants", "data")
    found = [shapes.person(page, user) for user in people if payload.ident(user, "id") != page]
    return next(filter(None, found), None)


def _post(page, row, peer):
    number, text = shapes.message_id(payload.ident(row, "id")), payload.words(row, "message")
    author = shapes.person(page, payload.dig(row, "from"))
    media, details = attached.polled(row, number)
    kind, details = attached.shown(text, media, details)
    return Post(
        external_id=number,
        at=times.moment(row.get("created_time"), times.now()),
        kind=kind,
        private=True,
        peer=peer,
        author=author,
        own=author is not None and author.id == page,
        parent=shapes.message_id(payload.ident(row, "reply_to", "mid")),
        text=text,
        media=media,
        details=details,
    )


def _gap(thread, messages, mark):
    if len(messages) < SHOWN or (thread.get("message_count") or SHOWN + 1) <= SHOWN:
        return []
    first = min(message.at for message in messages)
    return [Gap(mark, first, peer=messages[0].peer.id)] if first > mark else []
