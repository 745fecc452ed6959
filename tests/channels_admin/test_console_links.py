"""The console's page of message links: made, changed, deleted, their QR codes downloaded; who did it is recorded (R24)."""

import re
from html import unescape

import pytest
from django.urls import reverse

from audit.models import Change
from channels_admin.models import PhoneNumber, Provider
from tests import factories
from tests.channels_admin.meta import NUMBER
from tests.channels_admin.scanning import scanned

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel(meta):
    return meta.channel()


@pytest.fixture
def page(channel):
    return reverse("console:message_links", args=[channel.pk])


def text(answer):
    return unescape(" ".join(answer.content.decode().split()))


def make(admin, page, words):
    """Make a link; returns its address as the page shows it."""
    shown = text(admin.post(page, {"prefilled": words}, follow=True))
    return re.search(rf'data-test="address">(https://[^<]+)</a> <p class="says">{words}</p>', shown)[1]


def test_what_is_scanned_from_a_downloaded_code_opens_exactly_that_link(admin, page):
    first, second = make(admin, page, "My order has not come"), make(admin, page, "I would like bread")
    shown = text(admin.get(page))
    pictures = re.findall(r'href="([^"]+qr\.png)" download="(\w{14})\.png"', shown)
    assert {scanned(admin.get(address).content) for address, _code in pictures} == {first, second}
    assert all(address.endswith(f"{code}/qr.png") for address, code in pictures)
    drawn = [admin.get(address).content for address in re.findall(r'href="([^"]+qr\.svg)" download', shown)]
    assert len(drawn) == 2 and all(b"<svg" in picture for picture in drawn)


def test_other_words_are_given_and_recorded_before_and_after(admin, page):
    code = make(admin, page, "Hello")[-14:]
    one = f"{page}{code}/"
    assert ">Hello</textarea>" in re.sub(r"\s+<", "<", text(admin.get(one)).replace("> ", ">"))
    assert "Good morning</p>" in text(admin.post(one, {"prefilled": "Good morning"}, follow=True))
    changed = Change.objects.order_by("pk").last()
    assert (changed.by, changed.before, changed.after) == (
        admin.person, {"message_link": f"{code} Hello"}, {"message_link": f"{code} Good morning"},
    )  # fmt: skip


def test_a_link_is_deleted_after_a_question(admin, page):
    code = make(admin, page, "Hello")[-14:]
    question = admin.get(f"{page}{code}/delete/")
    assert "It cannot be brought back." in text(question)
    assert "Hello</p>" in text(admin.get(page))
    assert "lead nowhere now" in text(admin.post(f"{page}{code}/delete/", follow=True))
    assert "No link yet." in text(admin.get(page))
    assert Change.objects.order_by("pk").last().before == {"message_link": f"{code} Hello"}


@pytest.mark.parametrize(("words", "said"), [("", "This field is required."), ("x" * 141, "at most 140 characters")])
def test_what_does_not_fit_is_said_beside_the_field(admin, page, words, said):
    answer = admin.post(page, {"prefilled": words})
    assert answer.status_code == 200 and said in text(answer)
    assert not Change.objects.exists()


def test_one_that_is_gone_leads_back_to_the_list(admin, page):
    answer = admin.get(f"{page}ABCDEFGHIJKLMN/", follow=True)
    assert answer.redirect_chain and "There is no such message link any more." in text(answer)


def test_a_platform_that_does_not_answer_is_said(admin, page, meta):
    meta.sandbox.control("faults", {"match": {"path": NUMBER}, "do": "error", "status": 500, "times": 1})
    assert "The links could not be read:" in text(admin.get(page))


def test_a_number_that_is_not_active_gets_no_new_links(admin, page, meta):
    meta.sync()
    PhoneNumber.objects.filter(external_id=NUMBER).update(status="BANNED")
    assert "The number is not active now" in text(admin.get(page))
    answer = admin.post(page, {"prefilled": "Hello"})
    assert "The number is not active" in text(answer) and not Change.objects.exists()


def test_only_a_channel_with_a_number_at_meta_has_the_page(admin, page, channel):
    assert admin.get(reverse("console:message_links", args=[factories.ChannelFactory().pk])).status_code == 404
    own = reverse("console:channels_admin_channel_change", args=[channel.pk])
    assert page in admin.get(own).content.decode()
    channel.account.provider = Provider.GENESYS
    channel.account.save()
    assert admin.get(page).status_code == 404


def test_it_is_for_administrators(alice, page):
    assert alice.get(page).status_code == 403
    assert alice.post(page, {"prefilled": "Hello"}).status_code == 403
