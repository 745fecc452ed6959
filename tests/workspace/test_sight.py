"""Nothing an agent may not see reaches his browser (R73, R73a): every place of the API is asked for every id."""

import json
import re

import pytest
from django.core.files.base import ContentFile

from agents.models import Membership, Workgroup
from agents.rights import give
from audit.rights import Right
from interactions.models import Attachment, Customer, Delivery, Identity, Interaction, Message, Note, State
from tests import company
from workspace.api_urls import urlpatterns

pytestmark = pytest.mark.django_db

READS = {
    "desk",
    "targets",
    "queue",
    "interaction",
    "messages",
    "events",
    "read-marks",
    "revisions",
    "file",
    "portrait",
    "acts",
    "note",
    "drafts",
    "labels",
    "customer",
    "history",
    "past",
    "likely",
    "merge",
    "find",
    "own-queue",
    "placeholders",
    "responses",
    "response",
    "response-file",
    "response-libraries",
    "response-revisions",
}
INPUTS = {
    "replies": {"uuid": "6f1f1c9e-6a2c-4f0e-9a3f-0d0e8b7c9a11", "text": "Hi"},
    "notes": {"uuid": "6f1f1c9e-6a2c-4f0e-9a3f-0d0e8b7c9a13", "text": "Hi"},
    "coach": {"uuid": "6f1f1c9e-6a2c-4f0e-9a3f-0d0e8b7c9a14", "text": "Hi"},
    "note": {"text": "Hi"},
    "drafts": {"tab": "reply", "text": "Hi"},
    "acts": {"message": 1, "act": "react", "text": "👍"},
    "labeling": {"name": "Leak"},
    "attribute": {"value": "pl"},
    "gather": {"other": 1, "to": "me"},
    "response-files": {"response": 1},
    "file": {"alt": "A kettle"},
    "block": {"reason": "Threats"},
}
SLOTS = {"<int:message>": Message, "<int:past>": Interaction, "<int:other>": Customer}
UPLOADS = "files"  # takes a form, not JSON: asked in a test of its own


@pytest.fixture
def left():
    return company.workgroup("Left")


@pytest.fixture
def right():
    return company.workgroup("Right")


@pytest.fixture
def people(left, right):
    """Alice and Bob of Left, Carol of Right, Sam who supervises Left, and Ada who may do everything but is nowhere."""
    agents = {name: company.agent(name, left) for name in ("alice", "bob", "sam")}
    Membership.objects.filter(agent=agents["sam"]).update(supervises=True)
    ada = company.agent("ada")
    ada.is_superuser = True
    ada.save()
    found = agents | {"carol": company.agent("carol", right), "ada": ada}
    for person in found.values():
        give(person, [Right.MERGE, Right.BLOCK, Right.NEW_LABELS])
    return found


@pytest.fixture
def open_ones(left, right, people):
    """In every state one of Alice's in Left and one of Carol's in Right: {workgroup: {state: interaction}}."""
    found = {}
    for number, (group, owner) in enumerate([("left", "alice"), ("right", "carol")]):
        channel = company.channel(left if group == "left" else right, address=str(number))
        for place, state in enumerate(State):
            post = company.said(f"words of {group}", by=f"3519{number}{place:05}", name=f"Customer of {group}")
            interaction = company.writes(channel, post)[-1]
            found.setdefault(group, {})[state] = company.brought_to(state, interaction, people[owner])
            if state == State.CONNECTED:
                interaction.write_note(people[owner], f"note with words of {group}")
                company.answers(interaction, people[owner], f"words of {group}")
                company.with_portrait(interaction.thread.peer, f"face of {group}")
                company.with_file(interaction.messages.filter(outbound=False).first(), f"file with words of {group}")
    return found


def ids_in(answer):
    """The ids of all interactions in an answer: everything that has a state and a type, or tells an event of one."""
    if isinstance(answer, list):
        return set().union(*map(ids_in, answer))
    if not isinstance(answer, dict):
        return set()
    found = {answer["id"]} if {"media_type", "state"} <= answer.keys() else set()
    found |= {answer["interaction"]} if isinstance(answer.get("interaction"), int) else set()
    return found.union(*map(ids_in, answer.values()))


def everything_read(page):
    """All that a person gets who asks every place for every id: (ids of interactions, all words)."""
    ids, words = set(), ""
    keys = {"interactions": Interaction, "queues": Workgroup, "files": Attachment, "portraits": Identity}
    keys["notes"] = Note
    for route in [str(place.pattern) for place in urlpatterns if place.name in READS]:
        noun = keys.get(route.split("/")[0])
        for pk in noun.objects.values_list("pk", flat=True) if noun else [0]:
            for path in _paths(route, pk):
                answer = page.call("GET", path)
                assert answer.status_code in (200, 400, 404)
                if answer.status_code == 200 and answer.streaming:
                    words += b"".join(answer.streaming_content).decode(errors="replace")
                elif answer.status_code == 200:
                    ids |= ids_in(answer.json())
                    words += json.dumps(answer.json())
    return ids, words


