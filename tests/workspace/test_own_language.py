"""Everybody reads his own language: on pages, in answers of the API, in frames of the desk, in mails, in what was kept."""

import pytest
from django.core import mail
from django.utils import translation

from acd import routing
from agents.inviting import invite, send_due
from agents.models import Agent, Status
from audit.kept_words import in_english, told
from audit.lines import pairs
from audit.models import Change
from channels_admin.models import Incident
from channels_admin.upkeep import mails
from interactions.models import Note
from tests import company, factories
from tests.workspace.signed_in import SignedIn

pytestmark = pytest.mark.django_db

WINDOW = "The platform's reply window is closed: the customer must write first."
FENSTER = "Das Antwortfenster der Plattform ist geschlossen: Der Kunde muss zuerst schreiben."


def speaks(person, language):
    """Give a person's account this language."""
    Agent.objects.filter(pk=person.pk).update(language=language)
    return person


@pytest.fixture
def german(care):
    """An agent who reads German."""
    return speaks(company.agent("anna", care), "de")


def test_a_page_is_in_the_language_of_the_account_whatever_the_browser_asks_for(german, page):
    answer = page(german).http.get("/", headers={"Accept-Language": "en"})
    assert '<html lang="de">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "de"
    assert "Agenten-Arbeitsplatz" in answer.content.decode()


def test_who_is_not_signed_in_reads_what_the_browser_asks_for(client):
    assert "Passwort vergessen?" in client.get("/account/login/", headers={"Accept-Language": "de"}).content.decode()
    assert "Forgot your password?" in client.get("/account/login/").content.decode()


def test_an_account_with_a_language_that_is_not_there_reads_english(german, page):
    assert '<html lang="en">' in page(speaks(german, "xx")).http.get("/").content.decode()


def test_two_people_are_answered_each_in_his_language_by_the_same_thread(german, alice, page):
    asked = [page(who).http.get("/api/v1/desk/").json()["me"]["status"]["name"] for who in (german, alice, german)]
    assert asked == ["Verfügbar", "Available", "Verfügbar"]


def test_a_refusal_of_the_api_is_in_the_language_of_whoever_is_refused(alice, queue, page):
    path = f"interactions/{company.connected(queue, alice).pk}/transfer/"
    said = [page(speaks(alice, language)).call("POST", path, {}).json()["detail"] for language in ("en", "de")]
    assert said == [
        "Name one target: a workgroup, an agent or a station.",
        "Nennen Sie ein Ziel: eine Arbeitsgruppe, einen Agenten oder eine Station.",
    ]


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_frames_are_in_the_language_of_the_desk_and_follow_its_change(queue, care, web):
    people = {language: speaks(company.agent(f"agent_{language}", care), language) for language in ("de", "en")}
    desks = {language: _opened(web, person) for language, person in people.items()}
    assert {language: desk.me["status"]["name"] for language, desk in desks.items()} == {
        "de": "Verfügbar",
        "en": "Available",
    }
    interaction = company.writes(queue)[0]
    routing.route(interaction.workgroup_id)
    interaction.refresh_from_db()
    (asked,) = [language for language, person in people.items() if person.pk == interaction.owner_id]
    desks[asked].until(lambda desk: interaction.pk in desk.rows, "the offer")
    why = desks[asked].rows[interaction.pk]["offer"]["why"]
    assert why.startswith({"de": "Am längsten verfügbar:", "en": "Longest available:"}[asked])
    speaks(people["en"], "de").announce()
    desks["en"].until(lambda desk: desk.me["status"]["name"] == "Verfügbar", "the other language")
    for desk in desks.values():
        desk.close()


def _opened(server, person):
    desk = SignedIn(server.base, person.username)
    desk.connect()
    desk.until(lambda one: one.me, "himself")
    return desk


def test_administrators_are_mailed_once_in_each_language():
    for language in ("en", "de", "de"):
        speaks(
            factories.AgentFactory(roles=["Administrator"], email=f"a{Agent.objects.count()}@acme.example"), language
        )
    account = company.channel(company.workgroup()).account
    account.suspend(WINDOW)
    mails.tell()
    told_of = {one.subject: (len(one.bcc), one.body) for one in mail.outbox}
    assert {subject: count for subject, (count, _body) in told_of.items()} == {
        "Acme is suspended: nothing is read or sent": 1,
        "Acme ist ausgesetzt: Nichts wird gelesen oder gesendet": 2,
    }
    assert FENSTER in told_of["Acme ist ausgesetzt: Nichts wird gelesen oder gesendet"][1]
    assert Incident.objects.exclude(mailed_at=None).count() == 1


def test_a_letter_is_in_the_language_of_who_gets_it(german):
    Agent.objects.filter(pk=german.pk).update(email="anna@acme.example")
    invite(Agent.objects.get(pk=german.pk))
    send_due()
    assert mail.outbox[0].subject == "Sie sind in das Contact-Center eingeladen"
    assert mail.outbox[0].body.startswith("Guten Tag Anna,")


@pytest.mark.parametrize(
    ("kept", "german"),
    [
        (WINDOW, FENSTER),
        ("X did not take this: Too many Follows.", "X hat dies nicht angenommen: Too many Follows."),
        (
            "Genesys Cloud forbids this: a permission is missing.",
            "Genesys Cloud verbietet dies: eine Berechtigung fehlt.",
        ),
        (f"{WINDOW} {WINDOW}", f"{FENSTER} {FENSTER}"),
        ("Words of a platform that are nobody's.", "Words of a platform that are nobody's."),
        ("", ""),
    ],
)
def test_what_was_kept_in_english_is_read_in_german(kept, german):
    with translation.override("de"):
        assert told(kept) == german
    with translation.override("en"):
        assert told(kept) == kept


def test_what_the_product_notes_is_written_in_english_and_read_in_the_readers_language(german, queue, page):
    interaction = company.connected(queue, german)
    with translation.override("de"):
        interaction.release_gone()
    note = Note.objects.get()
    assert note.text == "Anna was gone for too long, so this came back to the queue."
    shown = page(german).get(f"interactions/{interaction.pk}/")["notes"]
    assert shown[0]["text"] == "Anna war zu lange weg, deshalb kam dies in die Warteschlange zurück."


def test_writing_in_english_ends_with_the_writing():
    with translation.override("de"):
        assert in_english(translation.get_language)() == "en"
        assert translation.get_language() == "de"


def test_the_standard_statuses_are_read_in_german_and_others_as_they_are_called():
    with translation.override("de"):
        assert str(Status.objects.get(name=Status.NOT_ANSWERING)) == "ACD – Agent antwortet nicht"
        assert str(Status(name="Watering the plants")) == "Watering the plants"
        assert not [one for one in Status.objects.all() if one.words == one.name]


def test_the_audit_log_calls_fields_what_pages_call_them():
    made = {"poll_interval": 5000, "no_such_field": 1}
    with translation.override("de"):
        lines = pairs(Change(noun="channels_admin.channel", verb="changed", before=made, after={}))
        assert [name for name, *_values in lines] == ["Abfrageintervall (ms)", "No such field"]
        assert pairs(Change(noun="agents.gone", before={"name": "A"}, after={}))[0][0] == "Name"
