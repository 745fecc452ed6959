"""Who may read a workgroup's figures by API, and how history is asked for."""

import pytest

from audit.rights import Right
from tests import company, factories

pytestmark = pytest.mark.django_db


def address(workgroup, query=""):
    return f"/api/v1/workgroups/{workgroup.pk}/service-level/{query}"


@pytest.fixture
def sam(client, care):
    """A browser in which Sam is signed in, who supervises Care and reads figures."""
    client.person = factories.AgentFactory(username="sam", rights=[Right.STATISTICS], supervises=[care])
    client.force_login(client.person)
    return client


def test_without_the_right_statistics_a_supervisor_is_told_so(client, care):
    client.force_login(factories.AgentFactory(rights=set(Right) - {Right.STATISTICS, Right.PEOPLE}, supervises=[care]))
    answer = client.get(address(care))
    assert answer.status_code == 403 and "Statistics" in answer.content.decode()


def test_the_role_supervisor_brings_it_along(client, care, elsewhere):
    client.force_login(factories.AgentFactory(roles=["Supervisor"], supervises=[care]))
    assert client.get(address(care)).status_code == 200
    assert client.get(address(elsewhere)).status_code == 404


def test_a_supervisor_reads_the_figures_of_his_workgroups_and_of_no_other(sam, care, elsewhere):
    factories.MembershipFactory(agent=sam.person, workgroup=elsewhere)
    answer = sam.get(address(care)).json()
    assert answer["workgroup"] == {"id": care.pk, "name": "Care"}
    assert [row["name"] for row in answer["types"]] == ["Social Conversation", "Social Direct Message"]
    assert "history" not in answer
    assert sam.get(address(elsewhere)).status_code == 404


def test_who_sets_workgroups_up_reads_the_figures_of_all(client, elsewhere):
    client.force_login(factories.AgentFactory(rights=["agents.people"]))
    assert client.get(address(elsewhere)).status_code == 200


def test_agents_and_strangers_read_none(client, care):
    assert client.get(address(care)).status_code == 403
    client.force_login(factories.AgentFactory(workgroups=[care], rights=["agents.statistics"]))
    assert client.get(address(care)).status_code == 404


def test_history_goes_by_days_of_the_workgroup(sam, care):
    history = sam.get(address(care, "?interval=hour&since=2026-03-02&until=2026-03-03")).json()["history"]
    assert len(history) == 48
    assert history[0] == {
        "since": "2026-03-02T00:00:00+00:00",
        "picked_up": 0,
        "within": 0,
        "unanswered": 0,
        "handed_on": 0,
        "attained": None,
    }
    assert len(sam.get(address(care, "?interval=half_hour")).json()["history"]) == 48


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("?interval=week", "interval", "not a valid choice"),
        ("?interval=day&since=yesterday", "since", "wrong format"),
        ("?interval=day&since=2026-03-03&until=2026-03-02", "until", "lies before"),
        ("?interval=day&since=9999-12-31&until=9999-12-31", "since", "Choose a day from 2000 to 2199."),
        ("?interval=half_hour&since=2026-03-01&until=2026-03-03", "since", "At most 2 days of this interval"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused_in_words(sam, care, query, field, said):
    answer = sam.get(address(care, query))
    assert answer.status_code == 400 and said in str(answer.json()), answer.content


def test_many_interactions_cost_what_one_costs(sam, django_assert_num_queries):
    group = company.workgroup("Busy")
    factories.MembershipFactory(agent=sam.person, workgroup=group, supervises=True)
    queue, alice = company.channel(group), company.agent("alice", group)
    company.connected(queue, alice)
    sam.get(address(group))  # content types and the like are remembered
    with django_assert_num_queries(10):
        sam.get(address(group))
    for interaction in company.waiting(queue, 20)[1:]:
        interaction.pick_up(alice)
    with django_assert_num_queries(10):
        sam.get(address(group))
