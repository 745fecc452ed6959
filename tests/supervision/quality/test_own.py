"""An agent's own: what is complete about his work, read and acknowledged; nothing of others (R71)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from supervision.models import Calibration, Recording, Scorecard
from supervision.quality.assigning import assign
from supervision.recordings import archiving
from tests import company
from tests.supervision.quality.conftest import judge
from tests.supervision.quality.making import answered, completed, questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(client, alice):
    """A browser in which Alice is signed in."""
    client.force_login(alice)
    return client


def shown(client, name="cards", *args, **asked):
    return client.get(reverse(f"own:{name}", args=args), asked).content.decode()


def test_she_reads_what_is_complete_and_acknowledges_it_with_a_comment(own, alice, care, ended):
    sam = judge(care)
    card, _new = assign(questionnaire()[0], ended, alice, sam)
    assert "No scorecard yet" in shown(own) and 'data-test="own-card"' not in shown(own)
    completed(card, sam, "yes", "0", "yes", "Ask for the number first.")
    page = shown(own, state="unread")
    assert page.count('data-test="own-card"') == 1 and "50 %" in page
    hers, _his = _recorded(ended, alice), _recorded(ended, sam, first=9)
    page = shown(own, "card", card.pk)
    assert page.count('data-test="recording-of-it"') == 1 and reverse("recordings:player", args=[hers.pk]) in page
    assert "Ask for the number first." in page and "Below the minimum" in page and "hello" in page
    assert own.get(reverse("own:waiting")).json() == {"unacknowledged": 1}
    assert '<span data-f="count">1</span>' in own.get("/").content.decode(), "her desk's navigation counts it"
    answer = own.post(reverse("own:card", args=[card.pk]), {"comment": "<i>I did</i>"}, follow=True)
    assert "You have acknowledged this scorecard." in answer.content.decode()
    again = own.post(reverse("own:card", args=[card.pk]), {"comment": "Once more"}, follow=True)
    assert "already" in again.content.decode() and "&lt;i&gt;I did&lt;/i&gt;" in again.content.decode()
    assert own.get(reverse("own:waiting")).json() == {"unacknowledged": 0}
    assert "Nothing fits" in shown(own, state="unread")


def test_what_was_completed_last_comes_first_on_every_page(own, alice, care, queue, monkeypatch):
    sam, made = judge(care), questionnaire()[0]
    ended = [company.brought_to("disconnected", one, alice) for one in company.waiting(queue, 3)]
    cards = [assign(made, one, alice, sam)[0] for one in ended]
    for card in (cards[1], cards[2], cards[0]):
        completed(card, sam)
    monkeypatch.setattr("supervision.quality.own.SIZE", 2)
    first = own.get(reverse("own:cards")).context
    rest = own.get(reverse("own:cards") + first["older"]).context
    assert [*first["cards"], *rest["cards"]] == [cards[0], cards[2], cards[1]] and not rest["older"]


def test_she_finds_no_card_that_is_open_of_another_or_of_a_calibration(own, alice, care, queue):
    sam, bob = judge(care), company.agent("bob", care)
    made, _questions = questionnaire()
    hers, his, drill = (
        company.brought_to("disconnected", one, agent)
        for one, agent in zip(company.waiting(queue, 3), [alice, bob, alice], strict=True)
    )
    answered(assign(made, hers, alice, sam)[0], sam, "yes")
    completed(assign(made, his, bob, sam)[0], sam)
    calibration = Calibration.begin(made.in_use, drill, alice, [sam], by=sam)
    completed(calibration.scorecards.get(), sam)
    assert "No scorecard yet" in shown(own)
    for card in Scorecard.objects.all():
        assert own.get(reverse("own:card", args=[card.pk])).status_code == 404
        assert own.post(reverse("own:card", args=[card.pk])).status_code == 404
    assert not Scorecard.objects.exclude(acknowledged_at=None).exists()


def test_she_finds_and_opens_her_own_recordings_and_no_others(own, alice, care, queue, django_assert_max_num_queries):
    bob = company.agent("bob", care)
    hers, his = (_recorded(one, agent) for one, agent in zip(company.waiting(queue, 2), [alice, bob], strict=True))
    with django_assert_max_num_queries(16):
        page = shown(own, "recordings")
    assert page.count('data-test="own-recording"') == 1
    assert reverse("recordings:player", args=[hers.pk]) in page
    assert own.get(reverse("recordings:player", args=[hers.pk])).status_code == 200
    assert own.get(reverse("recordings:player", args=[his.pk])).status_code == 404
    assert shown(own, "recordings", platform="whatsapp", customer="Customer 0").count('data-test="own-recording"') == 1
    assert "Nothing fits" in shown(own, "recordings", platform="twitter")
    archiving.archive(hers)
    assert reverse("recordings:player", args=[hers.pk]) in shown(own, "recordings", archived="only")


def _recorded(interaction, agent, first=1):
    """A recording of what this agent did."""
    now, channel = timezone.now(), interaction.thread.channel
    facts = {"workgroup": interaction.workgroup, "channel": channel, "platform": channel.platform, "cause": "policy"}
    times = {"began_at": now, "ended_at": now, "sealed_at": now}
    seal = {"first": first, "length": 0, "chain": "0", "seal": "0", "media_type": interaction.media_type}
    return Recording.objects.create(interaction=interaction, agent=agent, **facts, **times, **seal)
