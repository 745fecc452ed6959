"""What each criterion asks of an interaction. A word for it: conditions are tried in one of two ways, see `finding.py`."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils import timezone

from interactions.deleted import readable
from interactions.models import Identity, Interaction, Message, Stay, Thread
from interactions.words import containing, found_names
from supervision.tracker import level

MOST_CUSTOMERS = 500
# Exactly as the index by duration has it.
LASTED = ExpressionWrapper(F("disconnected_at") - F("created_at"), DurationField())


@dataclass(frozen=True, slots=True)
class Condition:
    """`row` looks at one interaction; `rare` gathers all that fit by an index, where that is another question.

    `few`: never more than a few fit, so going through interactions by date would be in vain.
    """

    row: Q
    rare: Q | None = None
    few: bool = False

    @property
    def gathered(self):
        """The way for what is rare."""
        return self.row if self.rare is None else self.rare


def said(text, person):
    """Messages with these words, for somebody who may read them."""
    return containing(readable(Message.objects.all(), person), text)


def by_text(text, person):
    """Words that stand in one of its messages."""
    found = said(text, person)
    return Condition(Q(Exists(found.filter(interaction=OuterRef("pk")))), Q(pk__in=found.values("interaction")))


def by_agent(agents, person):
    """His now or at the end, picked up by him on the way, or answered by him."""
    wrote = Message.objects.filter(agent__in=agents, interaction__isnull=False)
    had = Stay.objects.filter(agent__in=agents)
    here = {"interaction": OuterRef("pk")}
    row = Q(owner__in=agents) | Q(Exists(wrote.filter(**here))) | Q(Exists(had.filter(**here)))
    owned = Interaction.objects.filter(owner__in=agents).order_by().values("pk")
    one = owned.union(wrote.order_by().values("interaction"), had.order_by().values("interaction"))
    return Condition(row, Q(pk__in=one))


def by_customer(words, person):
    """By the beginnings of his names, handles and numbers; `#17` is the customer of that number."""
    number = words.removeprefix("#")
    if words.startswith("#") and number.isdecimal():
        return Condition(Q(customer=int(number[:18])), few=True)
    return Condition(Q(customer__in=_called(words)[:MOST_CUSTOMERS]), few=True)


def too_many_called(words):
    """Are more customers called so than are looked for?"""
    return not words.startswith("#") and len(_called(words)) > MOST_CUSTOMERS


def _called(words):
    """Ids of customers, one more than are looked for at the most."""
    named = found_names(Identity.objects.all(), words).order_by()
    return list(named.values_list("customer", flat=True).distinct()[: MOST_CUSTOMERS + 1])


def by_label(labels, person):
    """Any of these labels is on it."""
    marks = Interaction.labels.through.objects.filter(label__in=labels)
    row = Exists(marks.filter(interaction=OuterRef("pk")))
    return Condition(Q(row), Q(pk__in=marks.values("interaction")))


def by_channel(channels, person):
    """It came by one of these channels."""
    threads = Thread.objects.filter(channel__in=channels)
    return Condition(Q(thread__channel__in=channels), Q(thread__in=threads.values("pk")))


def by_direction(directions, person):
    """Inbound: the customer wrote in it. Outbound: only we did."""
    each = {"inbound": Q(inbound_number__gt=0), "outbound": Q(inbound_number=0)}
    return Condition(_any(each[one] for one in directions))


def lasting(seconds, longer):
    """Longer, or shorter, than so many seconds; what runs lasts until now."""
    length = Value(timedelta(seconds=seconds), DurationField())
    began = {"created_at__lte" if longer else "created_at__gte": timezone.now() - length.value}
    ended = (GreaterThanOrEqual if longer else LessThanOrEqual)(LASTED, length)
    return Condition(Q(ended, disconnected_at__isnull=False) | Q(disconnected_at=None, **began))


def _any(conditions):
    found = Q()
    for one in conditions:
        found |= one
    return found


BY = {
    "number": lambda number, person: Condition(Q(pk=number), few=True),
    "media_type": lambda types, person: Condition(Q(media_type__in=types)),
    "platform": lambda platforms, person: Condition(Q(platform__in=platforms)),
    "channel": by_channel,
    "agent": by_agent,
    "customer": by_customer,
    "direction": by_direction,
    "state": lambda states, person: Condition(Q(state__in=states)),
    "longer": lambda seconds, person: lasting(seconds, longer=True),
    "shorter": lambda seconds, person: lasting(seconds, longer=False),
    "wrap_up": lambda codes, person: Condition(Q(wrap_up__in=codes)),
    "account_code": lambda codes, person: Condition(Q(account_code__in=codes)),
    "label": by_label,
    "level": lambda levels, person: Condition(level.condition(levels)),
    "counted": lambda figure, person: Condition(figure.condition()),
    "text": by_text,
}
