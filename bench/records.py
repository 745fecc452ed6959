"""What the database says of a run: when each message was taken in, committed and offered."""

from dataclasses import dataclass

from bench import plan

# When a transaction was committed, from the row's own transaction id: exact, and nothing has to be written for it.
COMMITTED = "extract(epoch FROM pg_xact_commit_timestamp(e.xmin))::float8"
STORED = f"""
    SELECT m.text, m.interaction_id, m.thread_id, {COMMITTED}
    FROM interactions_message m LEFT JOIN interactions_event e
        ON e.interaction_id = m.interaction_id AND e.message_id = m.id AND e.kind IN ('received', 'message')
    WHERE NOT m.outbound AND m.text LIKE %s
"""
OFFERED = (
    f"SELECT e.interaction_id, {COMMITTED} FROM interactions_event e WHERE e.kind = 'alerted' ORDER BY e.number DESC"
)
RECEIVED = (
    "SELECT body, extract(epoch FROM received_at)::float8 FROM interactions_inbox WHERE received_at >= to_timestamp(%s)"
)
OWNERS = """
    SELECT DISTINCT ON (thread_id) id, owner_id FROM interactions_interaction
    WHERE thread_id = ANY(%s) AND owner_id IS NOT NULL ORDER BY thread_id, id DESC
"""
AGAIN = """
    SELECT count(*) FROM interactions_event
    WHERE kind IN ('not_shown', 'not_answered', 'declined') AND at >= to_timestamp(%s)
"""
PUT_AWAY = "UPDATE interactions_interaction SET state = 'disconnected' WHERE state <> 'disconnected' RETURNING id"
OPEN = "SELECT count(*) FROM interactions_interaction WHERE state <> 'disconnected'"
UNREAD = "SELECT count(*) FROM interactions_inbox WHERE done_at IS NULL"


@dataclass(frozen=True, slots=True)
class Stored:
    """One message of a run; times in unix seconds, None where there is none."""

    mark: plan.Mark
    interaction: int | None
    thread: int
    received: float | None
    committed: float | None
    offered: float | None


def of(running, kind, run, since):
    """The stored messages of a run, of which `kind` came by webhook (w) or by polling (p)."""
    received, offered = _received(running, since), dict(running.rows(OFFERED))
    found = []
    for text, interaction, thread, committed in running.rows(STORED, f"%{kind}{run} %"):
        mark = plan.read(text)
        if mark and (mark.kind, mark.run) == (kind, run):
            came = received.get((mark.kind, mark.run, mark.sequence))
            found.append(Stored(mark, interaction, thread, came, committed, offered.get(interaction)))
    return found


def _received(running, since):
    """When each webhook delivery came in, by what it says."""
    found = {}
    for body, at in running.rows(RECEIVED, since):
        mark = plan.read(bytes(body).decode())
        if mark:
            found[mark.kind, mark.run, mark.sequence] = at
    return found


def owners(running, threads):
    """{interaction: agent} of the newest interaction of each of these threads."""
    return dict(running.rows(OWNERS, list(threads)))


def offered_again(running, since):
    """How many offers came back to the queue."""
    return running.rows(AGAIN, since)[0][0]


def under_way(running):
    """How many interactions are open or deliveries not worked off."""
    return running.rows(OPEN)[0][0] + running.rows(UNREAD)[0][0]


def put_away(running):
    """Ends what the desks could not end, so that the next run begins with nothing open."""
    return len(running.rows(PUT_AWAY))
