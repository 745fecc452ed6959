"""People of WhatsApp: known by a phone number, by an id that is valid for the business, or by both.

Since user names exist a message may come without any number (WhatsApp Business Platform, "Business-scoped user IDs").
"""

from platforms import payload
from platforms.base import Person


def person(phone, scoped, name="", handle="", more=()):
    """A person by his phone number, else by his id at the business; None without either.

    What is named together is the same person; `more` holds further (kind, id) pairs of him.
    """
    named = [pair for pair in (("phone", phone.lstrip("+")), ("business_scoped", scoped), *more) if pair[1]]
    if not named:
        return None
    first, *others = dict.fromkeys(named)
    return Person(*first, name=name, handle=handle, also=tuple(others))


def contacts(value):
    """The people that a delivery describes in its list of contacts."""
    return [one for contact in payload.rows(value, "contacts") if (one := _contact(contact))]


def find(people, phone, scoped, more=()):
    """The contact of the payload with this number or id, else a person without a name; `more` as in `person`."""
    wanted = {("phone", phone.lstrip("+")), ("business_scoped", scoped)} - {("phone", ""), ("business_scoped", "")}
    for one in people:
        known = [(one.kind, one.id), *one.also]
        if wanted & set(known):
            ids = dict.fromkeys([*known, *more])
            return Person(one.kind, one.id, one.name, one.handle, also=tuple(ids)[1:])
    return person(phone, scoped, more=more)


def _contact(contact):
    profile = payload.dig(contact, "profile")
    return person(
        payload.ident(contact, "wa_id"),
        payload.ident(contact, "user_id"),
        name=payload.words(profile, "name"),
        handle=payload.words(profile, "username"),
    )
