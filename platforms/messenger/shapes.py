"""People in a page's private messages, and what a message said beside its words."""

from platforms import payload
from platforms.base import Detail, Person
from platforms.graph_messages import message_id

__all__ = ["message_id", "person", "referral"]


def person(page, user):
    """{id, name} as a page-scoped person; None without an id."""
    number = payload.ident(user, "id")
    return Person("page_scoped", number, name=payload.words(user, "name"), scope=page) if number else None


def referral(value):
    """Where a customer came from, as details: an ad, a link, a code. Empty if the platform does not say."""
    if not isinstance(value, dict) or not value:
        return ()
    title = payload.words(value, "ads_context_data", "ad_title")
    return (Detail("referral", title or payload.words(value, "ref") or payload.words(value, "source"), value),)
