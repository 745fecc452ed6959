"""Help over the API: who is told, who may come, and what the page of the interaction says (R72)."""

from uuid import uuid4

import pytest

from agents.models import Membership
from agents.rights import give
from audit.rights import Right
from interactions.models import HelpRequest
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice, company.said("Refund me!"))


@pytest.fixture
def ruth(care):
    made = company.agent("ruth")
    Membership.objects.create(agent=made, workgroup=care, supervises=True, activated=False)
    give(made, [Right.ACT])
    return made


def requests_of(desk):
    return desk.get("desk/")["me"]["help"]["requests"]


def test_supervisors_of_the_workgroup_are_told_and_nobody_else(page, interaction, alice, ruth, care):
    page(alice).post(f"interactions/{interaction.pk}/help/", {"text": "A refund?"})
    (found,) = requests_of(page(ruth))
    assert (found["interaction"], found["agent"]["name"], found["text"]) == (interaction.pk, "Alice", "A refund?")
    assert (found["customer"]["name"], found["workgroup"]["id"], found["seen"]) == ("Ann", care.pk, False)
    elsewhere = company.agent("eve")
    Membership.objects.create(agent=elsewhere, workgroup=company.workgroup("Elsewhere"), supervises=True)
    give(elsewhere, [Right.ACT])
    assert [requests_of(page(other)) for other in (alice, elsewhere, company.agent("bob", care))] == [[], [], []]
    assert page(elsewhere).call("POST", f"interactions/{interaction.pk}/help/answer/").status_code == 404
    assert page(alice).post(f"interactions/{interaction.pk}/help/", status=400)["code"] == "asked"


def test_the_agent_sees_who_has_seen_it_and_who_comes(page, interaction, alice, ruth):
    hers, his = page(alice), page(ruth)
    told = lambda: hers.get(f"interactions/{interaction.pk}/")["help"]  # noqa: E731
    assert told() == {"request": None, "joined": []}
    hers.post(f"interactions/{interaction.pk}/help/")
    his.post(f"interactions/{interaction.pk}/help/seen/")
    assert told()["request"]["seen_by"]["name"] == "Ruth"
    his.post(f"interactions/{interaction.pk}/help/answer/")
    his.post(f"interactions/{interaction.pk}/join/")
    now = told()
    assert (now["request"]["state"], now["request"]["answered_by"]["name"]) == ("answered", "Ruth")
    assert [one["name"] for one in now["joined"]] == ["Ruth"]
    assert his.get("desk/")["me"]["help"]["joined"][0]["agent"]["name"] == "Alice"
    assert his.post(f"interactions/{interaction.pk}/help/answer/", status=400)["code"] == "settled"


def test_a_request_is_withdrawn(page, interaction, alice, ruth):
    desk = page(alice)
    desk.post(f"interactions/{interaction.pk}/help/")
    assert desk.call("DELETE", f"interactions/{interaction.pk}/help/").status_code == 204
    assert (requests_of(page(ruth)), HelpRequest.objects.get().state) == ([], "withdrawn")


def test_coaching_and_joining_need_the_right(page, interaction, alice, ruth, care):
    his = page(ruth)
    assert his.get("desk/")["acts_in"] == [care.pk]
    note = his.post(f"interactions/{interaction.pk}/coach/", {"uuid": str(uuid4()), "text": "Offer the kit"}, 201)
    assert note["note"]["only_for"]["name"] == "Alice"
    his.post(f"interactions/{interaction.pk}/join/")
    reply = {"uuid": str(uuid4()), "text": "I help"}
    assert his.call("POST", f"interactions/{interaction.pk}/replies/", reply).status_code in (200, 201)
    assert his.call("DELETE", f"interactions/{interaction.pk}/join/").status_code == 204
    assert (
        his.call("POST", f"interactions/{interaction.pk}/replies/", reply | {"uuid": str(uuid4())}).status_code == 409
    )
    give(ruth, [])
    for path in ("join", "coach", "help/answer", "help/seen"):
        given = {"uuid": str(uuid4()), "text": "x"} if path == "coach" else {}
        assert page(ruth).call("POST", f"interactions/{interaction.pk}/{path}/", given).status_code == 403
    assert page(ruth).get("desk/")["acts_in"] == []
    assert page(ruth).get(f"interactions/{interaction.pk}/")["interaction"]["mine"] is False, "reading needs no right"
