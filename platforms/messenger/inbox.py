"""Polling a page's private messages: conversations newest first, with the 20 newest messages of each.

The platform pages conversations by cursor only and shows no more than 20 messages of one in detail (Messenger
Platform "Conversations API"): if all 20 are new, older new ones may be out of reach, which is reported as a `Gap`.
The cursor: {"seen": unix seconds of the newest message handed on}.
"""

from platforms import graph, payload, times
from platforms.base import Gap, Page, Post, Rate
from platforms.messenger import shapes
from platforms.watermark import OVERLAP, oldest

SHOWN = 20
MESSAGES = f"messages.limit({SHOWN}){{id,created_time,from,to,message,attachments{{mime_type}},sticker}}"
FIELDS = f"id,updated_time,message_count,participants,{MESSAGES}"
PAGE_SIZE = 25
# Conversations may be asked for twice a second and page.
PACE_SECONDS = 0.5


def fetch(wire, cursor, limit, watch):
    """Read what was written in either direction since `cursor`; the first time also what came before, as history."""
    mark = times.moment(cursor.get("seen"), watch.began)
    threads, rate = _changed(wire, mark)
    posts, gaps = [], []
    for thread in threads:
        messages = messages_of(wire.address, thread)
        posts += [post for post in messages if not cursor or post.at >= mark - OVERLAP]
        gaps += _gap(thread, messages, mark)
    taken, reached, more = oldest(posts, mark, limit)
    return Page(taken, {"seen": times.unix(reached)}, more, rate, tuple(gaps))


def messages_of(page, thread):
    """The messages of a conversation as `Post`s, oldest first."""
    peer = _customer(page, thread)
    rows = payload.rows(thread, "messages", "data")
    return [_post(page, row, peer) for row in reversed(rows) if payload.ident(row, "id")] if peer else []


def conversations(wire, **params):
    """Yield (conversations, Rate) page by page, the one with the newest message first."""
    params = {"platform": "messenger", "fields": FIELDS, "limit": PAGE_SIZE, **params}
    return graph.pages(wire, f"{wire.address}/conversations", params, pause=PACE_SECONDS)


def _changed(wire, mark):
    since, threads, used = mark - OVERLAP, [], Rate()
    for page, rate in conversations(wire):
        used = used.worse(rate)
        updated = [times.moment(thread.get("updated_time"), mark) for thread in page]
        threads += [thread for thread, time in zip(page, updated, strict=True) if time >= since]
        if any(time < since for time in updated):
            break
    return threads, used


def _customer(page, thread):
    people = payload.rows(thread, "participants", "data")
    found = [shapes.person(page, user) for user in people if payload.ident(user, "id") != page]
    return next(filter(None, found), None)


def _post(page, row, peer):
    author = shapes.person(page, payload.dig(row, "from"))
    kind, text = shapes.said(payload.words(row, "message"), _attached(row))
    return Post(
        external_id=shapes.message_id(payload.ident(row, "id")),
        at=times.moment(row.get("created_time"), times.now()),
        kind=kind,
        private=True,
        peer=peer,
        author=author,
        own=author is not None and author.id == page,
        text=text,
    )


def _attached(row):
    if row.get("sticker"):
        return "sticker"
    found = payload.rows(row, "attachments", "data")
    if not found:
        return ""
    kind = payload.words(found[0], "mime_type").partition("/")[0]
    return kind if kind in shapes.KINDS else "file"


def _gap(thread, messages, mark):
    if len(messages) < SHOWN or (thread.get("message_count") or SHOWN + 1) <= SHOWN:
        return []
    first = min(message.at for message in messages)
    return [Gap(mark, first, peer=messages[0].peer.id)] if first > mark else []
