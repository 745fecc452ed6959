"""The history: what a supervisor finds, filter by filter, page by page, in few queries."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interactions.models import State
from supervision import paging
from tests import factories

pytestmark = pytest.mark.django_db
HISTORY = reverse("supervision:history")


def found(client, address=HISTORY, **query):
    """The interactions on a page of the history."""
    answer = client.get(address, query or None)
    assert answer.status_code == 200
    return [row["interaction"] for row in answer.context["rows"]]


def test_newest_first(sam, handled):
    old, new = handled(ago=timedelta(hours=2)), handled(ago=timedelta(hours=1))
    assert found(sam) == [new, old]


def test_by_number(sam, handled):
    handled()
    wanted = handled()
    assert found(sam, number=str(wanted.pk)) == [wanted]
    assert found(sam, number="999999") == []


def test_by_platform_workgroup_and_state(sam, handled, care):
    other = factories.WorkgroupFactory()
    factories.MembershipFactory(agent=sam.person, workgroup=other, supervises=True)
    waiting = handled(platform="twitter", state=State.WAITING)
    ended = handled(workgroup=other)
    assert found(sam, platform="twitter") == [waiting]
    assert found(sam, platform="facebook") == [ended]
    assert found(sam, workgroup=str(other.pk)) == [ended]
    assert found(sam, workgroup=str(care.pk)) == [waiting]
    assert found(sam, state="waiting") == [waiting]
    assert found(sam, platform="twitter", state="disconnected") == []


def test_by_agent_who_had_it_or_answered_on_the_way(sam, handled, care):
    ann, bob = factories.AgentFactory(workgroups=[care]), factories.AgentFactory(workgroups=[care])
    anns, bobs = handled(owner=ann), handled(owner=bob)
    factories.MessageFactory(thread=bobs.thread, interaction=bobs, author=None, outbound=True, agent=ann)
    assert found(sam, agent=str(ann.pk)) == [bobs, anns]
    assert found(sam, agent=str(bob.pk)) == [bobs]


def test_from_and_to_are_days_where_the_person_is(sam, handled):
    sam.person.time_zone = "Asia/Tokyo"
    sam.person.save()
    # 15:00 UTC is midnight in Tokyo: the first is still on the 4th there, the second on the 5th.
    before = handled(created_at=datetime(2026, 3, 4, 14, 59, tzinfo=UTC))
    after = handled(created_at=datetime(2026, 3, 4, 15, 0, tzinfo=UTC))
    assert found(sam, since="2026-03-05") == [after]
    assert found(sam, until="2026-03-04") == [before]
    assert found(sam, since="2026-03-04", until="2026-03-05") == [after, before]
    assert found(sam, since="2026-03-06") == []


def test_filters_combine_and_stay_in_the_address(sam, handled):
    wanted = handled("My machine leaks", platform="twitter")
    handled("My machine leaks", platform="facebook")
    handled("All is well", platform="twitter")
    answer = sam.get(HISTORY, {"text": "leaks", "platform": "twitter"})
    assert [row["interaction"] for row in answer.context["rows"]] == [wanted]
    page = answer.content.decode()
    assert 'value="leaks"' in page and '<option value="twitter" selected>' in page


def test_what_was_found_is_marked_and_a_customers_words_are_text(sam, handled):
    handled("It <script>leaks</script> & leaks")
    page = sam.get(HISTORY, {"text": "leaks"}).content.decode()
    assert page.count("<mark>leaks</mark>") == 2
    assert "<script>leaks" not in page


def test_the_message_that_was_found_is_quoted_not_the_last_one(sam, handled):
    one = handled("The pump leaks", ago=timedelta(hours=1))
    later = factories.MessageFactory(thread=one.thread, interaction=one, text="Thank you")
    type(one).objects.filter(pk=one.pk).update(last_message=later)
    assert "Thank you" in sam.get(HISTORY).content.decode()
    page = sam.get(HISTORY, {"text": "pump"}).content.decode()
    assert "The <mark>pump</mark> leaks" in page and "Thank you" not in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"since": "2026-03-05", "until": "2026-03-04"}, "“To” lies before “From”."),
        ({"since": "yesterday"}, "Enter a valid date."),
        ({"number": "x"}, "Enter a whole number."),
        ({"workgroup": "999"}, "Select a valid choice"),
    ],
)
def test_what_makes_no_sense_is_said_and_left_out(sam, handled, query, said):
    one = handled(created_at=datetime(2026, 3, 7, tzinfo=UTC))
    assert found(sam, **query) == [one]
    assert said in sam.get(HISTORY, query).content.decode()


def test_a_page_of_fifty_and_the_way_forth_and_back(sam, handled):
    moment, first = timezone.now(), handled()
    channel = first.thread.channel
    made = [first] + [
        handled(thread=factories.ThreadFactory(channel=channel), created_at=moment - timedelta(minutes=n // 3))
        for n in range(1, 120)
    ]
    type(first).objects.filter(pk=first.pk).update(created_at=moment)
    wanted = [made[n].pk for n in sorted(range(120), key=lambda n: (n // 3, -n))]
    pages, address = [], HISTORY
    while address:
        answer = sam.get(address)
        pages.append([row["interaction"].pk for row in answer.context["rows"]])
        last, address = answer, answer.context["older"] and HISTORY + answer.context["older"]
    assert [len(page) for page in pages] == [50, 50, 20]
    assert sum(pages, []) == wanted
    back = sam.get(HISTORY + last.context["newer"])
    assert [row["interaction"].pk for row in back.context["rows"]] == pages[1]
    assert not sam.get(HISTORY).context["newer"]


def test_pages_keep_the_filters(sam, handled):
    channel = handled("leaks").thread.channel
    for _n in range(51):
        handled("leaks", thread=factories.ThreadFactory(channel=channel))
        handled("other", thread=factories.ThreadFactory(channel=channel))
    older = sam.get(HISTORY, {"text": "leaks"}).context["older"]
    assert "text=leaks" in older
    assert len(found(sam, HISTORY + older)) == 2


@pytest.mark.parametrize("key", ["", "x", "1-x", "9" * 30 + "-1", "-", "1-2-3"])
def test_a_page_key_that_is_none_gives_the_first_page(sam, handled, key):
    one = handled()
    assert found(sam, before=key, after=key) == [one]


def test_few_queries_however_much_there_is(sam, handled, care, django_assert_max_num_queries):
    def queries(**query):
        with django_assert_max_num_queries(14) as captured:
            assert sam.get(HISTORY, query).status_code == 200
        return len(captured)

    agent = factories.AgentFactory(workgroups=[care])
    handled("leaks", owner=agent)
    few = queries(), queries(text="leaks", platform="facebook", agent=str(agent.pk), workgroup=str(care.pk))
    for _n in range(30):
        handled("leaks", owner=agent)
    assert (queries(), queries(text="leaks", platform="facebook", agent=str(agent.pk), workgroup=str(care.pk))) == few


def test_counting_ends_where_it_is_no_longer_worth_it(sam, handled, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED_MOST", 2)
    for _n in range(3):
        handled()
    assert "More than 2 interactions" in sam.get(HISTORY).content.decode()


def test_times_are_relative_and_exact_on_hover(sam, handled):
    handled(ago=timedelta(minutes=5))
    page = sam.get(HISTORY).content.decode()
    assert re.search(r'<time datetime="[^"]+Z" title="\w+ \d+ \w+ \d{4}, \d\d:\d\d:\d\d UTC">5 min ago</time>', page)


def test_who_has_nothing_is_told_what_to_do(sam, client):
    assert "The first one appears here" in sam.get(HISTORY).content.decode()
    assert "Take away a filter" in sam.get(HISTORY, {"text": "leak"}).content.decode()
    client.force_login(factories.AgentFactory(rights=["agents.tracker"]))
    assert "You supervise no workgroup" in client.get(HISTORY).content.decode()
