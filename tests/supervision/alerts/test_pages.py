"""Writing alerts: what is refused in words, what it would say now, and what goes to the audit log (R86)."""

import pytest
from django.urls import reverse

from audit.models import Change
from supervision.alerts.models import Alert, Occurrence
from supervision.statistics.models import Objective
from tests import company, factories

pytestmark = pytest.mark.django_db


def given(care, **more):
    """What the form is sent with."""
    facts = {"about": f"w{care.pk}", "figure": "service_level", "period": "today", "condition": "under", "limit": "80"}
    return facts | {"holds_for": "0", "severity": "major", "colors": "on", "active": "on", "mail_to": ""} | more


def test_one_is_written_changed_and_deleted_with_lines_in_the_audit_log(sam, care):
    sam.post(reverse("statistics:alert-new"), given(care, limit="75 %", mail_on_entering="on", mail_to="a@b.example"))
    alert = Alert.objects.get()
    assert (alert.workgroup, alert.threshold, alert.addresses, alert.made_by) == (care, 75, ["a@b.example"], sam.person)
    where = reverse("statistics:alert-edit", args=[alert.pk])
    assert 'value="75"' in sam.get(where).content.decode()
    sam.post(where, given(care, figure="longest_waiting", limit="2:30", condition="over"))
    alert.refresh_from_db()
    assert (alert.figure, alert.threshold) == ("longest_waiting", 150)
    page = sam.get(reverse("statistics:alerts")).content.decode()
    assert "Longest waiting over 2:30" in page
    sam.post(reverse("statistics:alert-delete", args=[alert.pk]))
    assert not Alert.objects.exists()
    changes = Change.objects.filter(noun="supervision.alert").order_by("pk")
    assert [change.verb for change in changes] == ["created", "changed", "deleted"]
    assert changes[1].after["threshold"] == 150


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"limit": "many"}, "A number, or a time such as 2:30."),
        ({"limit": "-1"}, "A number from 0 upward."),
        ({"limit": "101"}, "At most 100 percent."),
        ({"figure": "in_status"}, "Choose the status whose agents are counted."),
        ({"mail_on_leaving": "on"}, "Say to whom the mail goes."),
        ({"mail_to": "ops"}, "“ops” is no e-mail address."),
        ({"about": "w0"}, "is not one of the available choices"),
        ({"holds_for": "100000"}, "less than or equal to 86400"),
    ],
)
def test_what_is_wrong_is_said_in_words(sam, care, wrong, words):
    answer = sam.post(reverse("statistics:alert-new"), given(care, **wrong))
    assert answer.status_code == 400 and words in answer.content.decode().replace("&quot;", '"')
    assert not Alert.objects.exists()


def test_an_agent_has_no_queue(sam, care, alice):
    answer = sam.post(reverse("statistics:alert-new"), given(care, about=f"a{alice.pk}", figure="waiting"))
    assert "This figure is one of workgroups" in answer.content.decode()


def test_it_says_what_it_would_say_now(sam, care, queue):
    company.waiting(queue, 2)
    said = sam.post(reverse("statistics:alert-preview"), given(care, figure="waiting", condition="over", limit="1"))
    assert said.json() == {"words": "Waiting over 1, now 2", "holds": True}
    assert sam.post(reverse("statistics:alert-preview"), given(care, limit="x")).json()["holds"] is None
    assert not Alert.objects.exists() and not Occurrence.objects.exists()


def test_an_objective_is_kept_and_logged_and_nonsense_is_refused(sam, care):
    where = reverse("statistics:objective", args=[care.pk])
    for percent in ("90", "0", "x"):
        sam.post(where, {"percent": percent})
    assert Objective.objects.get().percent == 90
    assert Change.objects.get().after == {"percent": 90}


def test_the_list_costs_no_query_each(sam, alert, django_assert_max_num_queries):
    for number in range(10):
        Occurrence.of(alert(threshold=number), 1, company.timezone.now()).save()
    sam.get(reverse("statistics:alerts"))
    with django_assert_max_num_queries(16):
        assert sam.get(reverse("statistics:alerts")).content.decode().count('data-test="alert"') == 10


def test_alerts_of_other_workgroups_are_not_there(sam):
    other = Alert.objects.create(workgroup=company.workgroup("Other"), figure="waiting", threshold=1)
    for address in ("alert-edit", "alert-delete"):
        assert sam.post(reverse(f"statistics:{address}", args=[other.pk])).status_code == 404
    eve = factories.AgentFactory(username="eve")
    sam.force_login(eve)
    assert sam.get(reverse("statistics:alerts")).status_code == 403
