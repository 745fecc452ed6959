"""What a scorecard comes to: one pure function of questions and answers. Nothing else computes a score.

Every answer but a free text is worth a share of its question, from 0 to 1; the score is their weighted mean in percent.
What was not answered counts for nothing. A critical question whose share lies below its minimum makes the whole score 0.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HUNDREDTH = Decimal("0.01")
LONGEST = 4000  # characters of a free text


class Kind(TextChoices):
    """What a question is answered with."""

    YES_NO = "yes_no", gettext_lazy("Yes or no")
    CHOICE = "choice", gettext_lazy("Multiple choice")
    INTEGER = "integer", gettext_lazy("Whole number")
    NUMBER = "number", gettext_lazy("Number")
    TEXT = "text", gettext_lazy("Free text")


class Importance(TextChoices):
    """What becomes of a card on which it is not answered, or answered badly."""

    OPTIONAL = "optional", gettext_lazy("Optional")
    REQUIRED = "required", gettext_lazy("Required")
    CRITICAL = "critical", gettext_lazy("Critical")


class Unfit(ValueError):
    """An answer that its question does not take; says in words which it takes."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a card comes to: percent with two places (None: nothing that counts was answered), and what stands in the way.

    `missing`, `below` and `failed` are questions: not answered though they must be, below their minimum, and the
    critical ones among those.
    """

    score: Decimal | None
    passed: bool
    missing: list
    below: list
    failed: list


def score(questions, answers, pass_mark=0):
    """The `Result` of `answers`, {question's key: value as `read` gives it}, to these questions."""
    shares = [(question, share(question, answers.get(question.pk))) for question in questions]
    counted = [(question, part) for question, part in shares if part is not None]
    below = [question for question, part in counted if part * 100 < question.minimum]
    failed = [question for question in below if question.importance == Importance.CRITICAL]
    missing = [one for one in questions if one.importance != Importance.OPTIONAL and not answers.get(one.pk)]
    points = _points(counted)
    reached = None if points is None else Decimal("0.00") if failed else _percent(points)
    return Result(reached, not failed and (reached is None or reached >= pass_mark), missing, below, failed)


def share(question, value):
    """What an answer is worth, from 0 to 1; None: nothing was answered, or it is a free text."""
    if not value or question.kind == Kind.TEXT:
        return None
    if question.kind == Kind.YES_NO:
        return Fraction(int((value == "yes") == question.yes_is_good))
    if question.kind == Kind.CHOICE:
        points = [choice["points"] for choice in question.choices]
        return Fraction(points[int(value)], max(points)) if max(points) else Fraction(1)
    lowest, highest = Fraction(question.lowest), Fraction(question.highest)
    return (Fraction(Decimal(value)) - lowest) / (highest - lowest)


def _points(counted):
    weight = sum(question.weight for question, _part in counted)
    return sum(question.weight * part for question, part in counted) / weight if weight else None


def _percent(part):
    exact = Decimal(part.numerator * 100) / Decimal(part.denominator)
    return exact.quantize(HUNDREDTH, ROUND_HALF_UP)


def read(question, given):
    """An answer as it is kept; blank: none. Raises `Unfit` for what the question does not take."""
    given = str(given).strip()
    return _READERS[question.kind](question, given) if given else ""


def _text(_question, given):
    if len(given) > LONGEST:
        raise Unfit(_("At most %(n)s characters.") % {"n": LONGEST})
    return given


def _yes_no(_question, given):
    if given not in ("yes", "no"):
        raise Unfit(_("Answer yes or no."))
    return given


def _choice(question, given):
    if not given.isdecimal() or int(given) >= len(question.choices):
        raise Unfit(_("Choose one of the answers."))
    return str(int(given))


def _number(question, given):
    try:
        value = Decimal(given.replace(",", "."))
        fits = value.is_finite() and question.lowest <= value <= question.highest
    except InvalidOperation:
        fits = False
    whole = question.kind == Kind.INTEGER
    if not fits or whole and value != value.to_integral_value():
        words = _("Enter a whole number from %(lowest)s to %(highest)s.")
        words = words if whole else _("Enter a number from %(lowest)s to %(highest)s.")
        raise Unfit(words % {"lowest": plain(question.lowest), "highest": plain(question.highest)})
    return plain(value)


_READERS = {
    Kind.TEXT: _text,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.INTEGER: _number,
    Kind.NUMBER: _number,
}


def plain(number):
    """A number without needless zeros: 4.50 is 4.5, 10.00 is 10."""
    return f"{Decimal(number).normalize():f}"
