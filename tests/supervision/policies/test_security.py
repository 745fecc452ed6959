"""Who may do what with a recording."""

import pytest

from agents.models import Role
from supervision.policies.models import Policy
from supervision.policies.security import Act, recordings_for
from supervision.recordings.models import Tag
from tests import factories
from tests.supervision.recordings.making import recording

pytestmark = pytest.mark.django_db


def may(person, one):
    """What this person may do with this recording."""
    return {act.value for act in Act if recordings_for(person, act).filter(pk=one.pk).exists()}


@pytest.fixture
def ours():
    """A recording of Alice's, in the workgroup Care."""
    care = factories.WorkgroupFactory(name="Care")
    alice = factories.AgentFactory(username="alice", workgroups=[care], roles=[Role.AGENT])
    return recording(agent=alice, workgroup=care)


def test_administrators_may_do_everything_and_the_participant_sees_and_plays(ours):
    assert may(factories.AgentFactory(roles=[Role.ADMINISTRATOR]), ours) == set(Act.values)
    assert may(factories.AgentFactory(is_superuser=True), ours) == set(Act.values)
    assert may(ours.agent, ours) == {"see", "play"}
    assert may(factories.AgentFactory(workgroups=[ours.workgroup]), ours) == set()


def test_supervisors_may_do_all_but_delete_what_their_workgroups_did(ours):
    mine = factories.AgentFactory(supervises=[ours.workgroup])
    assert may(mine, ours) == {"see", "play", "score", "export"}
    assert may(factories.AgentFactory(supervises=[factories.WorkgroupFactory()]), ours) == set()


def test_a_policy_grants_what_it_says_to_whom_it_names_and_only_of_what_it_is_about(ours):
    judge, other = factories.AgentFactory(), factories.AgentFactory(workgroups=[ours.workgroup])
    other_platform = recording(platform="twitter")
    does = {"acts": ["see", "score"], "roles": [], "agents": [judge.pk]}
    about = {"platforms": ["facebook"], "tags": ["Complaint"]}
    policy = Policy.objects.create(kind="security", name="Judges", active=True, criteria=about, does=does)
    assert may(judge, ours) == set()  # it carries no such tag
    ours.tags.add(Tag.objects.create(name="Complaint"))
    assert may(judge, ours) == {"see", "score"}
    assert may(judge, other_platform) == may(other, ours) == set()
    Policy.objects.filter(pk=policy.pk).update(active=False)
    assert may(judge, ours) == set()


def test_a_policy_can_name_a_role_and_a_word_that_was_said(ours):
    role = factories.RoleFactory(name="Training")
    trainee = factories.AgentFactory(roles=["Training"])
    does = {"acts": ["play"], "roles": [role.pk], "agents": []}
    policy = Policy.objects.create(kind="security", name="T", active=True, criteria={"keyword": "leaks"}, does=does)
    assert may(trainee, ours) == set()
    ours.interaction.messages.update(text="It leaks again")
    assert may(trainee, ours) == {"play"}
    assert policy.words == "T"
