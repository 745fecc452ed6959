"""The pages of policies: written, tried, ordered, switched, deleted, and all of it in the audit log (R83)."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from agents.models import Role
from audit.models import Change
from supervision.policies import retention
from supervision.policies.models import Policy
from supervision.policies.simulation import Tried
from tests import factories
from tests.supervision.recordings.making import recording

pytestmark = pytest.mark.django_db
LIST = reverse("policies:list")


@pytest.fixture
def ada(client):
    """A browser in which an administrator is signed in."""
    client.person = factories.AgentFactory(first_name="Ada", roles=[Role.ADMINISTRATOR])
    client.force_login(client.person)
    return client


def new(client, kind, **given):
    return client.post(reverse("policies:new", args=[kind]), given)


def errors(answer):
    return [error for field in answer.context["form"] for error in field.errors]


def test_a_policy_is_written_tried_and_switched_on(ada, worked):
    given = {"name": "Complaints", "record": "yes", "keyword": "terrible", "platforms": ["whatsapp"], "sample": "100"}
    page = new(ada, "initiation", **given, simulate="").content.decode()
    assert "Would have recorded 1 of 1" in page and not Policy.objects.filter(kind="initiation").exists()
    new(ada, "initiation", **given, save="")
    one = Policy.objects.get(kind="initiation")
    assert one.criteria == {"platforms": ["whatsapp"], "keyword": "terrible", "sample": 100}
    assert one.does == {"record": True} and not one.active
    ada.post(reverse("policies:act", args=[one.pk]), {"do": "on"})
    assert Policy.objects.get(pk=one.pk).active
    page = ada.get(LIST).content.decode()
    assert "Complaints" in page and "Keyword: <b>terrible</b>" in page
    page = ada.get(reverse("policies:edit", args=[one.pk])).content.decode()
    assert 'value="terrible"' in page and 'value="whatsapp" id="id_platforms_2" checked' in page
    lines = list(Change.objects.filter(noun="supervision.policy").order_by("pk").values_list("verb", flat=True))
    assert lines == ["created", "switched on"]
    assert "Keyword: terrible" in Change.objects.get(verb="created").after["criteria"]


def test_actions_of_retention_are_checked_and_kept_in_their_order(ada):
    given = {"name": "Short", "do0": "keep", "value0": "soon", "do1": "tag", "value1": ""}
    assert errors(new(ada, "retention", **given, save="")) == [
        "Enter a number of days, from 1 to 36500.",
        "Enter the word, of 60 letters at most.",
    ]
    assert errors(new(ada, "retention", name="None", save="")) == ["Choose at least one action."]
    new(ada, "retention", name="Short", do0="keep", value0="30", do1="purge", tags="VIP, old ,", save="")
    one = Policy.objects.get(kind="retention")
    assert one.does == {"actions": [{"do": "keep", "value": 30}, {"do": "purge"}]}
    assert one.criteria == {"tags": ["VIP", "old"]}
    page = ada.get(reverse("policies:edit", args=[one.pk])).content.decode()
    assert 'value="VIP, old"' in page and '<option value="purge" selected>' in page


def test_who_may_see_everything_is_nothing_that_happens_by_an_oversight(ada):
    assert errors(new(ada, "security", name="All", save="")) == [
        "Choose roles or people, or only workgroups that the person supervises.",
        "Choose at least one thing that they may do.",
    ]
    role = Role.objects.get(name=Role.SUPERVISOR)
    new(ada, "security", name="Judges", acts=["see", "score"], roles=[role.pk], save="")
    one = Policy.objects.get(name="Judges")
    assert one.does == {"acts": ["see", "score"], "roles": [role.pk], "agents": []}
    assert errors(new(ada, "security", name="Judges", acts=["see"], roles=[role.pk], save="")) == [
        "There is a policy with this name already. Choose another one."
    ]


def test_the_built_in_one_stays_and_the_others_can_be_moved_and_deleted(ada):
    built_in, other = Policy.objects.filter(kind="security").order_by("place")
    for do in ("off", "delete"):
        page = ada.post(reverse("policies:act", args=[built_in.pk]), {"do": do}, follow=True).content.decode()
        assert "This policy is built in" in page
    assert ada.get(reverse("policies:edit", args=[built_in.pk])).status_code == 302
    ada.post(reverse("policies:act", args=[other.pk]), {"do": "up"})
    assert list(Policy.objects.filter(kind="security").order_by("place")) == [other, built_in]
    assert Change.objects.get().after == {"order": "Supervisors, Administrators"}
    ada.post(reverse("policies:act", args=[other.pk]), {"do": "delete"})
    assert list(Policy.objects.filter(kind="security")) == [built_in]
    assert ada.get(reverse("policies:new", args=["other"])).status_code == 404


def test_retention_is_tried_in_its_place_action_by_action(ada):
    days = {n: timezone.now() - timedelta(days=n) for n in (1, 40, 100)}
    old, older, _new = (recording(platform="facebook", began_at=days[n], ended_at=days[n]) for n in (40, 100, 1))
    recording(platform="twitter", began_at=days[100], ended_at=days[100])
    recording(platform="facebook", began_at=days[100], ended_at=days[100], archived_at=timezone.now())
    given = {
        "do0": "keep",
        "value0": "30",
        "do1": "tag",
        "value1": "VIP",
        "do2": "keep",
        "value2": "90",
        "do3": "purge",
    }
    answer = new(ada, "retention", name="Old", platforms=["facebook"], **given, simulate="")
    assert [number for _action, number in answer.context["result"].each] == [2, 1]
    page = answer.content.decode()
    assert "Would do something now to 2 of 4 recordings" in page and "set the tag “VIP”" in page
    stops = {"actions": [{"do": "keep", "value": 90}, {"do": "stop"}]}
    Policy.objects.create(kind="retention", name="First", active=True, does=stops, criteria={"platforms": ["facebook"]})
    answer = new(ada, "retention", name="Old", platforms=["facebook"], **given, simulate="")
    assert [number for _action, number in answer.context["result"].each] == [1, 0]
    assert errors(new(ada, "retention", name="Cards", do0="assign", value0="Care", save="")) == [
        "There is no questionnaire of this name: choose one of the list."
    ]


def test_thousands_are_written_as_people_read_them():
    result = Tried(would=312, looked=1204, each=[("purge all", 1312)])
    context = {"policy": Policy(kind="initiation", does={"record": True}), "result": result, "days": 30}
    page = render_to_string("supervision/policies/_result.html", context)
    assert "Would have recorded 312 of 1,204" in page and "1,312" in page


def test_security_is_tried_for_whom_it_names(ada):
    care, sam = factories.WorkgroupFactory(), factories.AgentFactory()
    one = recording(workgroup=care, interaction=factories.InteractionFactory(workgroup=care))
    recording(), factories.AgentFactory(supervises=[care])
    given = {"name": "Sam", "acts": ["see"], "simulate": ""}
    page = new(ada, "security", **given, of_agents=[sam.pk]).content.decode()
    assert "Would open 2 of 2 recordings to 1 person" in page
    page = new(ada, "security", **given, supervised="on", platforms=[one.platform]).content.decode()
    assert "Would open 1 of 2 recordings to 1 person" in page
    assert "Would open 0 of 2" in new(ada, "security", **given, supervised="on", of_agents=[sam.pk]).content.decode()


def test_the_daily_run_says_what_it_did(ada, django_assert_max_num_queries):
    recording(), recording()
    does = {"actions": [{"do": "tag", "value": "New"}, {"do": "assign", "value": "Nothing"}]}
    Policy.objects.create(kind="retention", name="Tags", active=True, does=does)
    assert "No run yet" in ada.get(reverse("policies:runs")).content.decode()
    retention.retain_due()
    with django_assert_max_num_queries(20):
        page = ada.get(reverse("policies:runs")).content.decode()
    assert "set the tag “New”" in page and "2 could not be done" in page and "Through" in page
