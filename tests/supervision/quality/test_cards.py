"""Questionnaires in versions, and the life of a scorecard."""

from contextlib import contextmanager
from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from interactions.models import Refused
from supervision.models import Calibration, Question, Scorecard
from supervision.quality.assigning import assign, worked_on
from tests import company, factories
from tests.supervision.quality.conftest import judge
from tests.supervision.quality.making import answered, completed, questionnaire
from tests.together import run

pytestmark = pytest.mark.django_db


@contextmanager
def refused(code):
    """What is refused for this reason."""
    with pytest.raises(Refused) as why:
        yield
    assert why.value.code == code


@pytest.fixture
def sam(care):
    """Who supervises it."""
    return judge(care)


def test_what_is_in_use_stays_and_a_change_is_a_new_version(ended, alice, sam):
    asked, questions = questionnaire()
    card, _new = assign(asked, ended, alice, sam)
    draft = asked.draft()
    assert (draft.number, draft == asked.draft()) == (2, True)
    assert [str(one) for one in draft.questions()] == [str(one) for one in questions]
    assert not {one.pk for one in draft.questions()} & {one.pk for one in questions}
    Question.objects.filter(group__version=draft).update(weight=9)
    draft.publish()
    card.refresh_from_db()
    assert (card.version.number, asked.in_use.number) == (1, 2)
    assert card.version.questions()[0].weight == 1
    assert assign(asked, ended, alice, sam) == (card, False), "assigned once, in whatever version"


def test_a_draft_without_questions_is_not_published_and_what_is_not_in_use_not_assigned(ended, alice, sam):
    asked, _questions = questionnaire(published=False)
    with refused("not_in_use"):
        assign(asked, ended, alice, sam)
    draft = asked.draft()
    draft.groups.all().delete()
    with pytest.raises(ValidationError):
        draft.publish()


def test_a_critical_question_can_be_failed_by_constraint():
    asked, _questions = questionnaire(published=False)
    for wrong in ({"minimum": 0}, {"kind": "text", "minimum": 50}):
        with pytest.raises(IntegrityError), transaction.atomic():
            asked.draft().groups.first().questions.create(text="?", importance="critical", **wrong)


def test_a_card_is_scored_completed_signed_off_and_acknowledged(ended, alice, sam):
    asked, _questions = questionnaire(pass_mark=80)
    card, new = assign(asked, ended, alice, None)
    assert (new, card.state, worked_on(ended)) == (True, "assigned", [alice])
    assert list(Scorecard.objects.own(alice)) == []
    answered(card, sam, "yes", "1")
    assert (card.state, card.scorer) == ("in_progress", sam)
    with refused("missing"):
        card.complete(sam)
    answered(card, sam, "yes", "1", "yes", "Kind.").complete(sam)
    card.refresh_from_db()
    assert (card.state, card.score, card.passed) == ("complete", Decimal("75.00"), False)
    with refused("complete"):
        answered(card, sam, "no")
    card.reopen(sam)
    completed(card, sam, "yes", "2", "yes")
    card.sign_off(sam)
    with refused("moved_on"):
        card.reopen(sam)
    assert list(Scorecard.objects.unacknowledged(alice)) == [card]
    with pytest.raises(Refused):
        card.acknowledge(sam)
    card.acknowledge(alice, " I see. ")
    assert (card.acknowledgement, list(Scorecard.objects.unacknowledged(alice))) == ("I see.", [])
    with refused("moved_on"):
        card.acknowledge(alice)


def test_one_scores_and_another_takes_over_and_what_was_begun_is_not_withdrawn(ended, alice, sam, care):
    tom = judge(care)
    card, _new = assign(questionnaire()[0], ended, alice, sam, scorer=tom)
    with refused("not_yours"):
        answered(card, sam, "yes")
    card.take_over(sam)
    answered(card, sam, "yes")
    with refused("begun"):
        card.withdraw()
    with pytest.raises(IntegrityError), transaction.atomic():
        Scorecard.objects.filter(pk=card.pk).update(acknowledged_at=card.assigned_at)


def test_cards_are_for_those_who_supervise_and_for_the_agent_when_complete(ended, alice, sam, care):
    elsewhere = judge(company.workgroup("Elsewhere"))
    card = completed(assign(questionnaire()[0], ended, alice, sam)[0], sam)
    factories.MembershipFactory(agent=alice, workgroup=company.workgroup("Other"), supervises=True)
    assert list(Scorecard.objects.for_supervisor(sam)) == [card]
    assert not Scorecard.objects.for_supervisor(elsewhere).exists()
    assert list(Scorecard.objects.own(alice)) == [card] and not Scorecard.objects.own(sam).exists()
    alice.memberships.filter(workgroup=care).update(supervises=True)
    assert not Scorecard.objects.for_supervisor(alice).exists(), "nobody judges himself"


def test_a_calibration_hides_until_all_are_in_and_makes_no_results(ended, alice, sam, care):
    tom = judge(care)
    made = Calibration.begin(questionnaire()[0].in_use, ended, alice, [sam, tom], by=sam)
    his, toms = made.scorecards.order_by("pk")
    completed(his, sam)
    assert list(Scorecard.objects.for_supervisor(sam)) == [his]
    assert list(Scorecard.objects.for_supervisor(tom)) == [toms]
    completed(toms, tom, "no", "0", "yes")
    made.refresh_from_db()
    assert made.done_at and set(Scorecard.objects.for_supervisor(sam)) == {his, toms}
    assert not Scorecard.objects.own(alice).exists() and not Scorecard.objects.counted().exists()
    with pytest.raises(Refused):
        his.reopen(sam)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_who_assigns_at_the_same_moment_makes_one_card_and_the_last_two_end_a_calibration(queue, alice, care):
    sam, tom = (judge(care) for _ in range(2))
    ended = company.brought_to("disconnected", company.writes(queue)[-1], alice)
    asked, _questions = questionnaire()
    run(*[partial(assign, asked, ended, alice, sam)] * 6)
    assert Scorecard.objects.count() == 1
    made = Calibration.begin(asked.in_use, ended, alice, [sam, tom], by=sam)
    cards = [answered(card, card.scorer, "yes", "2", "yes") for card in made.scorecards.all()]
    run(*[partial(Scorecard.objects.get(pk=card.pk).complete, card.scorer) for card in cards])
    made.refresh_from_db()
    assert made.done_at, "the last one saw that the other was in"
