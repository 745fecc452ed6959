"""Every figure of a report equals what one counts by hand from the rows that the Tracker lists (R87)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from agents.models import Agent, Status
from audit.models import Change
from channels_admin.models import Channel, Incident, Price, Usage
from interactions.models import Delivery, Interaction, Message, Stay, Survey
from supervision import segments
from supervision.recordings.sealing import journal
from supervision.reports import mailing, working
from supervision.reports.models import ReportMail, Schedule, Work
from supervision.reports.spans import Interval, Span
from tests import company, factories
from tests.supervision.reports.listing import agrees, listed
from tests.together import run

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def care(db):
    """A workgroup whose interactions are real ones; who ends one wraps up for a while."""
    wrap_up = Status.objects.filter(after_call_work=True).first() or Status.objects.create(
        name="Wrapping up", group="follow_up", after_call_work=True
    )
    return company.workgroup("Care", wrap_up_status=wrap_up, wrap_up_seconds=30)


@pytest.fixture
def sam(client, care):
    """A browser in which Sam is signed in."""
    rights = ["agents.reports", "agents.tracker"]
    client.person = factories.AgentFactory(username="sam", rights=rights, supervises=[care], time_zone="Europe/Lisbon")
    client.force_login(client.person)
    return client


@pytest.fixture
def days(care):
    """Two days of work: some picked up in time, some late, some held, transferred or never answered."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        alice, bob, queue = company.agent("alice", care), company.agent("bob", care), company.channel(care)
        for number in range(6):
            one = company.writes(queue, company.said(by=f"{number}"))[-1]
            clock.shift(20 + 30 * (number % 3))
            if number == 5:
                one.disconnect(None)
            else:
                _worked(clock, one, alice, bob if number == 2 else None)
        clock.shift(3 * 3600)
        working.read_due()
        yield clock


def _worked(clock, one, alice, then=None):
    """Alice has it for a while, and gives it to somebody else or ends it; who ends it wraps up."""
    one.pick_up(alice)
    clock.shift(100)
    one.hold(alice)
    clock.shift(40)
    one.pick_up(alice)
    if then:
        then.seat.heard()
        one.transfer_to_agent(then, alice)
        clock.shift(10)
        one.pick_up(then)
    company.answers(one, one.owner)
    clock.shift(60)
    one.disconnect(one.owner)
    clock.shift(30)
    type(alice).wrap_ups_due()
    clock.shift(8 * 3600)


def report(client, name, **asked):
    """The table of one, from its page."""
    span = {"since": "2026-03-01", "until": "2026-03-05"}
    found = client.get(reverse("reports:reports"), {"report": name, **span, **asked})
    assert found.status_code == 200, found.context["asked"].errors
    return found.context["table"]


def ids(rows, start=MONDAY, lasting=timedelta(days=9)):
    """The interactions of (interaction, moment) pairs whose moment lies in a time."""
    return [pk for pk, at in rows if at and start <= at < start + lasting]


def test_every_figure_of_an_interval_is_as_many_as_the_rows_that_the_tracker_lists_for_it(sam, days):
    """Counted here from all rows, without any of the product's conditions."""
    every, stays = list(Interaction.objects.all()), list(Stay.objects.all())
    written = list(Message.objects.select_related("delivery"))
    asked = [one for one in every if one.owner][:2]
    for number, one in enumerate(asked):
        facts = {"thread": one.thread, "workgroup": one.workgroup, "agent": one.owner, "state": "asked"}
        rated = {"rating": 5, "rated_at": one.disconnected_at} if number else {}
        Survey.objects.create(interaction=one, asked_at=one.disconnected_at, **facts, **rated)
    delivered = Delivery.objects.first()
    Delivery.objects.filter(pk=delivered.pk).update(state="delivered")
    counted = {
        "volume": {
            "begun": [(one.pk, one.created_at) for one in every],
            "ended": [(one.pk, one.disconnected_at) for one in every],
            "unanswered": [(one.pk, one.disconnected_at) for one in every if not one.picked_up_at],
            "conversations": [],
            "messages": [(one.pk, one.created_at) for one in every],
            "received": [(one.interaction_id, one.platform_at) for one in written if not one.outbound],
            "sent": [(one.interaction_id, one.platform_at) for one in written if one.pk == delivered.message_id],
        },
        "service_level": {
            "picked_up": [(stay.interaction_id, stay.left_at) for stay in stays if stay.end == "picked_up"],
            "within": [
                (stay.interaction_id, stay.left_at) for stay in stays if stay.waited_ms <= 60_000 and stay.agent_id
            ],
            "unanswered": [(stay.interaction_id, stay.left_at) for stay in stays if not stay.agent_id],
            "handed_on": [],
        },
        "first_reply": {"replies": [(one.pk, one.first_reply_at) for one in every]},
        "satisfaction": {
            "asked": [(one.pk, one.disconnected_at) for one in asked],
            "rated": [(asked[1].pk, asked[1].disconnected_at)],
        },
        "handle_time": {"work": [(one.interaction_id, one.ended_at) for one in Work.objects.all()]},
    }
    for name, figures in counted.items():
        table = report(sam, name, interval="day")
        agrees(sam.person, table.all, {figure: ids(rows) for figure, rows in figures.items()})
        row = table.rows[1]
        assert set(row.links) == {figure for figure in figures if row.values[figure]}
        agrees(sam.person, row, {figure: ids(rows, row.at, timedelta(days=1)) for figure, rows in figures.items()})


