"""Polling the conversations of an organization: the open ones, and once more each that has ended since.

The cursor: {"seen": unix seconds of the newest message handed on, "open": ids of the conversations then open,
"told": {message id: its status then}}. `told` holds what may come again, or may yet change: messages of the last ten
minutes, and ours of the last day.
"""

from datetime import timedelta

from platforms import payload, times
from platforms.base import Page, Rate
from platforms.genesys import conversations, shapes
from platforms.watermark import OVERLAP

# How long we look whether a message of ours was delivered and read.
FOLLOWED = timedelta(days=1)


def fetch(wire, cursor, limit, watch):
    """Read what was written in either direction since `cursor`, and what became of our messages.

    The first time also what came before, as history. A conversation that begins and ends between two readings is not
    seen: Genesys Cloud lists the open ones only.
    """
    mark = times.moment(cursor.get("seen"), watch.began)
    known = cursor.get("told") or {}
    rows, used, calls = _rows(wire, cursor.get("open") or [])
    every = sorted((one for row in rows for one in conversations.told(row)), key=lambda one: one.at)
    news = [one for one in every if one.id not in known and (not cursor or one.at >= mark - OVERLAP)]
    taken = news[: max(limit, 1)]
    more = len(news) > len(taken)
    posts, asked = _posts(wire, taken, [one for one in every if known.get(one.id, one.status) != one.status])
    reached = taken[-1].at if more else max([mark, *(one.at for one in taken)])
    cursor = {
        "seen": reached.timestamp(),
        # While there is more, what has ended is looked at once again.
        "open": [payload.ident(row, "id") for row in rows if more or not row.get("ended")],
        "told": _worth_keeping([one for one in every if one in taken or one.id in known], reached),
    }
    return Page(posts, cursor, more, used, reads={"call": calls + asked})


def _rows(wire, before):
    """(conversations, Rate, calls made): all open ones, and those that were open when we last looked."""
    rows, used, calls = [], Rate(), 0
    for page, rate in conversations.open_ones(wire):
        rows, used, calls = rows + page, used.worse(rate), calls + 1
    still = {payload.ident(row, "id") for row in rows}
    ended = [number for number in before if number not in still]
    found = [conversations.one(wire, number) for number in ended]
    return rows + [{**row, "ended": True} for row in found if row], used, calls + len(ended)


def _posts(wire, taken, changed):
    """(posts oldest first, calls made): new messages, then what became of them and of earlier ones."""
    wanted = {}
    for one in [*taken, *changed]:
        wanted.setdefault(one.conversation, []).append(one.id)
    bodies = {}
    for conversation, ids in wanted.items():
        bodies |= conversations.bodies(wire, conversation, ids)
    ours = {id: body for id, body in bodies.items() if shapes.belongs(body, wire.address)}
    posts = [shapes.post(ours[one.id]) for one in taken if one.id in ours]
    posts += [_removed(one, ours[one.id]) for one in changed if one.id in ours]
    posts += [_receipt(one, ours[one.id]) for one in [*taken, *changed] if one.id in ours]
    return [post for post in posts if post], len(wanted)


def _removed(one, body):
    return shapes.post({**body, "status": one.status}) if one.status == "removed" else None


def _receipt(one, body):
    return shapes.receipt(one.id, one.status, one.at, body) if shapes.is_own(body) else None


def _worth_keeping(told, reached):
    """{message id: status} of what the next reading may meet again as new, and of ours that are still followed."""
    recent, followed = reached - OVERLAP - OVERLAP, reached - FOLLOWED
    return {one.id: one.status for one in told if one.at >= (recent if one.status == "received" else followed)}
