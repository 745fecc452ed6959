"""The desk over the API: log on, choose a status, work what comes (R60, R61, R66)."""

from uuid import uuid4

import pytest

from agents.models import AccessLicense, Family, Membership, Seat, Station, Status, WrapUpCode
from agents.rights import give
from audit.rights import Right
from interactions.models import Interaction, State
from tests import company

pytestmark = pytest.mark.django_db

ROW = (
    "id number state media_type platform kind channel workgroup thread customer owner returns_to last_text last_at "
    "last_out unread waiting_since created_at queued_at state_since offer_expires_at offer parked_until "
    "window_closes_at note mine"
).split()
MESSAGE = (
    "id external_id thread interaction parent outbound kind text at author agent permalink can_reply delivery"
).split()
ME = "version id name initials logged_on station usual_station status status_since load settings".split()


@pytest.fixture
def desk(alice, page):
    return page(alice)


@pytest.fixture
def interaction(queue, alice):
    return company.connected(queue, alice, company.said("Hello"))


def test_a_freshly_opened_desk_has_everything_it_needs(desk, interaction, queue, care):
    WrapUpCode.objects.create(name="Solved")
    interaction.owner.usual_station = Station.objects.create(name="DESK-1")
    interaction.owner.save()
    company.writes(queue, company.said(by="351900000002"))
    found = desk.get("desk/")
    assert set(ME) <= found["me"].keys()
    assert found["me"]["usual_station"] == Station.objects.get().pk
    assert [row["id"] for row in found["interactions"]] == [interaction.pk]
    assert set(ROW) <= found["interactions"][0].keys()
    (one,) = found["queues"]["workgroups"]
    assert (one["id"], one["name"], one["waiting"], one["longest_since"] is not None) == (care.pk, "Care", 1, True)
    assert "ACD - Agent Not Answering" not in [status["name"] for status in found["statuses"]]
    marks = {status["name"]: (status["icon"], status["do_not_disturb"]) for status in found["statuses"]}
    assert marks["Available"] == ("ok", False) and marks["Do Not Disturb"][1] is True
    assert len({shape for shape, _marked in marks.values()}) > 5, "each with an icon of its own"
    assert [code["name"] for code in found["wrap_ups"]] == ["Solved"]
    assert found["stations"] == [{"id": Station.objects.get().pk, "name": "DESK-1", "taken_by": None}]
    assert found["limits"]["x_posts"]["text"] == 280


def test_the_load_says_how_many_he_has_and_how_many_would_fill_him(desk, interaction):
    assert desk.get("desk/")["me"]["load"] == {"now": 1, "max": 4, "percent": 25, "exempt": 0}


def test_logging_on_and_off(page, care):
    bob = company.agent("bob", care, seated=False)
    desk, station = page(bob), Station.objects.create(name="DESK-1")
    assert desk.get("desk/")["me"]["logged_on"] is False
    me = desk.post("seat/", {"station": station.pk})
    assert (me["logged_on"], me["station"]["name"]) == (True, "DESK-1")
    assert desk.call("DELETE", "seat/").status_code == 204
    assert not Seat.objects.exists()


def test_a_taken_station_names_who_sits_there_and_he_can_be_displaced(desk, page, care):
    station = Station.objects.create(name="DESK-1")
    desk.post("seat/", {"station": station.pk})
    bobs = page(company.agent("bob", care))
    refused = bobs.post("seat/", {"station": station.pk}, 409)
    assert (refused["code"], "Alice" in refused["detail"]) == ("station_taken", True)
    assert bobs.post("seat/", {"station": station.pk, "displace": True})["station"]["name"] == "DESK-1"
    assert desk.get("desk/")["me"]["logged_on"] is False


def test_logging_off_with_open_interactions_asks_first_and_then_returns_them(desk, interaction):
    asked = desk.call("DELETE", "seat/")
    assert (asked.status_code, asked.json()["code"]) == (409, "open_interactions")
    assert [row["id"] for row in asked.json()["interactions"]] == [interaction.pk]
    assert desk.call("DELETE", "seat/?return=1").status_code == 204
    interaction.refresh_from_db()
    assert (interaction.state, interaction.first_in_line) == (State.WAITING, True)


