"""The editor of business hours (R34b): a week, holidays, a copy, and a reply that is refused without a way to a person."""

import pytest
from django.urls import reverse

from agents.models import Holiday, Workgroup
from audit.models import Change
from channels_admin.models import Word
from tests import factories
from tests.channels_admin.forms_filled import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def care():
    """A workgroup without hours."""
    return factories.WorkgroupFactory(name="Care")


def page(workgroup):
    """The address of its hours."""
    return reverse("console:hours_edit", args=[workgroup.pk])


def week(workgroup):
    """[(weekday, opens, closes)] in minutes."""
    return list(workgroup.hours.values_list("weekday", "opens", "closes"))


def refused(answer):
    """What is said where something is wrong."""
    assert answer.status_code == 400
    return [str(text) for texts in answer.context["form"].errors.values() for text in texts]


def test_a_week_and_holidays_are_saved_and_shown_again(admin, care):
    days = {"day0": "13:30-18:00, 09:00–12:30", "day6": "20:00-24:00"}
    holidays = "2026-12-25 Christmas Day\n2027-01-01"
    answer = fill(admin, page(care), keeps_hours="on", time_zone="Europe/Berlin", holidays=holidays, **days)
    assert answer.status_code == 302
    assert week(care) == [(0, 540, 750), (0, 810, 1080), (6, 1200, 1440)]
    assert list(Holiday.objects.values_list("name", flat=True)) == ["Christmas Day", ""]
    shown = admin.get(page(care)).content.decode()
    assert 'value="09:00–12:30, 13:30–18:00"' in shown and "2026-12-25 Christmas Day" in shown
    change = Change.objects.get()
    assert change.after["hours"] == ["Monday 09:00–12:30", "Monday 13:30–18:00", "Sunday 20:00–24:00"]
    assert fill(admin, page(care)).status_code == 302 and Change.objects.count() == 1, "saved again as it was"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("day1", "9 to 5", "is no span of a day"),
        ("day1", "18:00-09:00", "is no span of a day"),
        ("day1", "09:00-24:01", "is no span of a day"),
        ("day1", "09:75-10:00", "is no span of a day"),
        ("day1", "09:00-12:00, 11:00-13:00", "09:00–12:00 and 11:00–13:00 overlap."),
        ("holidays", "25.12.2026", "does not begin with a day"),
        ("time_zone", "Mars/Olympus", "is not one of the available choices"),
    ],
)
def test_what_is_no_hour_or_day_is_refused_in_words_and_nothing_changes(admin, care, field, value, reason):
    answer = fill(admin, page(care), day0="09:00-10:00", **{field: value})
    assert any(reason in text for text in refused(answer))
    assert week(care) == [] and not Change.objects.exists()


def test_a_reply_without_a_way_to_a_person_is_refused(admin, care):
    Word.objects.filter(kind="handoff").delete()
    assert "Enter a hand-off word first" in refused(fill(admin, page(care), closed_reply="We are closed"))[0]
    Word.objects.create(kind="handoff", text="agent")
    assert "one of the hand-off words, which are “agent”" in refused(fill(admin, page(care), closed_reply="Closed"))[0]
    assert fill(admin, page(care), closed_reply="Closed. Write AGENT for a person.").status_code == 302
    long = "agent " + "x" * 280
    said = refused(fill(admin, page(care), closed_reply=long, closed_reply_in_public="on"))
    assert said == ["Under public posts it has 280 characters at most."]


def test_hours_are_copied_into_the_form_and_saved_only_with_the_button(admin, care):
    fill(admin, page(care), keeps_hours="on", day2="08:00-16:00", holidays="2026-12-25 Christmas Day")
    other = factories.WorkgroupFactory(name="Repairs")
    copied = f"{page(other)}?from={care.pk}"
    assert 'value="08:00–16:00"' in admin.get(copied).content.decode()
    assert week(other) == []
    data = {"keeps_hours": "on", "time_zone": "UTC", "day2": "08:00–16:00"}
    assert admin.post(page(other), data).status_code == 302
    assert week(other) == [(2, 480, 960)]
    assert admin.get(f"{page(other)}?from=x").status_code == 404


def test_the_list_says_who_is_open_now_and_takes_few_queries(admin, care, django_assert_max_num_queries):
    Workgroup.objects.update(keeps_hours=True)
    factories.WorkgroupFactory(name="Free")
    for n in range(20):
        factories.WorkgroupFactory(name=f"Other {n}")
    with django_assert_max_num_queries(24):
        shown = admin.get(reverse("console:hours")).content.decode()
    assert "Never opens" in shown and "Always open" in shown


def test_the_hours_ask_for_the_right_people_and_workgroups(client, care):
    client.force_login(factories.AgentFactory(rights=["channels_admin.administer"]))
    assert client.get(page(care)).status_code == 403
    assert client.post(page(care), {}).status_code == 403
