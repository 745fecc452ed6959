"""What a supervisor does to one open interaction, and to an agent's status (R88)."""

import pytest
from django.urls import reverse

from agents.models import Status, StatusChange
from audit.models import Change
from interactions.models import Event, State
from tests import company, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def care(db):
    """A workgroup whose interactions are real ones."""
    return company.workgroup("Care")


@pytest.fixture
def sam(client, care):
    """Who supervises it and may act."""
    rights = ["interactions.act", "agents.set_status"]
    client.person = factories.AgentFactory(username="sam", rights=rights, supervises=[care])
    client.force_login(client.person)
    return client


def act(client, one, follow=False, **given):
    """Send one of the page's forms."""
    return client.post(reverse("supervision:act", args=[one.pk]) + "?next=/supervision/queues/", given, follow=follow)


def test_one_is_prioritized_and_nonsense_is_refused_in_words(sam, queue):
    (one,) = company.writes(queue)
    assert act(sam, one, do="priority", priority="90")["Location"] == "/supervision/queues/"
    one.refresh_from_db()
    assert one.priority == 90
    assert "from 0 to 100" in act(sam, one, follow=True, do="priority", priority="900").content.decode()
    event = Event.objects.get(interaction_id=one.pk, kind="priority")
    assert (event.by_id, event.data) == (sam.person.pk, {"to": 90, "from": 50})


def test_one_is_transferred_to_a_workgroup_or_to_an_agent(sam, queue, care, alice):
    bob, other = company.agent("bob", care), company.workgroup("Other")
    one = company.connected(queue, alice)
    assert f'value="a{bob.pk}"' in sam.get(reverse("supervision:act", args=[one.pk])).content.decode()
    act(sam, one, do="transfer", to=f"a{bob.pk}", note="Yours")
    one.refresh_from_db()
    assert (one.state, one.owner, one.notes.get().text) == (State.ALERTING, bob, "Yours")
    second = company.connected(queue, alice, company.said(by="2"))
    act(sam, second, do="transfer", to=f"w{other.pk}")
    second.refresh_from_db()
    assert (second.state, second.workgroup) == (State.WAITING, other)
    assert "Choose a workgroup" in act(sam, one, follow=True, do="transfer", to="").content.decode()


def test_one_is_picked_up_out_of_whatever_hands(sam, queue, alice):
    one = company.connected(queue, alice)
    assert act(sam, one, do="pick_up")["Location"] == f"/#{one.pk}"
    one.refresh_from_db()
    assert (one.state, one.owner) == (State.CONNECTED, sam.person)


def test_a_disconnect_asks_first(sam, queue, alice):
    one, code = company.connected(queue, alice), factories.WrapUpCodeFactory()
    asked = act(sam, one, do="disconnect")
    one.refresh_from_db()
    assert "Disconnect this interaction?" in asked.content.decode() and one.state == State.CONNECTED
    act(sam, one, do="disconnect", sure="1", wrap_up=code.pk)
    one.refresh_from_db()
    assert (one.state, one.wrap_up) == (State.DISCONNECTED, code)
    assert act(sam, one, do="disconnect", sure="1").status_code == 404


def test_a_queue_shows_what_is_offered_too_and_asks_before_it_disconnects(sam, queue, alice):
    rows = company.waiting(queue, 2)
    company.brought_to(State.ALERTING, rows[0], alice)
    page = reverse("supervision:queues")
    assert "offered to Alice" in sam.get(page).content.decode()
    given = {"chosen": [row.pk for row in rows], "action": "disconnect:"}
    assert "Disconnect 2 interactions?" in sam.post(page, given).content.decode()
    sam.post(page, {"chosen": rows[1].pk, "action": "prioritize:75"})
    rows[1].refresh_from_db()
    assert (rows[1].state, rows[1].priority) == (State.WAITING, 75)
    sam.post(page, given | {"sure": "1"})
    rows[1].refresh_from_db()
    assert rows[1].state == State.DISCONNECTED


def test_a_supervisor_sets_an_agents_status_and_it_is_logged(sam, alice):
    lunch = Status.objects.get(name="At Lunch")
    where = reverse("supervision_api:agent-status", args=[alice.pk])
    assert sam.put(where, {"status": lunch.pk}, content_type="application/json").status_code == 200
    alice.refresh_from_db()
    assert alice.status == lunch and StatusChange.objects.get(agent=alice).status == lunch
    line = Change.objects.get()
    assert (line.by, line.before, line.after) == (sam.person, {"status": "Available"}, {"status": "At Lunch"})
    assert sam.put(where, {"status": 0}, content_type="application/json").status_code == 400
    eve = company.agent("eve", company.workgroup("Other"))
    other = reverse("supervision_api:agent-status", args=[eve.pk])
    assert sam.put(other, {"status": lunch.pk}, content_type="application/json").status_code == 404
