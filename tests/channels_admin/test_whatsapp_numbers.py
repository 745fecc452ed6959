"""Phone numbers (R21) and who owns them (R25): the rules, the lists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from channels_admin.models import BusinessManager, PhoneNumber, Waba
from channels_admin.whatsapp import phone
from channels_admin.whatsapp.owners import id_fault
from tests import factories
from tests.channels_admin.factories_whatsapp import BusinessManagerFactory, PhoneNumberFactory, WabaFactory
from tests.channels_admin.forms_filled import faults, fill, page_of
from tests.channels_admin.meta import NUMBER, WABA


@pytest.mark.parametrize(
    ("typed", "e164", "kind", "country"),
    [
        ("+49 30 901820", "+4930901820", phone.LANDLINE, "DE"),
        ("+44 (0)20 7946 0301", "+442079460301", phone.LANDLINE, "GB"),
        ("+49 1512 3456789", "+4915123456789", phone.MOBILE, "DE"),
        ("+1 800 555 1234", "+18005551234", phone.TOLL_FREE, "US"),
        ("+1 212 555 0123", "+12125550123", phone.EITHER, "US"),
    ],
)
def test_numbers_that_can_be_used(typed, e164, kind, country):
    found = phone.parse(typed)
    assert (found.e164, found.kind, found.country) == (e164, kind, country)
    assert found.methods == (("VOICE",) if kind == phone.LANDLINE else ("SMS", "VOICE"))
    assert bool(found.warning) == (kind == phone.TOLL_FREE)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter a phone number"),
        ("0800 1234567", "0800 and 00800"),
        ("00800 1234 5678", "0800 and 00800"),
        ("+800 1234 5678", "0800 and 00800"),
        ("030 901820", "Begin with + and the country code"),
        ("+999 123456", "No country has this code"),
        ("+49 30", "In Germany there is no such number"),
        ("+49 call us", "not a phone number"),
    ],
)
def test_numbers_that_are_refused_say_why(typed, said):
    with pytest.raises(phone.Refused, match=said.replace("+", r"\+")):
        phone.parse(typed)


MEANINGS = {"110220330440550": ("page", "ACME"), "5550001": ("partner", "Agency")}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the Business Manager ID"),
        ("   ", "Enter the Business Manager ID"),
        ("https://business.facebook.com/settings/info?business_id=987890034900451", "web address"),
        ("business.facebook.com", "web address"),
        ("ACME Bread", "is a number"),
        ("110220330440550", "ID of the Facebook page “ACME”"),
        ("5550001", "belongs to the partner “Agency”"),
    ],
)
def test_what_is_no_business_manager_id_is_refused_with_the_reason(typed, said):
    assert said in id_fault(typed, MEANINGS)


def test_a_business_manager_id_passes():
    assert id_fault(" 987890034900451 ", MEANINGS) == ""


pytestmark = pytest.mark.django_db
NEW = {"name": "ACME Bread", "legal_name": "ACME Bread Ltd.", "whose": "own"}


def test_a_business_manager_is_entered(admin):
    factories.AccountFactory(platform="facebook", name="ACME page", external_id="110220330440550")
    add = page_of(BusinessManager, "add")
    assert "ID of the Facebook page" in faults(fill(admin, add, **NEW, external_id="110220330440550"))[0]
    assert "Enter the Business Manager ID" in faults(fill(admin, add, **NEW, external_id=""))[0]
    verified = NEW | {"external_id": "987890034900451", "verification": "VERIFIED"}
    assert "Enter the day" in faults(fill(admin, add, **verified))[0]
    assert fill(admin, add, **verified, verified_on="2025-08-06").status_code == 302
    made = BusinessManager.objects.get()
    fill(admin, add, **NEW | {"name": "Agency", "whose": "partner"}, external_id="5550001")
    assert "belongs to the partner “Agency”" in faults(fill(admin, add, **NEW, external_id="5550001"))[0]
    assert made.verified and str(made.verified_on) == "2025-08-06"


def test_reading_an_account_brings_review_verification_currency_and_the_country_of_its_numbers(meta):
    meta.sandbox.control("world", {"wabas": [{"id": WABA, "name": "A", "token": "number-token", "app": "app"}]})
    meta.sandbox.control("world", {"wabas": [{"id": WABA, "name": "A", "verification": "PENDING", "currency": "GBP"}]})
    assert meta.sync() == ""
    waba, number = Waba.objects.get(external_id=WABA), PhoneNumber.objects.get(external_id=NUMBER)
    assert (waba.review, waba.verification, waba.currency) == ("APPROVED", "PENDING", "GBP")
    assert number.country == "US"


def test_business_accounts_name_their_owner(admin):
    waba, owner = WabaFactory(), BusinessManagerFactory()
    fill(admin, page_of(Waba, "change", waba.pk), owner=str(owner.pk), time_zone="Europe/Lisbon", payment_method="Visa")
    waba.refresh_from_db()
    assert (waba.owner, waba.time_zone, waba.payment_method) == (owner, "Europe/Lisbon", "Visa")
    text = admin.get(page_of(Waba, "change", waba.pk)).content.decode()
    assert "not shared" in text
    number = PhoneNumberFactory(waba=waba)
    assert number.owned_by == owner
    assert "ACME Bread" in admin.get(page_of(PhoneNumber, "change", number.pk)).content.decode()


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ("+49 30 12", {"a"}),
        ("004930", {"a"}),
        ("germany", {"a", "c"}),
        ("Bread", {"b"}),
        ("US", {"b"}),
        ("none", set()),
    ],
)
def test_numbers_are_found_by_number_name_and_country(admin, looked_for, found):
    PhoneNumberFactory(external_id="a", number="+49 30 123456", country="DE")
    PhoneNumberFactory(external_id="b", number="+1 555 0100", country="US", verified_name="ACME Bread")
    PhoneNumberFactory(external_id="c", number="+49 151 777", country="DE")
    rows = admin.get(page_of(PhoneNumber, "changelist"), {"q": looked_for}).context["cl"].result_list
    assert {row.external_id for row in rows} == found


def test_the_list_sorts_filters_and_asks_the_database_as_often_for_many_as_for_one(admin, django_assert_num_queries):
    PhoneNumberFactory(number="+49 30 100", country="DE", quality="GREEN", certificate="secret-certificate")
    address = page_of(PhoneNumber, "changelist")
    admin.get(address)
    with CaptureQueriesContext(connection) as few:
        text = admin.get(address).content.decode()
    assert "Germany" in text and "High" in text and "On record" in text and "secret-certificate" not in text
    waba = WabaFactory()
    for n in range(60):
        PhoneNumberFactory(waba=waba, number=f"+1 555 {n:04}", country="US", quality="RED")
    with django_assert_num_queries(len(few)):
        admin.get(address)
    rows = admin.get(address, {"country": "DE", "quality": "GREEN", "o": "-5"}).context["cl"].result_list
    assert [row.number for row in rows] == ["+49 30 100"]


def test_the_number_check_says_what_it_is(admin):
    ask = reverse("console:number_check")
    assert "Landline, Germany" in admin.get(ask, {"number": "+49 30 901820"}).json()["good"]
    assert "may not reach it" in admin.get(ask, {"number": "+18005551234"}).json()["warning"]
    assert "0800" in admin.get(ask, {"number": "0800123"}).json()["refusals"][0]["words"]
