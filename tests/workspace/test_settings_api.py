"""How an agent likes his desk: kept on the server, checked, told to all his pages (R64a, R65, R70)."""

import threading

import pytest
from django.db import connection

from agents.models import Agent
from tests import company

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(alice, page):
    return page(alice)


def settings(desk):
    return desk.get("desk/")["me"]["settings"]


def test_who_has_chosen_nothing_has_it_as_it_comes(desk):
    found = settings(desk)
    assert (found["undo_public"], found["undo_private"]) == (5, 0)
    assert (found["theme"], found["density"], found["language"]) == ("system", "comfortable", "en")
    assert found["sounds"].keys() == {"message", "offer", "transfer", "window", "assistance"}
    assert (found["notify"], found["persistent"]) == (False, ["offer"])


def test_what_is_named_changes_and_the_rest_stays(desk, alice):
    assert desk.call("PATCH", "settings/", {"theme": "dark", "undo_public": 10}).status_code == 200
    answer = desk.call("PATCH", "settings/", {"sounds": {"message": "off"}, "persistent": ["transfer", "offer"]})
    found = answer.json()["settings"]
    assert (found["theme"], found["undo_public"]) == ("dark", 10)
    assert (found["sounds"]["message"], found["sounds"]["offer"]) == ("off", "chime")
    assert found["persistent"] == ["offer", "transfer"]
    assert settings(desk) == found


@pytest.mark.parametrize(
    "given, told",
    [
        ({"theme": "pink"}, "pink"),
        ({"undo_public": 31}, "30"),
        ({"undo_private": "soon"}, "integer"),
        ({"volume": -1}, "0"),
        ({"language": "tlh"}, "tlh"),
        ({"sounds": {"message": "scream"}}, "scream"),
        ({"sounds": {"lunch": "bell"}}, "lunch"),
        ({"persistent": ["lunch"]}, "lunch"),
        ({"is_superuser": True}, "There is no such setting"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(desk, given, told):
    before = settings(desk)
    answer = desk.call("PATCH", "settings/", given)
    assert answer.status_code == 400 and told in answer.json()["detail"]
    assert settings(desk) == before


def test_pages_are_drawn_as_he_likes_them(desk):
    desk.call("PATCH", "settings/", {"theme": "dark", "density": "compact"})
    html = desk.http.get("/").content.decode()
    assert 'data-theme="dark"' in html and 'data-density="compact"' in html


def test_the_load_leaves_out_what_is_on_hold_where_that_takes_no_room(desk, alice, care, queue):
    company.brought_to("held", company.writes(queue, company.said(by="351900000001"))[-1], alice)
    company.brought_to("connected", company.writes(queue, company.said(by="351900000002"))[-1], alice)
    assert desk.get("desk/")["me"]["load"] == {"now": 2, "max": 4, "percent": 50, "exempt": 0}
    care.exempts_held = True
    care.save()
    assert desk.get("desk/")["me"]["load"] == {"now": 2, "max": 5, "percent": 25, "exempt": 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_pages_that_choose_at_once_lose_nothing(alice):
    def choose(change):
        Agent.objects.get(pk=alice.pk).prefer(**change)
        connection.close()

    changes = [{"sounds": {"message": "off"}}, {"sounds": {"offer": "bell"}}, {"theme": "dark"}, {"undo_public": 9}]
    at_work = [threading.Thread(target=choose, args=(change,)) for change in changes * 3]
    for thread in at_work:
        thread.start()
    for thread in at_work:
        thread.join()
    found = Agent.objects.get(pk=alice.pk).preferences
    assert (found["sounds"]["message"], found["sounds"]["offer"]) == ("off", "bell")
    assert (found["theme"], found["undo_public"]) == ("dark", 9)