def test_the_tracker_says_what_a_figure_counts_and_knows_no_other(sam, days, care, elsewhere):
    link = report(sam, "volume", workgroup=care.pk).rows[1].links["begun"]
    page = sam.get(link).content.decode()
    assert "Begun (Volume), 2 Mar 2026, 00:00 to 3 Mar 2026, 00:00, Care" in page
    assert "which figure of a report" in sam.get(link.replace("begun", "begin")).content.decode()
    assert listed(sam.person, link.replace(f"~{care.pk}~", f"~{elsewhere.pk}~")) == set(), "not his"
    assert listed(factories.AgentFactory(), link) == set()


def test_service_level_and_first_replies_equal_the_sum_of_their_rows(sam, days, care):
    total, stays = report(sam, "service_level").total, list(Stay.objects.all())
    picked = [stay for stay in stays if stay.end == "picked_up"]
    within = [stay for stay in picked if stay.waited_ms <= 60_000]
    assert (total["picked_up"], total["within"], total["unanswered"]) == (len(picked), len(within), 1)
    assert total["service_level"] == round(100 * len(within) / (len(picked) + 1), 1)
    assert total["longest_waited"] == max(stay.waited_ms for stay in stays) // 1000
    took = [one.first_reply_at - one.created_at for one in Interaction.objects.exclude(first_reply_at=None)]
    replies = report(sam, "first_reply").total
    assert replies == {"replies": 5, "first_reply": round(sum(took, timedelta(0)).total_seconds() / 5)}


def test_handle_time_equals_the_journals(sam, days):
    total, now = report(sam, "handle_time").total, timezone.now()
    spent = {"connected": 0.0, "held": 0.0}
    for one in Interaction.objects.all():
        stretches = segments.segments(journal(one))
        for state in spent:
            spent[state] += segments.total(stretches, (state,), now)
    assert {name: total[name] for name in spent} == spent
    assert (total["work"], total["wrap_up"]) == (6, 5 * 30), "one was in two agents' hands; each end was wrapped up"
    assert total["mean"] == round((sum(spent.values()) + 150) / 6)
    working.read_due()
    assert Work.objects.count() == 6, "each is read once"


def test_agents_and_channels_have_a_row_each_or_one_for_each_interval(sam, days, care):
    table = report(sam, "agents")
    rows = {row.name: row for row in table.rows}
    alice, bob = rows["Alice"], rows["Bob"]
    assert (alice.values["picked_up"], alice.values["work"], bob.values["work"]) == (5, 5, 1)
    wrap_up = care.wrap_up_status.group
    assert alice.values[wrap_up] >= 4 * 30
    agrees(sam.person, bob, {"work": [Work.objects.get(agent__username="bob").interaction_id]})
    cut = report(sam, "agents", rows="interval", interval="hour")
    assert cut.kind == "Interval" and len(cut.rows) == 5 * 24
    assert all(abs(cut.total[name] - table.total[name]) <= 1 for name in table.total)
    assert sum(row.values[wrap_up] for row in cut.rows) == sum(row.values[wrap_up] for row in table.rows)
    available = [row.values["available"] for row in cut.rows]
    assert max(available) <= 3 * 3600 and cut.rows[0].values["available"] == 0, (
        "three people, and none before they came"
    )
    assert report(sam, "agents", since="2026-03-02", until="2026-03-02").total["picked_up"] == 2, (
        "none was left unanswered"
    )
    alone = report(sam, "agents", rows="interval", agent=Agent.objects.get(username="bob").pk)
    assert (alone.total["work"], alone.total["picked_up"], alone.total["available"]) == (1, 0, bob.values["available"])


