"""Loading license files in the console, and being warned that licenses end (R33)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.urls import reverse

from agents.models import AccessLicense, Agent, License, LicenseFile, LicenseWarning
from channels_admin.upkeep import license_ends
from tests import company, factories, licenses
from tests.channels_admin.forms_filled import faults, fill, page_of
from tests.licenses import a_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(tmp_path, settings):
    """Makes license files whose key is trusted."""
    licenses.trusted(tmp_path, settings)
    return lambda **facts: licenses.file(tmp_path, **facts)


def upload(client, text):
    """Choose a file and send it; the page that comes back."""
    return client.post(reverse("console:license_load"), {"file": SimpleUploadedFile("acme.license", text.encode())})


def test_a_file_is_shown_before_it_counts_and_counts_once_it_is_confirmed(admin, made):
    bob = company.agent("bob")
    page = upload(admin, made(social=1, whatsapp=0, ends=a_day(60)))
    assert page.status_code == 200 and not License.objects.exists(), "only shown"
    shown = page.content.decode()
    assert "License of Acme" in shown and "I3_ACCESS_ACD_SOCIAL_MEDIA" in shown
    confirmed = admin.post(reverse("console:license_load"), {"text": page.context["text"], "confirmed": "1"})
    assert confirmed.url == page_of(License, "changelist")
    assert License.objects.get(part=License.Part.ACCESS_SOCIAL_MEDIA).count == 1
    listed = admin.get(confirmed.url).content.decode()
    assert "In force" in listed and "The license of Acme is in force." in listed
    assert str(bob) in listed and "Suspended assignments" in listed, "WhatsApp is not licensed any more"
    assert LicenseFile.objects.get().loaded_by == admin.person


def test_the_preview_names_who_is_suspended_and_who_comes_back(admin, made):
    factories.LicenseFactory(part=License.Part.ACCESS_WHATSAPP, count=1)
    bob, carol = company.agent("bob", families=["whatsapp"]), company.agent("carol", families=["whatsapp"])
    effect = upload(admin, made(whatsapp=2)).context["effect"]
    assert [row.agent for row in effect.returning] == [carol]
    License.objects.update(count=2)
    page = upload(admin, made(whatsapp=1))
    assert [row.agent for row in page.context["effect"].suspended] == [carol]
    assert "1 assignment is suspended" in page.content.decode() and str(bob) not in page.content.decode()


@pytest.mark.parametrize("way", ["upload", "confirm"])
def test_a_changed_file_is_refused_with_the_reason_also_when_it_is_confirmed(admin, made, way):
    text = made(social=5).replace('"count": 5', '"count": 500')
    if way == "upload":
        page = upload(admin, text)
    else:
        page = admin.post(reverse("console:license_load"), {"text": text, "confirmed": "1"})
    assert page.status_code == 400
    assert "Its signature does not fit what it says" in page.content.decode()
    assert not License.objects.exists() and not LicenseFile.objects.exists()


def test_no_file_and_a_huge_file_are_refused_in_words(admin, made):
    assert b"Choose a file first." in admin.post(reverse("console:license_load")).content
    assert b"it is too large" in upload(admin, "x" * 70_000).content


def test_licenses_are_not_edited_by_hand(admin):
    row = factories.LicenseFactory()
    assert admin.get(page_of(License, "add")).status_code == 403
    assert admin.post(page_of(License, "change", row.pk), {"count": "5000"}).status_code == 403
    assert admin.post(page_of(License, "delete", row.pk), {"post": "yes"}).status_code == 403
    row.refresh_from_db()
    assert row.count == 10


def test_loading_asks_for_the_right(alice):
    assert alice.get(reverse("console:license_load")).status_code == 403
    assert alice.post(reverse("console:license_load"), {"text": "x", "confirmed": "1"}).status_code == 403


def test_the_list_of_users_says_which_licenses_are_suspended(admin):
    factories.LicenseFactory(part=License.Part.ACCESS_WHATSAPP, count=1)
    for name in ("bob", "carol"):
        factories.AccessLicenseFactory(agent=factories.AgentFactory(username=name), family="whatsapp")
    assert admin.get(page_of(Agent, "changelist")).content.decode().count("WhatsApp (suspended)") == 1


def test_an_assignment_that_is_changed_to_another_family_needs_a_free_one(admin):
    factories.LicenseFactory(part=License.Part.ACCESS_WHATSAPP, count=0)
    row = factories.AccessLicenseFactory()
    answer = fill(admin, page_of(Agent, "change", row.agent.pk), **{"access_licenses-0-family": "whatsapp"})
    assert faults(answer) == ["No access license for WhatsApp is free: 0 of 0 are assigned."]
    assert AccessLicense.objects.get().family == "social_media"


# ---- being warned ----------------------------------------------------------------------------------------------------


@pytest.fixture
def ada():
    """An administrator with an address."""
    return factories.AgentFactory(username="ada", roles=["Administrator"])


@pytest.mark.parametrize(("left", "told"), [(31, 0), (30, 1), (8, 1), (7, 1), (1, 1), (0, 1), (-1, 1)])
def test_administrators_are_told_30_7_and_1_days_ahead_and_when_it_is_over(ada, mailoutbox, left, told):
    factories.LicenseFactory(part=License.Part.FEATURE_WHATSAPP, expires_on=a_day(left))
    for _look in range(3):
        license_ends.warn()
    assert len(mailoutbox) == told, "once each"
    assert all(mail.bcc == [ada.email] and "I3_FEATURE_WHATSAPP_SOCIAL_MEDIA" in mail.body for mail in mailoutbox)


def test_each_warning_is_told_once_as_the_days_pass_and_parts_with_one_end_share_a_mail(ada, mailoutbox):
    factories.LicenseFactory(part=License.Part.FEATURE_WHATSAPP)
    factories.LicenseFactory(part=License.Part.ACCESS_WHATSAPP)
    for left in (45, 30, 29, 8, 7, 2, 1, 0, -1, -2):
        LicenseWarning.objects.update(expires_on=a_day(left))
        License.objects.update(expires_on=a_day(left))
        license_ends.warn()
    subjects = [mail.subject.partition(",")[0].partition(" on")[0] for mail in mailoutbox]
    assert subjects == [*(f"Licenses end in {n}" for n in ("30 days", "7 days", "1 day")), "Licenses have ended"]
    assert all("I3_ACCESS_ACD_WHATSAPP" in mail.body and "I3_FEATURE_WHATSAPP" in mail.body for mail in mailoutbox)


def test_a_newer_file_is_warned_of_anew(ada, mailoutbox):
    factories.LicenseFactory(expires_on=a_day(7))
    license_ends.warn()
    License.objects.update(expires_on=a_day(30))
    license_ends.warn()
    assert len(mailoutbox) == 2


def test_a_mail_server_that_is_away_is_tried_again_later(ada, mailoutbox, settings, monkeypatch):
    factories.LicenseFactory(expires_on=a_day(7))
    with monkeypatch.context() as away:
        away.setattr(EmailMessage, "send", broken)
        license_ends.warn()
    license_ends.warn()
    assert mailoutbox == [], "not before its time"
    company.passes(700, LicenseWarning.objects.get())
    license_ends.warn()
    assert len(mailoutbox) == 1


def broken(self):
    """A mail server that does not answer."""
    raise OSError("connection refused")


def test_the_home_page_names_what_ends_and_what_is_suspended(admin):
    factories.LicenseFactory(part=License.Part.FEATURE_WHATSAPP, expires_on=a_day(30))
    factories.LicenseFactory(part=License.Part.ACCESS_WHATSAPP, count=1)
    for _n in range(2):
        factories.AccessLicenseFactory(family="whatsapp")
    needs = admin.get(reverse("console:index")).context["needs"]
    assert [str(need.title) for need in needs] == [
        "The license “WhatsApp” ends soon",
        "1 access license for WhatsApp is suspended",
    ]
