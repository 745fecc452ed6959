"""The customer beside a conversation: who he is, what was before, what else is open, labels, attributes, block (R68, R68a)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.models import Label, WrapUpCode
from agents.rights import give
from audit.models import Change
from audit.rights import Right
from interactions.models import Attribute, Block, Identity, Interaction, State
from tests import company, factories
from tests.factories_rules import AttributeFactory, LabelFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(queue, alice):
    return company.connected(queue, alice)


@pytest.fixture
def elsewhere():
    """A workgroup in which Alice is not, with a channel of its own."""
    return company.channel(company.workgroup("Sales"), address="107")


def before(channel, customer, says, owner=None, **more):
    """Something with the same customer that has ended."""
    thread = factories.ThreadFactory(channel=channel, customer=customer, kind="whatsapp", address="1")
    group = channel.direct_workgroup
    return factories.InteractionFactory(thread=thread, workgroup=group, owner=owner, says=says, **more)


def panel(page, person, interaction):
    return page(person).get(f"interactions/{interaction.pk}/customer/")


def test_the_panel_says_who_the_customer_is_and_which_identity_writes_here(talk, alice, page):
    other = factories.IdentityFactory(
        customer=talk.customer, platform="twitter", kind="x_id", external_id="77", name="Ann X", handle="ann"
    )
    found = panel(page, alice, talk)
    assert found["customer"]["name"] == "Ann" and found["talking"]
    assert [(row["platform"], row["here"]) for row in found["identities"]] == [("whatsapp", True), ("twitter", False)]
    assert found["identities"][1]["handle"] == "ann" and found["identities"][1]["id"] == other.pk


def test_who_only_looks_at_a_queue_is_shown_the_identity_of_that_conversation(queue, alice, page):
    waiting = company.writes(queue)[0]
    factories.IdentityFactory(customer=waiting.customer, platform="twitter", external_id="77")
    found = panel(page, alice, waiting)
    assert [row["platform"] for row in found["identities"]] == ["whatsapp"]
    assert (found["talking"], found["attributes"], found["may"]["edit"]) == (False, [], False)
    answer = page(alice).post(f"interactions/{waiting.pk}/block/", {"reason": "x"}, status=403)
    assert "Block customers" in answer["detail"]
    answer = page(alice).call("PUT", f"interactions/{waiting.pk}/attributes/language/", {"value": "pl"})
    assert (answer.status_code, answer.json()["code"]) == (400, "not_in_hand")


def test_history_is_told_at_length_in_ones_own_workgroups_and_elsewhere_by_date_and_platform(
    talk, alice, queue, elsewhere, page
):
    bob, code = company.agent("bob", queue.direct_workgroup), WrapUpCode.objects.create(name="Solved")
    mine = before(queue, talk.customer, "Descaling\nstep by step", bob, wrap_up=code)
    before(elsewhere, talk.customer, "a secret of sales")
    hidden, told = page(alice).get(f"interactions/{talk.pk}/history/")["rows"]
    assert set(hidden) == {"id", "date", "platform", "kind"} and hidden["id"] is None
    assert (told["subject"], told["agent"]["name"], told["wrap_up"]) == ("Descaling step by step", "Bob", "Solved")

    read = page(alice).get(f"interactions/{talk.pk}/history/{mine.pk}/")
    assert [said["text"] for said in read["messages"]] == ["Descaling\nstep by step"]
    secret = Interaction.objects.get(workgroup=elsewhere.direct_workgroup)
    assert page(alice).call("GET", f"interactions/{talk.pk}/history/{secret.pk}/").status_code == 404


def test_files_of_what_was_before_are_served_while_he_talks_to_the_customer(talk, alice, queue, page):
    file = company.with_file(before(queue, talk.customer, "look").messages.get())
    assert page(alice).call("GET", f"files/{file.pk}/").status_code == 200
    talk.disconnect(alice)
    assert page(alice).call("GET", f"files/{file.pk}/").status_code == 404


def test_history_is_paged(talk, alice, queue, page):
    for number in range(13):
        before(queue, talk.customer, f"no {number}")
    first = page(alice).get(f"interactions/{talk.pk}/history/")
    rest = page(alice).get(f"interactions/{talk.pk}/history/?after=10")
    assert (len(first["rows"]), first["more"], first["count"]) == (10, True, 13)
    assert (len(rest["rows"]), rest["more"]) == (3, False)
    assert len({row["id"] for row in first["rows"] + rest["rows"]}) == 13


def test_the_panel_costs_the_same_with_little_and_with_much(talk, alice, queue, elsewhere, page):
    desk = page(alice)

    def cost():
        desk.get(f"interactions/{talk.pk}/customer/")
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"interactions/{talk.pk}/customer/")
        return len(queries)

    def grow():
        factories.IdentityFactory(customer=talk.customer, platform="twitter")
        before(queue, talk.customer, "before", alice, wrap_up=factories.WrapUpCodeFactory())
        AttributeFactory().values.create(customer=talk.customer, text="x")
        talk.put_label(LabelFactory(), alice)
        thread = factories.ThreadFactory(channel=elsewhere, customer=talk.customer, kind="whatsapp", address="1")
        company.brought_to(
            "connected", _waiting(thread), company.agent(f"agent{thread.pk}", elsewhere.direct_workgroup)
        )

    grow()
    one = cost()
    for _more in range(4):
        grow()
    found = desk.get(f"interactions/{talk.pk}/customer/")
    assert [len(found[name]) for name in ("identities", "others", "labels")] == [16, 5, 5]
    assert cost() == one <= 30


def _waiting(thread):
    message = factories.MessageFactory(thread=thread)
    return Interaction._begin(thread, message, thread.channel.direct_workgroup_id)


# ---- labels ------------------------------------------------------------------------------------------------------


def test_a_label_is_put_on_and_taken_off_and_stands_in_every_row(talk, alice, page):
    leak, desk = Label.objects.create(name="Leak"), page(alice)
    assert [label["name"] for label in desk.get("labels/?q=lea")["labels"]] == ["Leak"]
    for _twice in range(2):
        row = desk.post(f"interactions/{talk.pk}/labels/", {"label": leak.pk})["interaction"]
    assert row["labels"] == [{"id": leak.pk, "name": "Leak"}] == desk.get("desk/")["interactions"][0]["labels"]
    answer = desk.call("DELETE", f"interactions/{talk.pk}/labels/{leak.pk}/").json()
    assert answer["interaction"]["labels"] == []
    assert company.journal(talk)[3:] == ["labeled", "unlabeled"]


def test_a_new_label_needs_the_right_and_is_made_once(talk, alice, page):
    desk, given = page(alice), {"name": "Warranty"}
    assert "Create labels" in desk.post(f"interactions/{talk.pk}/labels/", given, status=403)["detail"]
    give(alice, [Right.NEW_LABELS])
    for name in ("Warranty", "warranty"):
        desk.post(f"interactions/{talk.pk}/labels/", {"name": name})
    assert list(Label.objects.values_list("name", flat=True)) == ["Warranty"]
    assert Change.objects.get(noun="agents.label").verb == "created"
    Label.objects.update(active=False)
    assert desk.post(f"interactions/{talk.pk}/labels/", given, status=400)["code"] == "label"


# ---- attributes --------------------------------------------------------------------------------------------------

REFUSED = [
    ("country", "Poland", "ISO code"),
    ("language", "PL!", "ISO code"),
    ("number", "many", "number"),
    ("date", "31.12.2026", "year-month-day"),
    ("choice", "Gas", "Choose one of: Coffee, Tea"),
    ("yes_no", "maybe", "yes or no"),
    ("fixed", "x", "only be read"),
    ("4711", "x", "no such attribute"),
    ("opted_in_at", "2026-01-01", "no such attribute"),
]


@pytest.fixture
def defined(db):
    kinds = {kind: AttributeFactory(name=kind, kind=kind) for kind in ("number", "date", "yes_no")}
    kinds["choice"] = AttributeFactory(name="choice", kind="choice", choices=["Coffee", "Tea"])
    kinds["fixed"] = AttributeFactory(name="fixed", editable=False)
    return kinds


@pytest.mark.parametrize(("name", "value", "why"), REFUSED)
def test_a_bad_value_is_refused_in_words_and_the_old_one_stays(name, value, why, talk, alice, defined, page):
    key = defined[name].pk if name in defined else name
    answer = page(alice).call("PUT", f"interactions/{talk.pk}/attributes/{key}/", {"value": value})
    assert answer.status_code == 400 and why in answer.json()["detail"]
    assert Change.objects.count() == 0 and "attribute" not in company.journal(talk)


def test_a_value_is_kept_by_its_type_and_told(talk, alice, defined, page):
    desk = page(alice)
    given = {
        "language": "pl",
        defined["number"].pk: "12,50",
        defined["date"].pk: "2026-12-31",
        defined["choice"].pk: "Tea",
    }
    for key, value in given.items():
        answer = desk.call("PUT", f"interactions/{talk.pk}/attributes/{key}/", {"value": value})
        assert answer.status_code == 200
    found = {row["name"]: row["value"] for row in answer.json()["attributes"]}
    assert (found["Language"], found["number"], found["date"], found["choice"]) == ("pl", "12.50", "2026-12-31", "Tea")
    assert company.journal(talk).count("attribute") == 4
    change = Change.objects.filter(noun="interactions.customer").last()
    assert (change.by, change.after) == (alice, {"language": "pl"})
    desk.call("PUT", f"interactions/{talk.pk}/attributes/{defined['choice'].pk}/", {"value": ""})
    assert defined["choice"].values.count() == 0


def test_a_list_needs_something_to_choose_from(db):
    with pytest.raises(Exception, match="one to a line"):
        Attribute(name="x", kind="choice").clean()


# ---- block -------------------------------------------------------------------------------------------------------


def test_a_customer_is_blocked_with_a_reason_and_unblocked(talk, alice, page):
    give(alice, [Right.BLOCK])
    desk = page(alice)
    assert "why" in desk.post(f"interactions/{talk.pk}/block/", {"reason": ""}, status=400)["detail"]
    found = desk.post(f"interactions/{talk.pk}/block/", {"reason": "Threats"})
    assert (found["block"]["reason"], found["block"]["by"]["name"]) == ("Threats", "Alice")
    assert Identity.objects.filter(blocked=True).count() == 1
    desk.post(f"interactions/{talk.pk}/block/", {"reason": "again"})
    assert Block.objects.count() == 1
    assert desk.call("DELETE", f"interactions/{talk.pk}/block/").json()["block"] is None
    assert company.journal(talk)[3:] == ["blocked", "unblocked"]
    assert list(Change.objects.order_by("pk").values_list("verb", flat=True)) == ["blocked", "unblocked"]


def test_a_closed_conversation_shows_less(talk, alice, page):
    talk.disconnect(alice)
    found = panel(page, alice, talk)
    assert found["interaction"] == talk.pk and not found["talking"]
    assert Interaction.objects.get().state == State.DISCONNECTED