def _paths(route, pk):
    """All of a place's addresses under a noun: with what is its own, and a quarter of everything else, each time another."""
    paths = [route.replace("<int:pk>", str(pk))]
    for slot, noun in SLOTS.items():
        if slot in route:
            own = Message.objects.filter(interaction=pk) if noun is Message else noun.objects.none()
            ids = {
                *own.values_list("pk", flat=True),
                *noun.objects.order_by("pk").values_list("pk", flat=True)[pk % 4 :: 4],
            }
            paths = [path.replace(slot, str(other)) for path in paths for other in sorted(ids)]
    return paths


def test_an_agent_sees_his_own_and_what_waits_in_his_workgroups(people, open_ones, page):
    ids, words = everything_read(page(people["alice"]))
    assert ids == {row.pk for row in open_ones["left"].values()}
    assert "of left" in words and "of right" not in words


def test_a_colleague_sees_of_it_only_what_waits(people, open_ones, page):
    ids, _words = everything_read(page(people["bob"]))
    assert ids == {open_ones["left"][State.WAITING].pk}


def test_a_supervisor_sees_all_of_the_workgroups_he_supervises_and_no_others(people, open_ones, page):
    ids, words = everything_read(page(people["sam"]))
    assert ids == {row.pk for row in open_ones["left"].values()}
    assert "of right" not in words


def test_an_administrator_who_is_in_no_workgroup_sees_no_message(people, open_ones, page):
    ids, words = everything_read(page(people["ada"]))
    assert ids == set()
    assert "of left" not in words and "of right" not in words


def test_what_was_given_away_is_out_of_sight(people, open_ones, right, page):
    given = open_ones["left"][State.CONNECTED]
    given.transfer_to_workgroup(right, people["alice"])
    ids, _words = everything_read(page(people["alice"]))
    assert given.pk not in ids
    assert given.pk in everything_read(page(people["carol"]))[0]


def test_the_messages_of_another_conversation_cannot_be_reached_through_ones_own(people, open_ones, page):
    mine, foreign = open_ones["left"][State.CONNECTED], Message.objects.filter(channel__name__endswith=" 1").first()
    desk = page(people["alice"])
    assert desk.get(f"interactions/{mine.pk}/messages/?before={foreign.pk}")["messages"] == []
    given = INPUTS["replies"] | {"parent": foreign.pk}
    assert desk.call("POST", f"interactions/{mine.pk}/replies/", given).status_code == 404


def forbidden_calls(open_ones, right):
    """Every call that concerns Right: (method, path, input)."""
    foreign = {
        "interactions": [open_ones["right"][state].pk for state in (State.WAITING, State.ALERTING, State.CONNECTED)],
        "queues": [right.pk],
        "deliveries": [Delivery.objects.get(message__channel__name__endswith=" 1").pk],
        "files": [Attachment.objects.get(message__channel__name__endswith=" 1").pk],
    }
    hidden = Identity.objects.filter(threads__channel__name__endswith=" 1")
    foreign["portraits"] = list(hidden.values_list("pk", flat=True))
    foreign["notes"] = list(Note.objects.filter(text__endswith="of right").values_list("pk", flat=True))
    message = Message.objects.filter(channel__name__endswith=" 1").first()
    inputs = INPUTS | {"transfer": {"workgroup": right.pk}}
    for place in urlpatterns:
        route = str(place.pattern).replace("<int:message>", str(message.pk)).replace("<slug:key>", "language")
        route = re.sub(r"<int:(past|other|label|merge)>", "1", route)
        for pk in [] if place.name == UPLOADS else foreign.get(re.match(r"\w+", route)[0], []):
            for method in ("get", "post", "put", "delete"):
                if hasattr(place.callback.view_class, method):
                    yield method.upper(), route.replace("<int:pk>", str(pk)), inputs.get(place.name, {})


@pytest.mark.parametrize("name", ["alice", "sam", "ada"])
def test_whatever_a_stranger_asks_for_is_not_found_and_stays_as_it_is(name, people, open_ones, right, page):
    stranger, before = page(people[name]), list(Interaction.objects.order_by("pk").values())
    calls = list(forbidden_calls(open_ones, right))
    answers = {f"{method} {path}": stranger.call(method, path, given) for method, path, given in calls}
    assert len(answers) > 40
    assert {asked: answer.status_code for asked, answer in answers.items() if answer.status_code != 404} == {}
    assert not [asked for asked, answer in answers.items() if "of right" in answer.content.decode()]
    assert list(Interaction.objects.order_by("pk").values()) == before


def test_a_stranger_cannot_leave_a_file(people, open_ones, page):
    foreign = open_ones["right"][State.CONNECTED]
    given = {"uuid": "6f1f1c9e-6a2c-4f0e-9a3f-0d0e8b7c9a12", "file": ContentFile(b"words", "words.txt")}
    answer = page(people["alice"]).http.post(f"/api/v1/interactions/{foreign.pk}/files/", given)
    assert answer.status_code == 404
    assert Attachment.objects.count() == 2


def test_every_place_that_can_be_read_is_asked_above():
    """A new place must be added to READS, or be one that is only written to."""
    readable = {place.name for place in urlpatterns if hasattr(place.callback.view_class, "get")}
    assert readable == READS
