"""How people come in and are put out (R34a): invitations, new passwords, deactivating, logging off."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agents import inviting
from agents.models import Agent, Invitation, Role, Seat
from audit.models import Change
from interactions.leaving import release_deactivated, release_of
from interactions.models import Interaction, State
from tests import company, factories
from tests.channels_admin.forms_filled import faults, fill, page_of

pytestmark = pytest.mark.django_db
CHOSEN = {"new_password1": "correct horse", "new_password2": "correct horse"}


def link_in(mail):
    return re.search(r"http\S+(/welcome/\S+)", mail.body)[1]


@pytest.fixture
def bob(admin):
    """Somebody who was invited just now."""
    fill(admin, page_of(Agent, "add"), username="bob", first_name="Bob", email="bob@acme.example", is_active="on")
    return Agent.objects.get(username="bob")


def press(client, verb, agent):
    return client.post(reverse(f"console:agent_{verb}", args=[agent.pk]), follow=True).content.decode()


def test_an_invited_person_chooses_a_password_and_is_at_his_desk(bob, mailoutbox):
    assert not bob.has_usable_password()
    inviting.send_due()
    (mail,) = mailoutbox
    assert mail.to == ["bob@acme.example"] and "your user name is bob" in mail.body
    his = Client()
    page = his.get(link_in(mail))
    assert "Welcome, Bob" in page.content.decode() and page.headers["Cache-Control"].startswith("max-age=0")
    assert "too short" in his.post(link_in(mail), dict.fromkeys(CHOSEN, "x")).content.decode()
    assert his.post(link_in(mail), CHOSEN, follow=True).wsgi_request.user == bob
    assert authenticate(username="bob", password="correct horse") == bob
    assert Client().get(link_in(mail)).status_code == 410, "it is good once"
    inviting.send_due()
    assert len(mailoutbox) == 1


def test_a_link_ends_by_time_by_a_newer_one_and_with_the_account(admin, bob, mailoutbox):
    inviting.send_due()
    press(admin, "invite", bob)
    inviting.send_due()
    old, new = (link_in(mail) for mail in mailoutbox)
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200
    assert Client().get(new[:-3] + "xx/").status_code == 410
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(new).status_code == 410
    assert "the link is over: invite again" in admin.get(page_of(Agent, "changelist")).content.decode()
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    press(admin, "deactivate", bob)
    assert Client().post(new, CHOSEN).status_code == 410


def test_a_mail_server_that_is_away_is_said_and_tried_again(admin, bob, settings, mailoutbox):
    there = settings.MAILERS
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9},
        }
    }
    inviting.send_due()
    page = admin.get(page_of(Agent, "change", bob.pk)).content.decode()
    assert "Connection refused" in page and "tried again by itself" in page
    settings.MAILERS = there
    inviting.send_due()
    assert not mailoutbox, "not before its time"
    Invitation.objects.update(due_at=timezone.now())
    inviting.send_due()
    assert len(mailoutbox) == 1 and not Invitation.objects.get().problem


def test_nobody_is_invited_without_an_address(admin):
    given = {"username": "eve", "first_name": "Eve", "is_active": "on"}
    said = faults(fill(admin, page_of(Agent, "add"), **given))
    assert said == ["Enter an address to which the invitation is mailed, or a password below."]


def test_an_administrator_has_a_link_for_a_new_password_mailed(admin, mailoutbox):
    ann = factories.AgentFactory(username="ann")
    assert "A mail with a link goes to ann@acme.example." in press(admin, "invite", ann)
    inviting.send_due()
    assert mailoutbox[0].subject == "Set a new password for the contact center"
    signed_in = Client()
    signed_in.force_login(ann)
    assert Client().post(link_in(mailoutbox[0]), CHOSEN).status_code == 302
    assert signed_in.get("/").status_code == 302, "a new password ends the sessions before"
    assert Change.objects.get().after == {"mail": "New password: ann@acme.example"}


def test_who_forgot_his_password_asks_for_a_mail_and_strangers_learn_nothing(client, mailoutbox, settings):
    ann = factories.AgentFactory(username="ann")
    page = reverse("account_reset_password")
    known = client.post(page, {"login": "ANN@acme.example"}).content
    assert known == client.post(page, {"login": "nobody"}).content
    client.post(page, {"login": "ann"})
    inviting.send_due()
    assert [mail.to for mail in mailoutbox] == [[ann.email]], "once, however often it is asked for at a time"


def test_a_deactivated_persons_open_interactions_return_to_the_queue(admin, care, queue):
    bob = company.agent("bob", care)
    interaction = company.connected(queue, bob)
    press(admin, "deactivate", bob)
    release_deactivated()
    interaction.refresh_from_db()
    assert (interaction.state, interaction.owner, interaction.first_in_line) == (State.WAITING, None, True)
    assert not Seat.objects.exists()
    assert Change.objects.get().after == {"is_active": False}
    history = admin.get(page_of(Agent, "changelist")).content.decode()
    assert "Bob" in history and "May not sign in" in history


def test_the_form_deactivates_too(admin, care, queue):
    bob = company.agent("bob", care)
    company.connected(queue, bob)
    fill(admin, page_of(Agent, "change", bob.pk), is_active=None)
    release_of(bob.pk)
    assert Interaction.objects.get().state == State.WAITING


def test_who_is_logged_off_is_out_everywhere_and_can_come_back(admin, care, queue):
    bob = company.agent("bob", care)
    interaction = company.connected(queue, bob)
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(bob)
    assert "is logged off everywhere" in press(admin, "log-off", bob)
    assert [browser.get("/").status_code for browser in browsers] == [302, 302]
    release_of(bob.pk)
    interaction.refresh_from_db()
    assert interaction.state == State.WAITING and not Seat.objects.exists()
    browsers[0].force_login(Agent.objects.get(pk=bob.pk))
    assert browsers[0].get("/").status_code == 200


def test_who_took_a_seat_again_keeps_what_he_has(admin, care, queue):
    bob = company.agent("bob", care)
    press(admin, "log-off", bob)
    Seat.take(bob)
    interaction = company.connected(queue, bob)
    release_of(bob.pk)
    interaction.refresh_from_db()
    assert interaction.state == State.CONNECTED


def test_nobody_puts_himself_out_nor_somebody_who_may_more(admin, client):
    assert "That is you" in press(admin, "log-off", admin.person)
    assert "You cannot lock yourself out" in press(admin, "deactivate", admin.person)
    client.force_login(factories.AgentFactory(rights=["agents.people"]))
    above = factories.AgentFactory(roles=[Role.ADMINISTRATOR])
    for verb in ("invite", "log-off", "deactivate"):
        assert "may do more than you" in press(client, verb, above)
    above.refresh_from_db()
    assert above.is_active and above.sign_in == 0
