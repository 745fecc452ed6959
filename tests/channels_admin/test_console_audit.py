"""The audit log in the console."""

import pytest
from django.urls import reverse

from audit.models import Change
from tests import factories
from tests.channels_admin.forms_filled import fill, page_of

pytestmark = pytest.mark.django_db


def found(client, **query):
    return [change.name for change in client.get(page_of(Change, "changelist"), query).context["cl"].result_list]


def test_every_change_is_there_newest_first(admin):
    desk = factories.StationFactory(name="DESK-1")
    fill(admin, page_of(type(desk), "change", desk.pk), name="DESK-2")
    admin.post(page_of(type(desk), "delete", desk.pk), {"post": "yes"})
    verbs = [change.verb for change in Change.objects.all()]
    assert verbs == ["deleted", "changed"]
    page = admin.get(page_of(Change, "changelist")).content.decode()
    assert "DESK-1" in page and "DESK-2" in page and "Ada" in page


def test_it_is_filtered_by_noun_verb_and_name(admin):
    desk, group = factories.StationFactory(name="DESK-1"), factories.WorkgroupFactory(name="Care")
    fill(admin, page_of(type(desk), "change", desk.pk), name="DESK-2")
    fill(admin, page_of(type(group), "change", group.pk), name="Cure")
    fill(admin, page_of(type(desk), "add"), name="DESK-3")
    assert found(admin) == ["DESK-3", "Cure", "DESK-2"]
    assert found(admin, noun="agents.workgroup") == ["Cure"]
    assert found(admin, verb="created") == ["DESK-3"]
    assert found(admin, q="desk-2") == ["DESK-2"]


def test_the_changes_of_one_thing_are_a_click_away(admin):
    first, second = factories.StationFactory(), factories.StationFactory()
    for desk in (first, second):
        fill(admin, page_of(type(desk), "change", desk.pk), name=f"Moved {desk.pk}")
    answer = admin.get(page_of(type(first), "history", first.pk), follow=True)
    assert [change.name for change in answer.context["cl"].result_list] == [f"Moved {first.pk}"]


def test_nobody_writes_changes_or_deletes_it(admin):
    change = Change.objects.create(noun="agents.station", object_id="1", name="DESK", verb="created", by=None)
    assert admin.get(page_of(Change, "add")).status_code == 403
    assert admin.post(page_of(Change, "change", change.pk), {"name": "x"}).status_code == 403
    assert admin.post(page_of(Change, "delete", change.pk), {"post": "yes"}).status_code == 403


def test_times_are_those_of_the_reader(admin):
    admin.person.time_zone = "Asia/Tokyo"
    admin.person.save()
    Change.objects.create(noun="agents.station", object_id="1", name="DESK", verb="created", by=None)
    assert " JST" in admin.get(page_of(Change, "changelist")).content.decode()
    admin.person.time_zone = "Nowhere/None"
    admin.person.save()
    assert " UTC" in admin.get(reverse("console:index")).content.decode()
