"""Long lists of people: filters, few queries, changing many together; and the audit log, filtered and exported."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agents.models import AccessLicense, Agent, License, Role, Seat
from audit.models import Change
from tests import factories
from tests.channels_admin.forms_filled import page_of

pytestmark = pytest.mark.django_db
LIST = page_of(Agent, "changelist")


@pytest.fixture
def people():
    """Three people in a workgroup."""
    care = factories.WorkgroupFactory(name="Care")
    return [factories.AgentFactory(workgroups=[care]) for _n in range(3)]


def change(client, people, **given):
    """The action with these ticked; `given` is what its page is answered with."""
    apply = {"apply": "1"} if given else {}
    ticked = {"action": "together", "_selected_action": [agent.pk for agent in people]}
    return client.post(LIST, ticked | apply | given, follow=True)


def test_the_action_asks_what_is_to_change_and_changes_it_with_a_line_for_each(admin, people):
    asked = change(admin, people).content.decode()
    assert "Change 3 users together" in asked and not Change.objects.exists()
    repairs, role = factories.WorkgroupFactory(name="Repairs"), Role.objects.get(name=Role.SUPERVISOR)
    page = change(admin, people, add_to=repairs.pk, give_role=role.pk).content.decode()
    assert "3 users were changed." in page
    assert all(list(agent.groups.all()) == [role.group_ptr] for agent in people)
    assert repairs.memberships.filter(activated=True).count() == 3
    assert Change.objects.count() == 3 and Change.objects.first().after["roles"] == ["Supervisor"]
    change(admin, people, take_out_of=repairs.pk, take_role=role.pk)
    assert not repairs.memberships.exists() and not people[0].groups.exists()


def test_licenses_are_given_within_their_number_or_not_at_all(admin, people):
    factories.LicenseFactory(part=License.Part.ACCESS_WHATSAPP, count=2)
    page = change(admin, people, give_license="whatsapp").content.decode()
    assert "3 access licenses for WhatsApp are needed, and 2 are free." in page
    assert not AccessLicense.objects.exists()
    change(admin, people[:2], give_license="whatsapp")
    assert AccessLicense.objects.count() == 2
    change(admin, people, take_license="whatsapp")
    assert not AccessLicense.objects.exists()


def test_many_are_deactivated_together_but_not_oneself(admin, people):
    Seat.take(people[0])
    change(admin, people, active="no")
    assert not Agent.objects.filter(pk__in=[agent.pk for agent in people], is_active=True).exists()
    assert not Seat.objects.exists()
    assert "You are among them" in change(admin, [*people, admin.person], active="no").content.decode()
    assert "Choose what is to change." in change(admin, people, active="").content.decode()
    change(admin, people, active="yes")
    assert Agent.objects.get(pk=people[0].pk).is_active


def test_who_may_more_is_left_out(client, people):
    client.force_login(factories.AgentFactory(rights=["agents.people"]))
    above = factories.AgentFactory(username="above", roles=[Role.ADMINISTRATOR])
    assert "Left out" in change(client, [*people, above]).content.decode()
    change(client, [*people, above], active="no")
    above.refresh_from_db()
    assert above.is_active


def test_the_list_of_a_thousand_people_takes_few_queries_and_is_filtered(admin, people, django_assert_max_num_queries):
    Agent.objects.bulk_create(Agent(username=f"u{n}", first_name=f"F{n}", last_name="Many") for n in range(1000))
    people[0].groups.add(Role.objects.get(name=Role.SUPERVISOR))
    with django_assert_max_num_queries(32):
        page = admin.get(LIST)
    assert page.context["cl"].result_count == 1004
    role = Role.objects.get(name=Role.SUPERVISOR)
    care = people[0].memberships.get().workgroup
    for asked, found in (
        (f"role={role.pk}", 1),
        (f"workgroups__id__exact={care.pk}", 3),
        ("q=F999", 1),
        ("q=Many", 1000),
    ):
        with django_assert_max_num_queries(34):
            assert admin.get(f"{LIST}?{asked}").context["cl"].result_count == found, asked
    status = people[0].status_id
    assert admin.get(f"{LIST}?status__id__exact={status}").context["cl"].result_count == 4


def test_the_audit_log_is_filtered_and_exported(admin, django_assert_max_num_queries):
    bob = factories.AgentFactory(username="bob")
    for n in range(200):
        Change.objects.create(
            by=bob, noun="agents.station", object_id=str(n), name="=DESK", verb="changed", after={"a": n}
        )
    Change.objects.create(by=None, noun="agents.role", object_id="1", name="Boss", verb="created")
    Change.objects.filter(object_id="7").update(at=timezone.now() - timedelta(days=40))
    log = reverse("console:audit_change_changelist")
    day = f"{timezone.now() - timedelta(days=30):%Y-%m-%d}"
    asked = [
        ("noun=agents.role", 1),
        (f"by__id__exact={bob.pk}", 200),
        ("verb__exact=created", 1),
        (f"at__lt={day}", 1),
    ]
    for query, found in [*asked, (f"at__gte={day}", 200), ("noun=agents.station&object_id=5", 1)]:
        with django_assert_max_num_queries(26):
            assert admin.get(f"{log}?{query}").context["cl"].result_count == found, query
    with django_assert_max_num_queries(26):
        answer = admin.get(reverse("console:audit_csv") + f"?by__id__exact={bob.pk}&at__gte={day}")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert admin.get(reverse("console:audit_csv") + "?at__gte=soon").url == f"{log}?e=1", "as the list itself"
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 199 and rows[0] == rows[0] | {
        "by": "bob",
        "name": "'=DESK",
        "after": '{"a": 199}',
        "before": "",
    }
