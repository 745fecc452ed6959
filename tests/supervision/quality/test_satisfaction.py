"""What customers say: per workgroup and per agent, and beside the interaction (R87a)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interactions.models import Interaction, Survey
from supervision.quality.assigning import assign
from tests import company, factories
from tests.supervision.quality.making import questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(queue, alice, care):
    """Alice's and Bob's customers were asked: [Survey], the last one in a workgroup of others."""
    agents = [alice, alice, alice, company.agent("bob", care), alice]
    found = [_asked(*one) for one in zip(company.waiting(queue, 5), agents, [5, 4, None, 2, 1], strict=True)]
    elsewhere = factories.WorkgroupFactory(name="Elsewhere")
    Survey.objects.filter(pk=found[-1].pk).update(workgroup=elsewhere)
    return found


def _asked(interaction, agent, rating):
    company.brought_to("disconnected", interaction, agent)
    Interaction.objects.filter(pk=interaction.pk).update(first_reply_at=timezone.now())
    facts = {
        "interaction": interaction,
        "thread": interaction.thread,
        "workgroup": interaction.workgroup,
        "agent": agent,
    }
    rated = {"rating": rating, "rated_at": timezone.now()} if rating else {}
    return Survey.objects.create(state="asked", asked_at=timezone.now(), **facts, **rated)


def test_the_summary_counts_those_asked_in_ones_own_workgroups(sam, said, care, alice):
    answer = sam.get(reverse("quality:satisfaction"))
    everything = answer.context["all"]
    assert everything == {"asked": 4, "rated": 3, "mean": 3.67, "satisfied": 66.7, "answering": 75}
    (_, groups), (_, agents) = answer.context["tables"]
    assert [which for which, _row in groups] == [care]
    means = {str(which): (row["asked"], row["rated"], row["mean"]) for which, row in agents}
    assert means == {"Alice": (3, 2, 4.5), "Bob": (1, 1, 2)}
    Survey.objects.update(asked_at=timezone.now() - timedelta(days=40))
    assert "Nobody was asked" in sam.get(reverse("quality:satisfaction")).content.decode()
    long_ago = (timezone.now() - timedelta(days=60)).date().isoformat()
    assert sam.get(reverse("quality:satisfaction"), {"since": long_ago}).context["all"]["asked"] == 4


def test_the_rating_and_the_cards_stand_beside_the_interaction(sam, said, alice):
    interaction = said[0].interaction
    assign(questionnaire("Care in writing")[0], interaction, alice, None)
    page = sam.get(reverse("supervision:details", args=[interaction.pk])).content.decode()
    assert "5 of 5" in page and "Care in writing" in page
    assert "Asked, no rating" in sam.get(reverse("supervision:details", args=[said[2].interaction_id])).content.decode()
    Survey.objects.filter(pk=said[0].pk).update(state="skipped", why="asked_lately", rating=None, asked_at=None)
    page = sam.get(reverse("supervision:details", args=[interaction.pk])).content.decode()
    assert "Not asked: asked within the last 7 days" in page


def test_the_report_counts_by_interval_what_the_page_counts(said, care, alice, client):
    client.force_login(factories.AgentFactory(supervises=[care], rights=["agents.reports"]))
    today = timezone.now().date()
    given = {"report": "satisfaction", "interval": "day", "since": today.isoformat(), "until": today.isoformat()}
    answer = client.get(reverse("reports:reports"), given | {"zone": "UTC"})
    assert answer.status_code == 200
    table = answer.context["table"]
    assert table.total == {"asked": 4, "rated": 3, "mean": 3.67, "satisfied": 66.7, "answering": 75}
    assert [row.values for row in table.rows] == [table.total]