def test_channels_by_day_cost_what_they_cost_by_channel(sam, days, care):
    (place,) = Channel.objects.all()
    beside = Channel.objects.create(name="Beside", platform="whatsapp", account=place.account, direct_workgroup=care)
    Price.objects.update_or_create(platform="whatsapp", kind="template", defaults={"amount": "0.05"})
    for channel, day, number in ((place, 2, 3), (place, 4, 1), (beside, 4, 2), (beside, 20, 9)):
        Usage.objects.create(channel=channel, day=f"2026-03-{day:02}", kind="template", count=number)
    Incident.objects.create(account=place.account, kind="ending", began=MONDAY)
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(state="failed")
    table = report(sam, "channels")
    rows = {row.name: row.values for row in table.rows}
    assert {name: (row["begun"], row["failed"], row["used"], row["cost"]) for name, row in rows.items()} == {
        place.name: (6, 1, 4, 0.2),
        "Beside": (0, 0, 2, 0.1),
    }
    assert table.total["incidents"] == rows["Beside"]["incidents"] == 1, "an account's, once in the total"
    cut = report(sam, "channels", rows="interval", interval="day")
    assert cut.total == table.total
    assert [row.values["used"] for row in cut.rows] == [0, 3, 0, 3, 0]
    finer = report(sam, "channels", rows="interval", interval="hour", channel=place.pk)
    assert (finer.total["used"], finer.rows[0].values["used"]) == (4, None), "counted by days"
    assert "Replies failed" in sam.get(reverse("reports:reports"), {"report": "channels"}).content.decode()


def test_cut_finer_or_coarser_the_total_is_the_same(sam, days):
    whole = report(sam, "volume").total
    assert report(sam, "volume", interval="hour").total == whole
    assert report(sam, "volume", interval="month").total == whole
    wrong = sam.get(reverse("reports:reports"), {"since": "2026-01-01", "until": "2026-03-05", "interval": "quarter"})
    assert wrong.status_code == 400 and "At most 4 days of this interval." in wrong.content.decode()
    assert "A time zone by its name" in sam.get(reverse("reports:reports"), {"zone": "Mars"}).content.decode()


def test_a_day_on_which_the_clock_jumps_has_as_many_hours_as_it_has():
    day = datetime(2026, 3, 29).date()
    assert len(Span(day, day, ZoneInfo("Europe/Lisbon"), Interval.HOUR).starts()) == 23


def test_the_csv_says_what_the_page_says(sam, days):
    given = {"report": "volume", "since": "2026-03-01", "until": "2026-03-05", "format": "csv"}
    answer = sam.get(reverse("reports:reports"), given)
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Interval,Begun,Ended") and len(lines) == 7
    assert lines[-1].split(",")[:3] == ["Total", "6", "6"]
    assert "volume-2026-03-01-2026-03-05.csv" in answer["Content-Disposition"]


def test_the_page_costs_the_same_however_much_there_is(sam, days, django_assert_max_num_queries):
    for name in ("volume", "agents", "channels"):
        with django_assert_max_num_queries(24):
            report(sam, name)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_a_scheduled_report_is_mailed_once_about_the_week_before(sam, days, mailoutbox):
    page = reverse("reports:schedule") + f"?report=volume&workgroup={sam.person.memberships.get().workgroup_id}"
    assert "no e-mail address" in sam.post(page, {"every": "week", "hour": "7", "mail_to": "me"}).content.decode()
    sam.post(page, {"every": "week", "hour": "7", "mail_to": "boss@acme.example"})
    assert "Volume (Care)</a>" in sam.get(reverse("reports:reports")).content.decode()
    schedule = Schedule.objects.get()
    assert schedule.next_at == datetime(2026, 3, 9, 7, tzinfo=UTC)
    days.move_to(datetime(2026, 3, 9, 7, 1, tzinfo=UTC))
    run(*[mailing.send_due] * 3)
    mailing.send_due()
    (mail,) = mailoutbox
    assert (mail.subject, mail.bcc) == ("Volume (Care), 2026-03-02 to 2026-03-08", ["boss@acme.example"])
    assert "Begun: 6" in mail.body and mail.attachments[0][1].splitlines()[-1].startswith("Total,6")
    assert ReportMail.objects.get().sent_at and Schedule.objects.get().next_at.day == 16
    ReportMail.objects.update(sent_at=None)  # whoever sent it died before he noted it
    mailing.send_due()
    assert len(mailoutbox) == 1
    days.shift(301)
    mailing.send_due()
    assert len(mailoutbox) == 2 and mailoutbox[1].subject == mail.subject
    sam.post(reverse("reports:unschedule", args=[schedule.pk]))
    assert [line.verb for line in Change.objects.order_by("pk")] == ["created", "deleted"]
