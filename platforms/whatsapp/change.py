"""One change of a delivery: what it is about, for whom, and when it was told."""

from dataclasses import dataclass
from datetime import datetime

from platforms import payload, times
from platforms.base import Notice


@dataclass(frozen=True, slots=True)
class Change:
    """`account` is the business account, `number` the phone number id where one is named; `heard` is in UTC."""

    field: str
    value: object
    account: str
    number: str
    heard: datetime

    @property
    def address(self):
        """Whom it is for: the number, else its business account."""
        return self.number or self.account

    def notice(self, subject, number="", data=None, at=None):
        """News of this change about `subject`, `number` being its id; `data` is the whole value unless given."""
        data = self.value if data is None else data
        told = data if isinstance(data, dict) else {"value": data}
        return Notice(self.field, at or self.heard, subject, number, told)

    def unread(self, what):
        """Something that we do not understand: kept as news, so that nothing is lost."""
        return self.notice("unsupported", payload.ident(what, "id"), what)


def changes(body):
    """The changes of a raw delivery, in their order."""
    for entry in payload.rows(payload.loads(body), "entry"):
        heard = times.moment(entry.get("time"))
        for row in payload.rows(entry, "changes"):
            value = payload.dig(row, "value")
            yield Change(
                field=payload.words(row, "field"),
                value=value,
                account=payload.ident(entry, "id"),
                number=payload.ident(value, "metadata", "phone_number_id"),
                heard=heard or _said_within(value) or times.UNDATED,
            )


def _said_within(value):
    """The newest time that a value names: the same for every repetition, unlike the moment of arrival."""
    found = [times.moment(row.get("timestamp")) for key in TIMED for row in payload.rows(value, key)]
    found.append(times.moment(payload.dig(value, "timestamp")))
    return max(filter(None, found), default=None)


TIMED = ("messages", "statuses", "message_echoes", "user_preferences", "groups", "calls", "user_id_update")
