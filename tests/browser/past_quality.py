"""What the pages about quality look back upon: `judge()`, in a process of the product's, scores what was handled."""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from agents.models import Agent
from channels_admin.models import Channel
from interactions.intake import take_in
from interactions.models import Interaction
from platforms.base import Receipt, Sent
from supervision.models import Questionnaire, Scorecard
from supervision.quality.assigning import assign
from tests.company import said

ASKED = "My Duo leaks again after the new gasket. Order 77120, what now?"
THANKS = "That was quick, thank you!"
SAID = "I am sorry, Elif. A second gasket and the right key for it leave today, free of charge."
TONES = [{"text": "Cold", "points": 0}, {"text": "Correct", "points": 1}, {"text": "Warm", "points": 2}]
ANSWERS = [("yes", "1", "3", "yes"), ("no", "1", "4", "yes"), ("yes", "2", "4", "yes"), ("yes", "2", "5", "yes")]


def judge(weeks=6):
    """Two cards a week, getting better, and one that is begun."""
    sam = Agent.objects.get(username="supervisor")
    made = _questionnaire()
    questions = made.in_use.questions()
    alice, bob = (_ended(name, weeks) for name in ("alice", "bob"))
    for week in range(weeks):
        for place, one in enumerate((alice[week], bob[week])):
            card, _new = assign(made, one, one.owner, sam)
            card.answer(sam, dict(zip(questions, ANSWERS[min(3, (weeks - week + place) // 2)], strict=False)))
            card.complete(sam)
            Scorecard.objects.filter(pk=card.pk).update(completed_at=timezone.now() - timedelta(weeks=week))
    newest = _handled(Agent.objects.get(username="alice"))
    begun, _new = assign(made, newest, newest.owner, sam)
    begun.answer(sam, dict(zip(questions, ("yes", "2"), strict=False)))


def _ended(username, count):
    found = Interaction.objects.filter(state="disconnected", owner__username=username).select_related("owner")
    return list(found.order_by("pk")[:count])


def _handled(alice):
    """A customer was answered and thanked her; the reply counts as read before any worker could take it."""
    channel, phone = Channel.objects.get(platform="whatsapp"), "4917055511"
    with transaction.atomic():
        take_in(channel.feeds.get(), [said(ASKED, by=phone, name="Elif Demir", id="wamid.elif.1")])
        one = Interaction.objects.open().get(thread__channel=channel, thread__peer__external_id=phone)
        one.alert(alice, why={})
        one.pick_up(alice)
        delivery = one.reply(alice, SAID, uuid=uuid4())[0].delivery
        delivery.settle(Sent("wamid.elif", timezone.now()), Receipt.READ)
        take_in(channel.feeds.get(), [said(THANKS, by=phone, name="Elif Demir", id="wamid.elif.2")])
        one.refresh_from_db()
        one.disconnect(alice)
    return one


def _questionnaire():
    made = Questionnaire.objects.create(name="Care in writing")
    version = made.draft()
    manner, facts = (version.groups.create(name=name, place=place) for place, name in enumerate(["Manner", "Facts"]))
    manner.questions.create(text="Was the customer greeted by name?", place=0)
    manner.questions.create(
        text="What was the tone of the answers?", kind="choice", choices=TONES, weight=3, minimum=50, place=1
    )
    manner.questions.create(text="How well was it worded?", kind="integer", weight=2, place=2)
    facts.questions.create(
        text="Was nothing promised that we cannot keep?", importance="critical", minimum=100, weight=2
    )
    type(version).objects.filter(pk=version.pk).update(pass_mark=75)
    version.publish()
    return made
