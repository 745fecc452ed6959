"""The score: one pure function, and what must hold for every questionnaire and every set of answers."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.quality.scoring import Importance, Kind, Unfit, read, score, share


@dataclass(frozen=True)
class Asked:
    """A question, without a database."""

    pk: int
    kind: str = Kind.YES_NO
    importance: str = Importance.REQUIRED
    weight: int = 1
    minimum: int = 0
    yes_is_good: bool = True
    lowest: Decimal = Decimal(1)
    highest: Decimal = Decimal(5)
    choices: list = field(default_factory=list)


def choices():
    points = st.lists(st.integers(0, 20), min_size=2, max_size=5)
    return points.map(lambda all_of: [{"text": str(n), "points": n} for n in all_of])


@st.composite
def question(draw, pk):
    kind = draw(st.sampled_from(list(Kind)))
    critical = kind != Kind.TEXT and draw(st.booleans())
    importance = Importance.CRITICAL if critical else draw(st.sampled_from([Importance.OPTIONAL, Importance.REQUIRED]))
    lowest = draw(st.integers(-10, 10))
    return Asked(
        pk,
        kind,
        importance,
        weight=draw(st.integers(0, 10)),
        minimum=draw(st.integers(1 if critical else 0, 100)),
        yes_is_good=draw(st.booleans()),
        lowest=Decimal(lowest),
        highest=Decimal(lowest + draw(st.integers(1, 10))),
        choices=draw(choices()),
    )


def answer(one):
    """Any answer that it takes, or none."""
    several = {
        Kind.TEXT: st.just("words"),
        Kind.YES_NO: st.sampled_from(["yes", "no"]),
        Kind.CHOICE: st.integers(0, len(one.choices) - 1).map(str),
        Kind.INTEGER: st.integers(int(one.lowest), int(one.highest)).map(str),
        Kind.NUMBER: st.decimals(one.lowest, one.highest, places=2).map(str),
    }
    return st.one_of(st.just(""), several[one.kind])


@st.composite
def card(draw):
    questions = [draw(question(pk)) for pk in range(draw(st.integers(1, 6)))]
    return questions, {one.pk: draw(answer(one)) for one in questions}


@settings(max_examples=150, deadline=None)
@given(card(), st.data())
def test_what_holds_for_every_card(made, data):
    questions, answers = made
    found = score(questions, answers)
    assert found.score is None or 0 <= found.score <= 100
    assert {one.pk for one in found.missing} == {
        one.pk for one in questions if one.importance != Importance.OPTIONAL and not answers[one.pk]
    }
    if found.failed:
        assert not found.passed and found.score in (None, 0)
    shuffled = data.draw(st.permutations(questions))
    assert score(shuffled, answers).score == found.score, "the order in which one reads makes no difference"
    tenfold = [replace(one, weight=one.weight * 10) for one in questions]
    assert score(tenfold, answers).score == found.score, "weights count only beside each other"
    unasked = [one for one in questions if answers[one.pk]]
    assert score(unasked, answers).score == found.score, "what was not answered counts for nothing"


@settings(max_examples=100, deadline=None)
@given(card(), st.data())
def test_a_better_answer_never_makes_a_worse_score(made, data):
    questions, answers = made
    one = data.draw(st.sampled_from(questions))
    other = answers | {one.pk: data.draw(answer(one))}
    before, after = share(one, answers[one.pk]), share(one, other[one.pk])
    if before is not None and after is not None and before <= after:
        reached, better = score(questions, answers).score, score(questions, other).score
        assert reached is None or reached <= better


def test_a_card_by_hand():
    manner = Asked(1, weight=1)
    tone = Asked(
        2, Kind.CHOICE, weight=2, minimum=60, choices=[{"text": "so", "points": 1}, {"text": "good", "points": 2}]
    )
    speed = Asked(3, Kind.NUMBER, weight=1)
    found = score([manner, tone, speed], {1: "yes", 2: "0", 3: "2"}, pass_mark=57)
    assert (found.score, found.passed, found.below, found.failed) == (Decimal("56.25"), False, [tone], [])
    assert score([manner, tone], {}).score is None
    critical = Asked(4, importance=Importance.CRITICAL, minimum=100, yes_is_good=False)
    found = score([manner, critical], {1: "yes", 4: "yes"})
    assert (found.score, found.passed, found.failed) == (Decimal(0), False, [critical])
    assert score([manner, critical], {1: "yes", 4: "no"}).score == 100


@pytest.mark.parametrize(
    ("kind", "entered", "kept"),
    [
        (Kind.INTEGER, " 4 ", "4"),
        (Kind.INTEGER, "4.5", Unfit),
        (Kind.INTEGER, "6", Unfit),
        (Kind.NUMBER, "4,50", "4.5"),
        (Kind.NUMBER, "NaN", Unfit),
        (Kind.NUMBER, "lots", Unfit),
        (Kind.YES_NO, "yes", "yes"),
        (Kind.YES_NO, "perhaps", Unfit),
        (Kind.CHOICE, "1", "1"),
        (Kind.CHOICE, "2", Unfit),
        (Kind.CHOICE, "²", Unfit),
        (Kind.TEXT, "x" * 4001, Unfit),
        (Kind.YES_NO, "  ", ""),
    ],
)
def test_answers_are_kept_in_one_form_or_refused(kind, entered, kept):
    asked = Asked(1, kind, choices=[{"text": "a", "points": 0}, {"text": "b", "points": 1}])
    if kept is Unfit:
        with pytest.raises(Unfit):
            read(asked, entered)
    else:
        assert read(asked, entered) == kept
