"""Alerts open when a figure has been so for long enough, once, and are cleared when it is not so any more (R86)."""

import contextlib
import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from supervision.alerts import mailing
from supervision.alerts.models import Alert, AlertMail, Condition, Occurrence
from supervision.statistics import counting
from supervision.statistics.view import board
from tests import company, crowd
from tests.together import run

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"
AWAY = {"default": {"BACKEND": SMTP, "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1}}}


def open_ones():
    """How many alerts are open."""
    return Occurrence.objects.filter(ended_at=None).count()


def mail_left_unanswered(server, lines):
    """Be a mail server that takes a whole mail and says nothing to it; returns the mail. `lines` keeps the line open."""
    file = lines.enter_context(lines.enter_context(server.accept()[0]).makefile("rwb", buffering=0))
    file.write(b"220 here\r\n")
    while not file.readline().upper().startswith(b"DATA"):
        file.write(b"250 so be it\r\n")
    file.write(b"354 go on\r\n")
    return b"".join(iter(file.readline, b".\r\n"))


def test_a_condition_must_hold_without_a_break(clock, look, alert, queue):
    alert(holds_for=60)
    rows = company.waiting(queue, 2)
    look()
    clock.shift(50)
    look()
    assert open_ones() == 0
    rows[0].disconnect(None)
    look()
    company.writes(queue, company.said(by="9"))
    look()
    clock.shift(50)
    look()
    assert open_ones() == 0, "it began to hold anew"
    clock.shift(10)
    look()
    assert open_ones() == 1


def test_it_is_logged_with_what_it_began_and_ended_with_and_colors_its_tile(clock, look, alert, queue, care):
    alert(severity="critical")
    rows = company.waiting(queue, 3)
    look()
    frame = board(counting.count(), {care.pk}, {}, list(Occurrence.objects.all()))
    assert (frame["workgroups"][0]["severity"], frame["workgroups"][0]["hot"]) == ("critical", ["waiting"])
    assert [one["text"] for one in frame["alerts"]] == ["Waiting over 1, now 3"]
    for row in rows[:2]:
        row.disconnect(None)
    clock.shift(30)
    look()
    (one,) = Occurrence.objects.all()
    assert (one.began_with, one.ended_with, (one.ended_at - one.began_at).seconds) == (3, 1, 30)
    frame = board(counting.count(), {care.pk}, {}, [one])
    assert frame["workgroups"][0]["severity"] == "normal"
    assert [one["text"] for one in frame["alerts"]] == ["No longer: Waiting over 1"]
    assert board(counting.count(), set(), {}, [one])["alerts"] == []


def test_lengths_of_time_run_and_where_there_is_nothing_nothing_holds(clock, look, alert, queue):
    alert(figure="longest_waiting", threshold=90)
    alert(figure="service_level", condition=Condition.UNDER, threshold=80)
    company.waiting(queue, 1)
    clock.shift(90)
    look()
    assert open_ones() == 0
    clock.shift(1)
    look()
    assert [one.figure for one in Occurrence.objects.all()] == ["longest_waiting"]


def test_agents_and_statuses_are_watched_too(look, alert, alice, queue):
    alert(workgroup=None, agent=alice, figure="connected", condition=Condition.EQUAL, threshold=1)
    alert(figure="in_status", status=alice.status, condition=Condition.UNDER, threshold=1)
    company.connected(queue, alice)
    look()
    assert [one.agent for one in Occurrence.objects.all()] == [alice]


def test_what_is_switched_off_or_deleted_is_cleared(look, alert, queue):
    one, other = alert(), alert()
    company.waiting(queue, 2)
    look()
    Alert.objects.filter(pk=one.pk).update(active=False)
    other.delete()
    look()
    assert open_ones() == 0 and Occurrence.objects.count() == 2


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_several_that_look_at_once_open_it_once_and_write_one_mail(look, alert, queue, mailoutbox):
    alert(mail_on_entering=True, mail_to="ops@acme.example")
    company.waiting(queue, 2)
    run(*[look] * 4)
    assert (Occurrence.objects.count(), AlertMail.objects.count()) == (1, 1)
    run(*[mailing.send_due] * 4)
    assert [mail.bcc for mail in mailoutbox] == [["ops@acme.example"]]


def test_one_mail_in_five_minutes_however_often_it_opens(clock, look, alert, queue, mailoutbox):
    alert(mail_on_entering=True, mail_on_leaving=True, mail_to="ops@acme.example\nboss@acme.example")
    for _time in range(3):
        rows = company.writes(queue, company.said(by="1"), company.said(by="2"))
        look()
        for row in rows:
            row.disconnect(None)
        clock.shift(60)
        look()
    mailing.send_due()
    assert [mail.subject for mail in mailoutbox] == ["[Warning] Care: Waiting over 1, now 2"]
    clock.shift(300)
    company.writes(queue, company.said(by="1"), company.said(by="2"))
    look()
    mailing.send_due()
    mailing.send_due()
    assert len(mailoutbox) == 2 and AlertMail.objects.count() == 2


def test_who_could_not_be_told_at_once_is_told_five_minutes_after_the_last_mail(clock, look, alert, queue, mailoutbox):
    alert(mail_on_entering=True, mail_on_leaving=True, mail_to="ops@acme.example")

    def after(seconds, *rows, more=()):
        clock.shift(seconds)
        for row in rows:
            row.disconnect(None)
        made = company.writes(queue, *more) if more else []
        look()
        mailing.send_due()
        return made

    rows = after(0, more=[company.said(by="1"), company.said(by="2")])
    after(60, *rows)
    assert len(mailoutbox) == 1, "that it ended"
    after(239)
    assert len(mailoutbox) == 1
    after(1)
    after(1)
    assert [mail.subject[:9] for mail in mailoutbox] == ["[Warning]", "[Cleared]"]
    after(60, more=[company.said(by="1"), company.said(by="2")])
    assert open_ones() == 1
    assert len(mailoutbox) == 2, "that it began anew"
    after(240)
    after(1)
    assert [mail.subject[:9] for mail in mailoutbox[2:]] == ["[Warning]"]


def test_a_mail_server_that_is_away_is_tried_again_and_old_news_is_not_sent(
    clock, look, alert, queue, mailoutbox, settings
):
    alert(mail_on_entering=True, mail_to="ops@acme.example")
    company.waiting(queue, 2)
    look()
    usual, settings.MAILERS = settings.MAILERS, AWAY
    mailing.send_due()
    assert "refused" in AlertMail.objects.get().problem.lower()
    settings.MAILERS = usual
    mailing.send_due()
    assert mailoutbox == []
    clock.shift(31)
    mailing.send_due()
    sent = AlertMail.objects.get()
    assert len(mailoutbox) == 1 and sent.sent_at and sent.due_at - sent.made_at > timedelta(minutes=5), (
        "whoever dies now"
    )
    AlertMail.objects.update(sent_at=None)
    clock.shift(1801)
    mailing.send_due()
    assert len(mailoutbox) == 2, "it is so still"
    AlertMail.objects.update(sent_at=None)
    Occurrence.objects.update(ended_at=timezone.now())
    clock.shift(300)
    mailing.send_due()
    assert len(mailoutbox) == 2 and AlertMail.objects.get().problem == "too late"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_loses_no_alert_and_its_mail_comes_once_more(look, alert, queue, mailoutbox):
    alert(mail_on_entering=True, mail_to="ops@acme.example")
    company.waiting(queue, 2)
    with crowd.closed(AlertMail._meta.db_table) as reached:  # between the two rows that a look writes
        crowd.kill_in("tests.jobs:watch", when=reached)
    assert not Occurrence.objects.exists() and Alert.objects.get().mailed_at is None
    look()
    with socket.create_server(("127.0.0.1", 0)) as server, contextlib.ExitStack() as lines:
        port, taken = server.getsockname()[1], lambda: mail_left_unanswered(server, lines)
        crowd.kill_in("tests.jobs:mail_alerts", port, when=taken)  # it has left, and its sender does not know
    mailing.send_due()
    assert mailoutbox == [], "whoever took it may be at it still"
    AlertMail.objects.update(due_at=timezone.now())  # the time that he had is over
    run(*[mailing.send_due] * 3)
    assert len(mailoutbox) == 1
    AlertMail.objects.update(sent_at=None, due_at=timezone.now())
    mailing.send_due()
    AlertMail.objects.update(sent_at=None, due_at=timezone.now())
    mailing.send_due()
    assert len(mailoutbox) == 2, "three times at most, whatever happens"
    assert len({mail.message()["Message-ID"] for mail in mailoutbox}) == 1, "receivers know it for the same"
