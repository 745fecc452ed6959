"""The Tracker: what a person finds, criterion by criterion, page by page, in few queries."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agents.models import Label, ServiceLevel
from interactions.models import Identity, State, Stay
from supervision.tracker import conditions, criteria, finding, ranking
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TRACKER = reverse("supervision:tracker")


def found(client, address=TRACKER, **query):
    """The interactions on a page of the Tracker."""
    answer = client.get(address, query or None)
    assert answer.status_code == 200
    return [row["interaction"] for row in answer.context["rows"]]


@pytest.fixture
def channels(db):
    """A channel of each platform, so that rows are made quickly."""
    made = {}
    for platform in ("facebook", "twitter", "whatsapp"):
        made[platform] = factories.ChannelFactory(account=factories.AccountFactory(platform=platform))
    return made


@pytest.fixture
def handled(channels, care):
    """Make an interaction that ended in Sam's workgroup: `handled("what was said", platform="facebook", …)`."""

    def make(says="Hello", *, platform="facebook", **facts):
        thread = facts.pop("thread", None) or factories.ThreadFactory(channel=channels[platform])
        return factories.InteractionFactory(says=says, thread=thread, **{"workgroup": care} | facts)

    return make


def test_newest_first(sam, handled):
    old, new = handled(ago=timedelta(hours=2)), handled(ago=timedelta(hours=1))
    assert found(sam) == [new, old]


def test_by_number_platform_workgroup_state_type_and_channel(sam, handled, care, channels):
    other = factories.WorkgroupFactory()
    factories.MembershipFactory(agent=sam.person, workgroup=other, supervises=True)
    waiting = handled(platform="twitter", state=State.WAITING)
    ended = handled(workgroup=other, media_type="social_direct_message")
    assert found(sam, number=waiting.pk) == [waiting] and found(sam, number=999_999) == []
    assert found(sam, platform="twitter") == [waiting] and found(sam, platform="facebook") == [ended]
    assert found(sam, platform=["twitter", "facebook"]) == [ended, waiting]
    assert found(sam, workgroup=other.pk) == [ended] and found(sam, workgroup=care.pk) == [waiting]
    assert found(sam, workgroup=[care.pk, other.pk]) == [ended, waiting]
    assert found(sam, state="waiting") == [waiting] and found(sam, state=["held", "disconnected"]) == [ended]
    assert found(sam, media_type="social_direct_message") == [ended]
    assert found(sam, channel=channels["twitter"].pk) == [waiting]
    assert found(sam, platform="twitter", state="disconnected") == []


def test_by_agent_who_had_it_picked_it_up_or_answered_on_the_way(sam, handled, care):
    ann, bob = factories.AgentFactory(workgroups=[care]), factories.AgentFactory(workgroups=[care])
    anns, bobs, picked = handled(owner=ann), handled(owner=bob), handled()
    factories.MessageFactory(thread=bobs.thread, interaction=bobs, author=None, outbound=True, agent=ann)
    now = timezone.now()
    times = {"began_at": now, "left_at": now, "waited_ms": 5}
    Stay.objects.create(
        interaction=picked, workgroup=care, media_type=picked.media_type, end="picked_up", agent=ann, **times
    )
    assert found(sam, agent=ann.pk) == [picked, bobs, anns] and found(sam, agent=bob.pk) == [bobs]


def test_by_customer_label_codes_and_direction(sam, handled):
    one, other = handled(), handled()
    rosa = {"name": "Rosa Whitlock", "handle": "rosaw", "external_id": "351910000001"}
    Identity.objects.filter(customer=one.customer).update(**rosa)
    for words in ("rosa", "whit ros", "@rosaw", "+351910", f"#{one.customer_id}"):
        assert found(sam, customer=words) == [one], words
    assert found(sam, customer="lock") == [] and found(sam, customer="#999999") == []
    label, code = Label.objects.create(name="Leak"), factories.WrapUpCodeFactory()
    other.labels.add(label)
    type(one).objects.filter(pk=other.pk).update(wrap_up=code, inbound_number=3)
    assert found(sam, label=label.pk) == [other] and found(sam, wrap_up=code.pk) == [other]
    assert found(sam, direction="inbound") == [other] and found(sam, direction="outbound") == [one]


def test_a_name_that_many_have_must_be_written_further(sam, handled, monkeypatch):
    monkeypatch.setattr(conditions, "MOST_CUSTOMERS", 1)
    monkeypatch.setattr(criteria, "MOST_CUSTOMERS", 1)
    one, _other = handled(), handled()
    Identity.objects.update(name="Rosa")
    Identity.objects.filter(customer=one.customer).update(name="Rosa Whitlock")
    page = sam.get(TRACKER, {"customer": "rosa"}).content.decode()
    assert "More than 1 customers are called so. Write more of the name." in page
    assert found(sam, customer="rosa whit") == [one]


