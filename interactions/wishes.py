"""What customers ask for by a word: no more templates, or a person (R17a, R26)."""

import time

from django.db.models import F, Q
from django.db.models.functions import Greatest

from channels_admin.models import Word, WordKind
from channels_admin.models.word import LONGEST, asked_in, fold
from interactions.models.customer import Customer, Identity
from interactions.models.interaction import Interaction

STOPPED = "131050"  # he has told WhatsApp that he wants no marketing (WhatsApp Cloud API, "Error codes")
KEPT = 5.0  # seconds for which the lists of words are remembered: every message is looked at
_kept = {}


def forget():
    """Ask the database again."""
    _kept.clear()


def note(message):
    """A customer wrote: does he stop templates, or ask for a person? Under the thread's lock."""
    folded = fold(message.text[: 20 * LONGEST])
    if not folded:
        return
    if folded in _words(WordKind.STOP):
        opt_out(message.thread.customer_id, message.platform_at)
    elif asked_in(folded, _words(WordKind.HANDOFF)):
        Interaction.wants_person(message)


def opt_out(customer, at):
    """No templates from now on, unless he was marked as opted in later than that."""
    Customer.objects.filter(Q(opted_out_at=None) | Q(opted_out_at__lt=at), pk=customer).update(opted_out_at=at)


def refused(customer, code, at):
    """The platform would not deliver to him, for this reason: perhaps it is that he stopped our templates there."""
    if code == STOPPED:
        opt_out(customer, at)


def opt_in(customer, at):
    """Templates may be sent; an earlier wish is withdrawn."""
    rows = Customer.objects.filter(pk=customer)
    rows.filter(opted_in_at=None).update(opted_in_at=at)
    rows.update(opted_in_at=Greatest(F("opted_in_at"), at))


def takes_templates(customer):
    """May templates be sent? His last wish counts; without one, that he wrote to us does (`None`: no wish)."""
    said_stop, said_yes = customer.opted_out_at, customer.opted_in_at
    if said_stop and (not said_yes or said_stop >= said_yes):
        return False
    return True if said_yes else None


def _words(kind):
    until, words = _kept.get(kind, (0.0, ()))
    if until < time.monotonic():
        words = frozenset(Word.objects.filter(kind=kind).values_list("folded", flat=True))
        _kept[kind] = (time.monotonic() + KEPT, words)
    return words


def prefer(platform, notice):
    """The platform passes on what a customer chose there: marketing stopped or resumed (`user_preferences`)."""
    known = Identity.objects.filter(platform=platform, external_id=notice.id).values_list("customer", flat=True)
    wish = opt_out if notice.data.get("value") == "stop" else opt_in
    for customer in known:
        wish(customer, notice.at)