def test_at_log_off_what_is_open_can_be_parked_or_transferred(desk, alice, interaction):
    interaction.refresh_from_db()
    assert desk.call("DELETE", "seat/?park=1").status_code == 204
    interaction.refresh_from_db()
    assert (interaction.state, interaction.owner) == ("parked", alice)
    repairs = company.workgroup("Repairs")
    desk.post("seat/", {"station": None})
    assert desk.call("DELETE", f"seat/?transfer={repairs.pk}").status_code == 204
    interaction.refresh_from_db()
    assert (interaction.state, interaction.workgroup) == ("waiting", repairs)
    assert desk.call("DELETE", "seat/?transfer=999").status_code == 404


def test_choosing_a_status(desk, alice):
    lunch = Status.objects.get(name="At Lunch")
    answer = desk.call("PUT", "status/", {"status": lunch.pk})
    assert answer.json()["status"]["name"] == "At Lunch"
    hidden = Status.objects.get(name=Status.NOT_ANSWERING)
    refused = desk.call("PUT", "status/", {"status": hidden.pk})
    assert (refused.status_code, "status" in refused.json()["fields"]) == (400, True)
    alice.refresh_from_db()
    assert alice.status == lunch


def test_a_queue_shows_what_waits_in_the_order_in_which_it_is_offered(desk, queue, care):
    young, old = company.waiting(queue, 2)
    company.passes(60, old)
    rows = desk.get(f"queues/{care.pk}/")["interactions"]
    assert [row["id"] for row in rows] == [old.pk, young.pk]


def test_an_interaction_comes_with_its_conversation_and_what_the_composer_may_do(desk, interaction, alice):
    company.answers(interaction, alice, "Hi")
    found = desk.get(f"interactions/{interaction.pk}/")
    assert [said["text"] for said in found["messages"]] == ["Hello", "Hi"]
    assert set(MESSAGE) <= found["messages"][0].keys()
    assert found["messages"][1]["delivery"]["state"] == "queued"
    assert found["interaction"]["messages"] == 2
    assert [event["number"] for event in found["events"]] == [1, 2, 3, 4]
    assert [event["kind"] for event in found["events"]] == ["received", "alerted", "picked_up", "reply"]
    assert (found["composer"]["open"], found["composer"]["limit"], found["root"]) == (True, 4096, None)
    assert found["more"] is False


def test_a_conversation_names_its_earlier_interactions(desk, interaction, alice, queue):
    interaction.disconnect(alice)
    again = company.connected(queue, alice, company.said("Again"))
    found = desk.get(f"interactions/{again.pk}/history/")["rows"]
    assert [(old["id"], old["subject"], old["agent"]["name"]) for old in found] == [(interaction.pk, "Hello", "Alice")]


def test_a_long_conversation_is_read_backwards_page_by_page(desk, queue, alice):
    company.writes(queue, *[company.said(f"{number:03}") for number in range(210)])
    interaction = company.brought_to(State.CONNECTED, Interaction.objects.get(), alice)
    page, texts = desk.get(f"interactions/{interaction.pk}/"), []
    while page:
        texts = [said["text"] for said in page["messages"]] + texts
        before = page["messages"][0]["id"]
        page = page["more"] and desk.get(f"interactions/{interaction.pk}/messages/?before={before}")
    assert texts == [f"{number:03}" for number in range(210)]


@pytest.mark.parametrize("before", ["abc", "²", "999999999", "9" * 30, "-1"])
def test_a_place_that_is_not_in_the_conversation_has_nothing_before_it(before, desk, interaction):
    assert desk.get(f"interactions/{interaction.pk}/messages/?before={before}")["messages"] == []