def test_by_length_of_what_ended_and_of_what_runs(sam, handled):
    now = timezone.now()
    short = handled(created_at=now - timedelta(minutes=5), disconnected_at=now)
    long = handled(created_at=now - timedelta(hours=9), disconnected_at=now - timedelta(hours=6))
    runs = handled(created_at=now - timedelta(hours=1), state=State.WAITING)
    assert found(sam, longer="30") == [runs, long] and found(sam, longer="2 h") == [long]
    assert found(sam, shorter="1:00:00") == [short] and found(sam, longer="90 s", shorter="400 s") == [short]
    assert found(sam, sort="-duration") == [long, runs, short] and found(sam, sort="duration") == [short, runs, long]
    assert found(sam, sort="-ended") == [runs, short, long]


def test_by_service_level(sam, handled, care):
    def stayed(one, seconds, end="picked_up"):
        times = {"began_at": one.created_at, "left_at": one.created_at, "waited_ms": seconds * 1000}
        facts = {"workgroup": care, "media_type": one.media_type, "end": end, "agent": sam.person}
        Stay.objects.create(interaction=one, **facts, **times)

    quick, slow, lost, none = (handled(stay_since=None) for _n in range(4))
    stayed(quick, 20)
    stayed(slow, 70)
    stayed(lost, 1, "unanswered")
    assert found(sam, level="met") == [quick] and found(sam, level="missed") == [lost, slow]
    ServiceLevel.objects.create(workgroup=care, media_type=slow.media_type, seconds=90)
    assert found(sam, level="met") == [slow, quick] and found(sam, level=["met", "missed"]) == [lost, slow, quick]
    rows = {row["interaction"]: row["level"] for row in sam.get(TRACKER).context["rows"]}
    assert [rows[one] and rows[one]["name"] for one in (quick, slow, lost, none)] == ["met", "met", "missed", None]


def test_dates_are_days_where_the_person_is_or_in_the_zone_of_the_search(sam, handled):
    sam.person.time_zone = "Asia/Tokyo"
    sam.person.save()
    # 15:00 UTC is midnight in Tokyo: the first is still on the 4th there, the second on the 5th.
    before = handled(created_at=datetime(2026, 3, 4, 14, 59, tzinfo=UTC))
    after = handled(created_at=datetime(2026, 3, 4, 15, 0, tzinfo=UTC))
    assert found(sam, since="2026-03-05") == [after] and found(sam, until="2026-03-04") == [before]
    assert found(sam, since="2026-03-04", until="2026-03-05") == [after, before]
    assert found(sam, since="2026-03-05", zone="Europe/Lisbon") == []
    assert found(sam, until="2026-03-04", zone="Europe/Lisbon") == [after, before]
    today, old = handled(), handled(ago=timedelta(days=40))
    assert found(sam, period="today") == [today] and found(sam, period="90") == [today, old]


def test_words_in_combination_and_what_they_mark(sam, handled):
    wanted = handled("My machine <b>leaks</b> & leaks", platform="twitter")
    handled("My machine leaks", platform="facebook")
    handled("All is well", platform="twitter")
    later = factories.MessageFactory(thread=wanted.thread, interaction=wanted, text="Thank you")
    type(wanted).objects.filter(pk=wanted.pk).update(last_message=later)
    assert "Thank you" in sam.get(TRACKER).content.decode()
    answer = sam.get(TRACKER, {"text": "leak* -well", "platform": "twitter"})
    page = answer.content.decode()
    assert [row["interaction"] for row in answer.context["rows"]] == [wanted]
    assert 'value="leak* -well"' in page and page.count("<mark>leaks</mark>") == 2
    assert "<b>leaks" not in page and "Thank you" not in page


def test_by_relevance_those_come_first_in_which_the_words_stand_most_often(sam, handled):
    once, often = handled("a leak", ago=timedelta(hours=1)), handled("a leak", ago=timedelta(hours=2))
    factories.MessageFactory(thread=often.thread, interaction=often, text="the leak again")
    assert found(sam, text="leak") == [once, often]
    assert found(sam, text="leak", sort="-relevance") == [often, once]
    assert found(sam, sort="-relevance") == [once, often]


def test_of_words_that_stand_everywhere_the_newest_are_ranked_and_the_page_says_so(sam, handled, channels, monkeypatch):
    often, middle, newest = (handled("a leak") for _n in range(3))
    factories.MessageFactory(thread=often.thread, interaction=often, text="the leak again")
    asked = {"text": "leak", "sort": "-relevance"}
    assert found(sam, **asked) == [often, newest, middle]
    assert "put in order of relevance" not in sam.get(TRACKER, asked).content.decode()
    monkeypatch.setattr(ranking, "WEIGHED", 0)
    monkeypatch.setattr(ranking, "NEWEST", 2)
    assert found(sam, **asked) == [newest, middle]
    page = sam.get(TRACKER, asked).content.decode()
    assert "interactions are put in order of relevance" in page and 'href="?text=leak&amp;sort=-started"' in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"since": "2026-03-05", "until": "2026-03-04"}, "“To” lies before “From”."),
        ({"until": "9999-12-31"}, "Choose a day from 2000 to 2199."),
        ({"since": "0026-03-05"}, "Choose a day from 2000 to 2199."),
        ({"since": "yesterday"}, "Enter a valid date."),
        ({"number": "x"}, "Enter a whole number."),
        ({"workgroup": "999"}, "Select a valid choice"),
        ({"longer": "soon"}, "Write a length like 90 s"),
        ({"zone": "Europe/Atlantis"}, "There is no time zone of this name."),
    ],
)
def test_what_makes_no_sense_is_said_and_left_out(sam, handled, query, said):
    one = handled(created_at=datetime(2026, 3, 7, tzinfo=UTC))
    assert found(sam, **query) == [one]
    assert said in sam.get(TRACKER, query).content.decode()


