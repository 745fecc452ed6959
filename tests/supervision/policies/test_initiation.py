"""What initiation policies decide, and what they would have decided (R83)."""

import pytest

from supervision.policies import initiation, simulation
from supervision.policies.models import Policy
from supervision.recordings import sealing
from tests import company, factories
from tests.supervision.recordings.conftest import work

pytestmark = pytest.mark.django_db


def policy(name="One", place=1, *, record=True, active=True, **criteria):
    return Policy.objects.create(
        kind="initiation", name=name, place=place, active=active, does={"record": record}, criteria=criteria
    )


def decides(worked):
    """The name of the policy that decides about Alice's part."""
    events = sealing.journal(worked)
    said = initiation.spoken([worked.pk], initiation.asked())
    ((_part, chosen),) = initiation.decided(worked, events, initiation.asked(), said)
    return chosen and chosen.name


def test_each_criterion_decides_by_itself(worked):
    fits = {
        "media_types": ["social_direct_message"],
        "platforms": ["whatsapp", "facebook"],
        "channels": [worked.thread.channel_id],
        "workgroups": [worked.workgroup_id],
        "agents": [worked.owner_id],
        "keyword": "terrible -wonderful",
        "sample": 100,
    }
    other = factories.AgentFactory()
    not_so = {
        "media_types": ["social_conversation"],
        "platforms": ["twitter"],
        "channels": [worked.thread.channel_id + 1],
        "workgroups": [worked.workgroup_id + 1],
        "agents": [other.pk],
        "keyword": "wonderful",
    }
    one = policy()
    for name, value in fits.items():
        Policy.objects.filter(pk=one.pk).update(criteria={name: value})
        assert decides(worked) == "One", name
    for name, value in not_so.items():
        Policy.objects.filter(pk=one.pk).update(criteria={name: value})
        assert decides(worked) is None, name


def test_the_first_that_fits_decides(worked):
    policy("Later", 3)
    policy("No", 2, record=False, platforms=["whatsapp"])
    policy("Off", 1, active=False)
    assert decides(worked) == "No" and sealing.record(worked.pk) == 0


def test_a_sample_takes_about_as_many_as_it_says_and_always_the_same():
    one = Policy(pk=7, criteria={"sample": 25})
    drawn = [number for number in range(4000) if initiation.drawn(one, number)]
    assert 880 < len(drawn) < 1120
    assert drawn == [number for number in range(4000) if initiation.drawn(one, number)]


def test_history_says_what_a_policy_would_have_done_in_its_place(worked):
    more = [work(worked.thread.channel, worked.owner, f"Words {n}") for n in range(3)]
    draft = Policy(kind="initiation", name="Draft", place=5, does={"record": True}, criteria={"keyword": "words"})
    assert (simulation.tried(draft).would, simulation.tried(draft).looked) == (3, 4)
    policy("First", 1, keyword='"words 1"')
    assert simulation.tried(draft).would == 2
    before = policy("Before", 9, active=False)
    assert simulation.tried(before).would == 3  # those that no other decides about
    assert not more[0].recordings.exists()


def test_history_costs_few_queries_and_ends_when_time_is_up(worked, django_assert_max_num_queries, monkeypatch):
    [work(worked.thread.channel, worked.owner, f"Words {n}") for n in range(3)]
    draft = Policy(kind="initiation", name="Draft", place=5, does={"record": True}, criteria={"keyword": "words"})
    with django_assert_max_num_queries(5):
        simulation.tried(draft)
    monkeypatch.setattr(simulation, "SECONDS", -1.0)
    monkeypatch.setattr(simulation, "BATCH", 2)
    tried = simulation.tried(draft)
    assert tried.looked == 2 and not tried.all_of_them


def test_the_company_may_have_no_policy(worked):
    assert initiation.wanted(worked, sealing.journal(worked), []) == [] and company.journal(worked)
