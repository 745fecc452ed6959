"""Polling the conversations of an organization: the open ones, and once more each that has ended since.

The cursor: {"seen": unix seconds of the newest message handed on, "open": ids of the conversations then open,
"told": {message id: its status then}, "looked": unix seconds of the last reading}. `told` holds what may come again, or
may yet change: messages of the last ten minutes, and ours of the last day.
"""

from datetime import timedelta

from platforms import payload, times
from platforms.base import Gap, Page, Rate
from platforms.genesys import conversations, shapes
from platforms.watermark import OVERLAP

# How long we look whether a message of ours was delivered and read.
FOLLOWED = timedelta(days=1)
# Between two readings so far apart a conversation may have begun and ended unseen.
UNSEEN = timedelta(minutes=15)
# So long after a message was named its words may come yet.
LATE = timedelta(minutes=5)


def fetch(wire, cursor, limit, watch):
    """Read what was written in either direction since `cursor`, and what became of our messages.

    The first time also what came before, as history. A conversation that begins and ends between two readings is not
    seen: Genesys Cloud lists the open ones only. Where they are far apart, that is a gap.
    """
    began = times.now()
    mark = times.moment(cursor.get("seen"), watch.began)
    known = cursor.get("told") or {}
    rows, used, calls = _rows(wire, cursor.get("open") or [])
    every = sorted((one for row in rows for one in conversations.told(row)), key=lambda one: one.at)
    news = [one for one in every if one.id not in known and (not cursor or one.at >= mark - OVERLAP)]
    taken = news[: max(limit, 1)]
    more = len(news) > len(taken)
    changed = [one for one in every if known.get(one.id, one.status) != one.status]
    bodies, asked = _bodies(wire, [*taken, *changed])
    posts = _posts(wire, bodies, taken, changed)
    late = {one for one in [*taken, *changed] if one.id not in bodies and began - one.at < LATE}
    reached = taken[-1].at if more else max([mark, *(one.at for one in taken)])
    after = {
        "seen": reached.timestamp(),
        # While there is more, what has ended is looked at once again.
        "open": [number for number, ended in _open_of(rows) if more or not ended or number in _places(late)],
        "told": _worth_keeping([one for one in every if one in taken or one.id in known], reached, known, late),
        "looked": began.timestamp(),
    }
    return Page(posts, after, more, used, _gap(cursor, began), reads={"call": calls + asked})


def _places(told):
    return {one.conversation for one in told}


def _open_of(rows):
    return [(payload.ident(row, "id"), row.get("ended")) for row in rows]


def _gap(cursor, now):
    looked = times.moment(cursor.get("looked"), now)
    return (Gap(looked, now),) if now - looked > UNSEEN else ()


def _rows(wire, before):
    """(conversations, Rate, calls made): all open ones, and those that were open when we last looked."""
    rows, used, calls = [], Rate(), 0
    for page, rate in conversations.open_ones(wire):
        rows, used, calls = rows + page, used.worse(rate), calls + 1
    still = {payload.ident(row, "id") for row in rows}
    ended = [number for number in before if number not in still]
    found = [conversations.one(wire, number) for number in ended]
    return rows + [{**row, "ended": True} for row in found if row], used, calls + len(ended)


def _bodies(wire, told):
    """({id: message with its words}, calls made) of these."""
    wanted = {}
    for one in told:
        wanted.setdefault(one.conversation, []).append(one.id)
    bodies = {}
    for conversation, ids in wanted.items():
        bodies |= conversations.bodies(wire, conversation, ids)
    return bodies, len(wanted)


def _posts(wire, bodies, taken, changed):
    """New messages, oldest first, then what became of them and of earlier ones."""
    ours = {id: body for id, body in bodies.items() if shapes.belongs(body, wire.address)}
    posts = [shapes.post(ours[one.id]) for one in taken if one.id in ours]
    posts += [_removed(one, ours[one.id]) for one in changed if one.id in ours]
    posts += [_receipt(one, ours[one.id]) for one in [*taken, *changed] if one.id in ours]
    return [post for post in posts if post]


def _removed(one, body):
    return shapes.post({**body, "status": one.status}) if one.status == "removed" else None


def _receipt(one, body):
    return shapes.receipt(one.id, one.status, one.at, body) if shapes.is_own(body) else None


def _worth_keeping(told, reached, known, late):
    """{message id: status} of what the next reading may meet again as new, and of ours that are still followed.

    Of the `late`, whose words could not be read yet, it stays as it was: they are news once more.
    """
    recent, followed = reached - OVERLAP - OVERLAP, reached - FOLLOWED
    kept = {one.id: one.status for one in told if one.at >= (recent if one.status == "received" else followed)}
    stays = {one.id: known.get(one.id) for one in late}
    return {number: status for number, status in (kept | stays).items() if status is not None}