@pytest.fixture
def sixty(handled):
    """120 interactions: three at a time begin in the same minute, and lasted as many seconds as they are minutes old."""
    moment, first = timezone.now(), handled("leak")
    channel = first.thread.channel
    made = [first] + [handled("leak", thread=factories.ThreadFactory(channel=channel)) for n in range(1, 120)]
    for n, one in enumerate(made):
        began = moment - timedelta(minutes=n // 3)
        one.created_at, one.disconnected_at = began, began + timedelta(seconds=n // 3)
    type(first).objects.bulk_update(made, ["created_at", "disconnected_at"])
    return made


def pages(client, **query):
    """The ids on every page, going forth; and the last page's answer."""
    found, address = [], TRACKER + "?" + "&".join(f"{name}={value}" for name, value in query.items())
    while address:
        answer = client.get(address)
        found.append([row["interaction"].pk for row in answer.context["rows"]])
        address = answer.context["onward"] and TRACKER + answer.context["onward"]
    return found, answer


@pytest.mark.parametrize("near", [4000, 10])
def test_pages_forth_and_back_in_every_order_by_either_way(sam, sixty, near, monkeypatch):
    monkeypatch.setattr(finding, "NEAR", near)
    newest = [sixty[n].pk for n in sorted(range(120), key=lambda n: (n // 3, -n))]
    longest = [sixty[n].pk for n in sorted(range(120), key=lambda n: (-(n // 3), -n))]
    for query, wanted in (
        ({}, newest),
        ({"text": "leak"}, newest),
        ({"sort": "started"}, newest[::-1]),
        ({"sort": "-duration", "text": "leak"}, longest),
        ({"sort": "duration"}, longest[::-1]),
        ({"sort": "-relevance", "text": "leak"}, newest),
    ):
        there, last = pages(sam, **query)
        assert [len(page) for page in there] == [50, 50, 20] and sum(there, []) == wanted, query
        back = sam.get(TRACKER + last.context["back"])
        assert [row["interaction"].pk for row in back.context["rows"]] == there[1], query
        assert not sam.get(TRACKER, query).context["back"]


def test_a_page_key_that_is_none_gives_the_first_page(sam, handled):
    one = handled()
    for key in ("", "x", "1-x", "9" * 30 + "-1", "-", "1-2-3"):
        assert found(sam, onward=key, back=key) == [one]


def test_few_queries_however_much_there_is(sam, handled, care, django_assert_max_num_queries):
    def queries(**query):
        with django_assert_max_num_queries(32) as captured:
            assert sam.get(TRACKER, query).status_code == 200
        return len(captured)

    agent = factories.AgentFactory(workgroups=[care])
    handled("leaks", owner=agent)
    much = {"text": "leaks", "platform": "facebook", "agent": agent.pk, "workgroup": care.pk, "sort": "-duration"}
    few = queries(), queries(**much)
    for _n in range(30):
        handled("leaks", owner=agent)
    # The second of two: what is remembered for some seconds may just have been forgotten.
    again = [(queries(), queries(**much)) for _turn in range(2)][1]
    assert again[0] <= few[0] and again[1] <= few[1]


def test_counting_ends_where_it_is_no_longer_worth_it(sam, handled, monkeypatch):
    def words(**query):
        return sam.get(reverse("supervision:tracker-count"), query).json()["words"]

    for _n in range(3):
        handled("leak")
    assert (
        words() == "3 interactions"
        and words(text="leak") == "3 interactions"
        and words(number=999_999) == "0 interactions"
    )
    monkeypatch.setattr(finding, "COUNTED_MOST", 2)
    assert words() == "More than 2 interactions"


def test_columns_and_times(sam, handled):
    handled(ago=timedelta(minutes=5))
    page = sam.get(TRACKER).content.decode()
    assert re.search(r'<time datetime="[^"]+Z" title="\w+ \d+ \w+ \d{4}, \d\d:\d\d:\d\d UTC">5 min ago</time>', page)


def test_who_has_nothing_is_told_what_to_do(sam, client):
    assert "The first one appears here" in sam.get(TRACKER).content.decode()
    assert "Take away a criterion" in sam.get(TRACKER, {"text": "leak"}).content.decode()
    client.force_login(factories.AgentFactory())
    assert "Here you find your own interactions" in client.get(TRACKER).content.decode()