@pytest.mark.parametrize(("after", "count"), [("abc", 3), ("²", 3), ("-1", 3), ("9" * 30, 0), ("", 3)])
def test_a_number_that_is_none_gives_the_whole_journal(after, count, desk, interaction):
    assert len(desk.get(f"interactions/{interaction.pk}/events/?after={after}")["events"]) == count


def test_a_page_with_a_hole_is_given_what_it_lacks(desk, interaction, queue):
    company.writes(queue, company.said("One"), company.said("Two"))
    found = desk.get(f"interactions/{interaction.pk}/events/?after=3")
    assert [(event["number"], event["message"]["text"]) for event in found["events"]] == [(4, "One"), (5, "Two")]
    assert found["interaction"]["number"] == 5
    assert desk.get(f"interactions/{interaction.pk}/events/?after=5")["events"] == []


def test_the_verbs_in_the_order_of_a_day(desk, queue, alice, page, care):
    one = f"interactions/{company.writes(queue)[0].pk}"
    repairs, bob = company.workgroup("Repairs"), company.agent("bob", care)
    state = lambda verb, given=None: desk.post(f"{one}/{verb}/", given)["interaction"]["state"]  # noqa: E731
    assert state("pick-up") == "connected"
    assert state("hold") == "held"
    assert state("pick-up") == "connected"
    assert state("park") == "parked"
    assert state("pick-up") == "connected"
    offered = desk.post(f"{one}/transfer/", {"agent": bob.pk, "note": "Leaks"})["interaction"]
    assert (offered["state"], offered["note"], offered["returns_to"]["name"]) == ("alerting", "Leaks", "Alice")
    assert offered["offer"]["why"] == "Transferred by Alice"
    assert state("take-back") == "held"
    assert desk.post(f"{one}/transfer/", {"agent": bob.pk})["interaction"]["state"] == "alerting"
    assert page(bob).post(f"{one}/decline/")["interaction"]["owner"]["name"] == "Alice"
    assert state("transfer", {"workgroup": repairs.pk}) == "waiting"


def test_a_transfer_to_a_station_goes_to_whoever_sits_there(desk, interaction, care):
    bob, station = company.agent("bob", care), Station.objects.create(name="DESK-1")
    refused = desk.post(f"interactions/{interaction.pk}/transfer/", {"station": station.pk}, 400)
    assert refused["code"] == "not_logged_on"
    Seat.take(bob, station)
    moved = desk.post(f"interactions/{interaction.pk}/transfer/", {"station": station.pk})
    assert moved["interaction"]["owner"]["name"] == "Bob"


@pytest.mark.parametrize("given", [{}, {"agent": 1, "workgroup": 1}, {"agent": 999_999}], ids=str)
def test_a_transfer_names_exactly_one_target_that_there_is(given, desk, interaction):
    refused = desk.post(f"interactions/{interaction.pk}/transfer/", given, 400)
    assert refused["code"] == "invalid" and refused["detail"]


def test_disconnect_keeps_the_wrap_up_code(desk, interaction):
    code = WrapUpCode.objects.create(name="Solved")
    ended = desk.post(f"interactions/{interaction.pk}/disconnect/", {"wrap_up": code.pk})["interaction"]
    assert (ended["state"], ended["mine"]) == ("disconnected", False)
    interaction.refresh_from_db()
    assert interaction.wrap_up == code


def test_what_has_moved_on_is_409_with_the_state_it_is_in(desk, interaction):
    refused = desk.post(f"interactions/{interaction.pk}/decline/", status=409)
    assert (refused["code"], refused["state"], refused["interaction"]["id"]) == (
        "not_allowed",
        "connected",
        interaction.pk,
    )


def test_a_new_message_is_409_with_the_row_that_has_it(desk, interaction, queue):
    seen = desk.get(f"interactions/{interaction.pk}/")["interaction"]["number"]
    company.writes(queue, company.said("Wait!"))
    refused = desk.post(f"interactions/{interaction.pk}/disconnect/", {"seen": seen}, 409)
    assert (refused["code"], refused["interaction"]["last_text"]) == ("new_message", "Wait!")


