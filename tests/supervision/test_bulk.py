"""Much at once in queues: disconnect, transfer, label, and all of one agent's back (R55, R50c)."""

import pytest
from django.urls import reverse

from interactions.models import Event, State
from tests import company, factories, factories_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def care(db):
    """A workgroup whose interactions are real ones."""
    return company.workgroup("Care")


@pytest.fixture
def queue(care):
    """Its channel."""
    return company.channel(care)


@pytest.fixture
def sam(client, care):
    """Who supervises it and may act."""
    client.person = factories.AgentFactory(username="sam", rights=["interactions.act"], supervises=[care])
    client.force_login(client.person)
    return client


def bulk(client, **asked):
    """Ask for it by API."""
    return client.post(reverse("supervision_api:bulk"), asked, content_type="application/json")


def states(rows):
    """As they are now."""
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def test_many_are_disconnected_at_once_and_what_is_none_of_his_is_left(sam, queue):
    rows, code = company.waiting(queue, 3), factories.WrapUpCodeFactory()
    foreign = company.waiting(company.channel(company.workgroup("Other"), address="2"), 1)
    rows[2].disconnect(None)
    answer = bulk(sam, action="disconnect", interactions=[row.pk for row in rows + foreign], wrap_up=code.pk)
    assert answer.json() == {"done": 2, "refused": []}
    assert states(rows) == [State.DISCONNECTED] * 3 and states(foreign) == [State.WAITING]
    assert rows[0].wrap_up == code
    assert Event.objects.get(interaction_id=rows[0].pk, kind="disconnected").by_id == sam.person.pk


def test_many_are_transferred_and_labeled(sam, queue):
    rows, label, other = company.waiting(queue, 2), factories_rules.LabelFactory(), company.workgroup("Other")
    ids = [row.pk for row in rows]
    for _twice in range(2):
        assert bulk(sam, action="label", interactions=ids, label=label.pk).json()["done"] == 2
    assert [list(row.labels.all()) for row in rows] == [[label], [label]]
    assert company.journal(rows[0]).count("labeled") == 1
    assert bulk(sam, action="transfer", interactions=ids, workgroup=other.pk, note="Yours").json()["done"] == 2
    assert states(rows) == [State.WAITING] * 2 and rows[0].workgroup == other and rows[0].notes.get().text == "Yours"


def test_what_cannot_be_done_is_told_and_stops_nothing(sam, queue, care):
    rows = company.waiting(queue, 2)
    alice = company.agent("alice", care)
    company.brought_to(State.ALERTING, rows[0], alice)
    answer = bulk(sam, action="transfer", interactions=[row.pk for row in rows], workgroup=care.pk).json()
    assert (answer["done"], [one["interaction"] for one in answer["refused"]]) == (1, [rows[0].pk])


@pytest.mark.parametrize(
    "asked",
    [
        {"action": "transfer", "interactions": [1]},
        {"action": "label", "interactions": [1], "label": 999},
        {"action": "disconnect", "interactions": []},
        {"action": "explode", "interactions": [1]},
        {"action": "disconnect", "interactions": ["x"]},
    ],
)
def test_a_wrong_wish_is_refused(sam, asked):
    assert bulk(sam, **asked).status_code == 400


def test_all_of_one_agents_return_with_their_time_kept(sam, queue, care):
    alice = company.agent("alice", care)
    rows = company.waiting(queue, 4)
    for row, state in zip(rows, (State.ALERTING, State.CONNECTED, State.HELD, State.PARKED), strict=True):
        company.brought_to(state, row, alice)
    began = [row.created_at for row in rows]
    answer = sam.post(reverse("supervision_api:return-all", args=[alice.pk]))
    assert answer.json() == {"done": 4, "refused": []}
    assert states(rows) == [State.WAITING] * 4 and [row.created_at for row in rows] == began
    assert Event.objects.get(interaction_id=rows[1].pk, kind="released").data["reason"] == "returned"
    stranger = company.agent("zed")
    assert sam.post(reverse("supervision_api:return-all", args=[stranger.pk])).status_code == 404


def test_the_page_does_the_same(sam, queue, care):
    rows, label = company.waiting(queue, 3), factories_rules.LabelFactory(name="Refund")
    address = reverse("supervision:queues")
    page = sam.get(address)
    assert [row.pk for row in page.context["rows"]] == [row.pk for row in rows]
    sam.post(address, {"chosen": [rows[0].pk], "action": f"label:{label.pk}"})
    assert "Refund" in sam.get(address).content.decode()
    sam.post(address, {"chosen": [rows[0].pk], "action": "disconnect:", "sure": "1"})
    assert states(rows)[0] == State.DISCONNECTED
    said = sam.post(address, {"action": "disconnect:"}, follow=True).content.decode()
    assert "Nothing was done" in said
    alice = company.agent("alice", care)
    company.brought_to(State.CONNECTED, rows[1], alice)
    assert "1 open" in sam.get(address).content.decode()
    sam.post(address, {"return": alice.pk})
    assert states(rows)[1] == State.WAITING


def test_the_page_takes_few_queries_however_much_waits(sam, queue, django_assert_max_num_queries):
    company.waiting(queue, 30)
    with django_assert_max_num_queries(16):
        sam.get(reverse("supervision:queues"))


def test_it_asks_for_the_right_act_on_interactions(client, queue, care):
    row = company.waiting(queue, 1)[0]
    client.force_login(factories.AgentFactory(supervises=[care], rights=["agents.tracker"]))
    assert client.get(reverse("supervision:queues")).status_code == 403
    assert client.post(reverse("supervision:queues"), {"chosen": [row.pk], "action": "disconnect:"}).status_code == 403
    assert bulk(client, action="disconnect", interactions=[row.pk]).status_code == 403
    assert client.post(reverse("supervision_api:return-all", args=[1])).status_code == 403
    client.logout()
    assert client.get(reverse("supervision:queues")).status_code == 302
    assert states([row]) == [State.WAITING]
