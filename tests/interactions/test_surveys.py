"""Customer satisfaction (R87a): asked once, once a week at most; a rating opens no interaction, other words do."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from agents.models import Workgroup
from channels_admin.models import Platform, Template, Waba
from interactions import closed, surveys
from interactions.intake import take_in
from interactions.models import Delivery, Interaction, Message, Survey, SurveyRule, SurveyTurn, Thread
from interactions.models.survey import forget
from interactions.surveys import rating_in
from platforms.base import Detail
from tests import company
from tests.together import run

pytestmark = [pytest.mark.django_db]
State, Why = Survey.State, Survey.Why


@pytest.fixture
def rule(care):
    """`care` asks."""
    made = SurveyRule.objects.create(workgroup=care)
    forget()
    return made


def ended(where, by, *posts, answered=True):
    """A customer wrote, was answered, and it is over."""
    one = company.connected(where, by, *posts)
    if answered:
        company.answers(one, by)
    one.disconnect(by)
    return one


def asked(where, by, *posts):
    """And he was asked; returns the survey."""
    one = ended(where, by, *posts)
    surveys.ask(one.survey.pk)
    return Survey.objects.select_related("interaction").get(interaction=one)


def test_who_was_answered_in_private_is_asked_once_by_the_outbox(rule, queue, alice):
    survey = asked(queue, alice)
    surveys.ask(survey.pk)
    assert surveys.due_now() == []
    (message,) = Message.objects.filter(automatic="survey")
    assert (message.text, message.agent, message.interaction) == (rule.text, None, survey.interaction)
    assert (survey.state, survey.message, survey.agent) == (State.ASKED, message, alice)
    assert message.delivery.state == Delivery.State.QUEUED
    assert message.delivery.outgoing().choices == ("1", "2", "3", "4", "5")
    assert company.journal(survey.interaction)[-2:] == ["disconnected", "reply"]


def test_nobody_is_asked_where_no_rule_is_in_force_in_public_or_unanswered(care, queue, alice):
    ended(queue, alice)
    SurveyRule.objects.create(workgroup=care)
    forget()
    page = company.channel(care, public=care, platform=Platform.FACEBOOK, address="110")
    feed = page.feeds.get(kind="facebook_posts")
    take_in(feed, [company.commented()])
    public = company.brought_to("connected", Interaction.objects.open().get(thread__channel=page), alice)
    public.disconnect(alice)
    waiting = company.writes(queue, company.said(by="351900000008"))[-1]
    waiting.disconnect(None)
    assert not Survey.objects.exists()
    silent = ended(queue, alice, company.said(by="351900000009"), answered=False)
    surveys.ask(silent.survey.pk)
    silent.survey.refresh_from_db()
    assert (silent.survey.state, silent.survey.why) == (State.SKIPPED, Why.NOT_ANSWERED)


def test_a_customer_is_asked_every_seven_days_at_most_in_all_his_conversations(rule, queue, alice):
    first = asked(queue, alice)
    second = asked(queue, alice)
    assert (second.state, second.why, second.message) == (State.SKIPPED, Why.ASKED_LATELY, None)
    assert asked(queue, alice, company.said(by="351900000007")).state == State.ASKED, "somebody else is"
    company.passes(8 * 24 * 3600, first)
    SurveyTurn.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert asked(queue, alice).state == State.ASKED


def test_he_is_not_asked_while_he_writes_again_is_blocked_or_after_the_rule_went(rule, queue, alice):
    one = ended(queue, alice)
    company.writes(queue)
    surveys.ask(one.survey.pk)
    other = ended(queue, alice, company.said(by="351900000005"))
    other.thread.peer.customer.identities.update(blocked=True)
    surveys.ask(other.survey.pk)
    third = ended(queue, alice, company.said(by="351900000006"))
    rule.delete()
    forget()
    surveys.ask(third.survey.pk)
    found = Survey.objects.order_by("pk").values_list("why", flat=True)
    assert list(found) == [Why.OPEN_AGAIN, Why.BLOCKED, Why.SWITCHED_OFF]
    assert not SurveyTurn.objects.exists(), "who was not asked keeps his turn"


def test_after_the_window_a_template_is_sent_or_nothing(rule, queue, alice):
    late = lambda one: Thread.objects.filter(pk=one.thread_id).update(  # noqa: E731
        last_inbound_at=timezone.now() - timedelta(hours=25)
    )
    one = ended(queue, alice)
    late(one)
    surveys.ask(one.survey.pk)
    one.survey.refresh_from_db()
    assert one.survey.why == Why.WINDOW
    waba = Waba.objects.create(account=queue.account, external_id=queue.account.external_id, name="Acme")
    body = [{"type": "BODY", "text": "How was it, 1 to 5?"}]
    rule.template = Template.objects.create(waba=waba, name="how", language="en", components=body, status="APPROVED")
    rule.save()
    forget()
    two = ended(queue, alice, company.said(by="351900000004"))
    late(two)
    surveys.ask(two.survey.pk)
    two.survey.refresh_from_db()
    message = two.survey.message
    assert (message.text, message.template["name"]) == ("How was it, 1 to 5?", "how")
    assert message.delivery.outgoing().choices == ()
    three = ended(queue, alice, company.said(by="351900000003"))
    late(three)
    three.customer.opted_out_at = timezone.now()
    three.customer.save()
    surveys.ask(three.survey.pk)
    three.survey.refresh_from_db()
    assert three.survey.why == Why.OPTED_OUT


def test_a_rating_is_stored_and_opens_nothing_and_the_last_one_counts(rule, queue, alice):
    survey = asked(queue, alice)
    assert company.writes(queue, company.said("4")) == []
    assert company.writes(queue, company.said("5/5", details=(Detail("choice", "5", {"id": "choice-5"}),))) == []
    survey.refresh_from_db()
    assert (survey.rating, survey.answer.text) == (5, "5/5")
    assert survey.answer.interaction == survey.interaction
    assert company.journal(survey.interaction)[-2:] == ["rated", "rated"]
    survey.interaction.refresh_from_db()
    assert survey.interaction.state == "disconnected"


@pytest.mark.parametrize("text", ["5 stars, but call me", "Thank you", "6", "0", "10", "", "5 5"])
def test_any_other_text_opens_an_interaction_as_always(rule, queue, alice, text):
    survey = asked(queue, alice)
    assert len(company.writes(queue, company.said(text))) == 1
    survey.refresh_from_db()
    assert survey.rating is None


def test_a_rating_too_late_or_without_a_question_opens_one(rule, queue, alice):
    assert len(company.writes(queue, company.said("5", by="351900000002"))) == 1
    survey = asked(queue, alice)
    Survey.objects.filter(pk=survey.pk).update(asked_at=timezone.now() - timedelta(hours=25))
    assert len(company.writes(queue, company.said("5"))) == 2
    survey.refresh_from_db()
    assert survey.rating is None


def test_a_rating_beside_other_words_counts_until_an_agent_answers(rule, queue, alice):
    survey = asked(queue, alice)
    (again,) = company.writes(queue, company.said("Thanks, one more thing"), company.said("3"))
    survey.refresh_from_db()
    assert (survey.rating, again.messages.count()) == (3, 2), "it stands in the new interaction, and is stored"
    other = asked(queue, alice, company.said(by="351900000002"))
    more = company.writes(queue, company.said("How many may I return?", by="351900000002"))[-1]
    company.answers(company.brought_to("connected", more, alice), alice, "How many are there?")
    Message.objects.filter(interaction=more, outbound=True).update(platform_at=timezone.now() + timedelta(seconds=1))
    company.writes(queue, company.said("4", by="351900000002"))
    other.refresh_from_db()
    assert other.rating is None, "that was the answer to the agent's question"


@pytest.mark.parametrize(
    ("text", "rating"),
    [("5", 5), (" 1 ", 1), ("3.", 3), ("4!", 4), ("2 / 5", 2), ("5️⃣", 5), ("٤", 4), ("५", 5), ("12", None)],
)
def test_what_is_only_a_rating(text, rating):
    assert rating_in(Message(text=text)) == rating


def test_what_carries_a_picture_is_no_rating():
    assert rating_in(Message(text="5", carries="image")) is None
    assert rating_in(Message(text="5", carries="choice")) == 5


def test_a_question_must_say_how_to_answer_and_a_rating_is_one_to_five(rule, queue, alice):
    rule.text = "How was it?"
    with pytest.raises(ValidationError) as why:
        rule.full_clean()
    assert set(why.value.message_dict) == {"text"}
    survey = asked(queue, alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(rating=6, rated_at=timezone.now())


def test_the_desk_gets_an_automatic_message_and_no_interaction_back(rule, queue, alice):
    """It is no out-of-hours reply, and a failure of it brings nothing back."""
    survey = asked(queue, alice)
    Workgroup.objects.update(keeps_hours=True, closed_reply="Closed")
    closed.say_closed_due()
    survey.message.delivery.fail("1", "refused")
    assert not Interaction.objects.open().exists()


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_however_many_ask_and_whatever_comes_meanwhile_it_is_asked_and_rated_once(care, queue, alice):
    SurveyRule.objects.create(workgroup=care)
    forget()
    one = ended(queue, alice)
    run(*[partial(surveys.ask, one.survey.pk)] * 5)
    assert Message.objects.filter(automatic="survey").count() == 1
    five = company.said("5", id="wamid.rating")
    feed = queue.feeds.get()
    run(*[partial(take_in, feed, [five])] * 4)
    one.survey.refresh_from_db()
    assert one.survey.rating == 5 and not Interaction.objects.open().exists()
    assert company.journal(one).count("rated") == 1
    two, three = (ended(queue, alice, company.said(by=by)) for by in ("351900000021", "351900000022"))
    Interaction.objects.filter(pk=three.pk).update(customer=two.customer)  # one person, two conversations
    run(partial(surveys.ask, two.survey.pk), partial(surveys.ask, three.survey.pk))
    states = Survey.objects.filter(pk__in=[two.survey.pk, three.survey.pk]).values_list("state", flat=True)
    assert sorted(states) == [State.ASKED, State.SKIPPED]
    four = ended(queue, alice, company.said(by="351900000023"))
    run(partial(surveys.ask, four.survey.pk), partial(take_in, feed, [company.said("Wait", by="351900000023")]))
    four.survey.refresh_from_db()
    assert (four.survey.state == State.ASKED) is bool(four.survey.message)
    assert Interaction.objects.open().count() == 1