def test_a_reply_is_201_and_the_same_click_again_200(desk, interaction):
    given = {"uuid": str(uuid4()), "text": "Hi"}
    first = desk.post(f"interactions/{interaction.pk}/replies/", given, 201)["message"]
    assert (first["text"], first["delivery"]["state"]) == ("Hi", "queued")
    assert desk.post(f"interactions/{interaction.pk}/replies/", given)["message"]["id"] == first["id"]


def test_a_reply_that_cannot_be_is_refused_with_a_sentence_and_a_code(desk, interaction):
    given = {"uuid": str(uuid4()), "text": "x" * 5000}
    refused = desk.post(f"interactions/{interaction.pk}/replies/", given, 400)
    assert refused["code"] == "too_long" and "904 characters" in refused["detail"]


def test_a_failed_reply_can_be_sent_again_or_deleted(desk, interaction, alice):
    again, gone = company.answers(interaction, alice, "Again"), company.answers(interaction, alice, "Gone")
    for delivery in (again, gone):
        delivery.fail("131026", "Nobody there.")
    shown = desk.get(f"interactions/{interaction.pk}/")["messages"][-1]["delivery"]
    assert (shown["state"], shown["reason"], shown["can_retry"]) == ("failed", "Nobody there.", True)
    assert desk.post(f"deliveries/{again.pk}/retry/")["message"]["delivery"]["state"] == "queued"
    assert desk.call("DELETE", f"deliveries/{gone.pk}/").status_code == 204
    assert desk.call("DELETE", f"deliveries/{again.pk}/").status_code == 400


def test_reading_takes_the_unread_away(desk, interaction, queue):
    company.writes(queue, company.said("Two"))
    seen = desk.get("desk/")["interactions"][0]
    company.writes(queue, company.said("Three"))
    told = desk.post(f"interactions/{interaction.pk}/read/", {"seen": seen["number"]})["interaction"]
    assert (seen["unread"], told["unread"]) == (2, 3), "what came since was seen by nobody"
    assert desk.post(f"interactions/{interaction.pk}/read/")["interaction"]["unread"] == 0


def test_targets_are_found_by_a_part_of_their_name(desk, care, queue):
    company.agent("bob", care, seated=False)
    company.writes(queue)
    everything = desk.get("targets/")
    assert [(w["name"], w["waiting"]) for w in everything["workgroups"]] == [("Care", 1)]
    (bob,) = desk.get("targets/?q=bo")["agents"]
    assert (bob["name"], bob["status"], bob["takes_acd"], bob["logged_on"]) == ("Bob", "Available", True, False)
    assert "Alice" not in str(everything["agents"]), "nobody transfers to himself"


def test_a_supervisor_takes_over_and_an_agent_cannot(desk, interaction, page, care):
    sam = company.agent("sam", care)
    assert page(sam).call("POST", f"interactions/{interaction.pk}/take-over/").status_code == 404
    Membership.objects.filter(agent=sam).update(supervises=True)
    refused = page(sam).call("POST", f"interactions/{interaction.pk}/take-over/")
    assert (refused.status_code, refused.json()["detail"]) == (403, "You need the right Act on Interactions.")
    for verb, given in (("disconnect", {}), ("transfer", {"workgroup": care.pk})):
        assert page(sam).call("POST", f"interactions/{interaction.pk}/{verb}/", given).status_code == 403
    give(sam, [Right.ACT])
    assert page(sam).post(f"interactions/{interaction.pk}/take-over/")["interaction"]["owner"]["name"] == "Sam"
    assert desk.call("GET", f"interactions/{interaction.pk}/").status_code == 404


def test_a_pick_up_without_the_access_license_is_refused_in_words(desk, queue):
    AccessLicense.objects.filter(family=Family.WHATSAPP).delete()
    refused = desk.post(f"interactions/{company.writes(queue)[0].pk}/pick-up/", status=400)
    assert refused["code"] == "not_licensed"


def test_nobody_works_without_being_signed_in(client):
    assert client.get("/api/v1/desk/").status_code == 403
