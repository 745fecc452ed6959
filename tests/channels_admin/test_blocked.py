"""Where WhatsApp does not deliver."""

import pytest

from channels_admin.models import BlockedDestination, blocked_for
from tests.channels_admin.forms_filled import faults, fill, page_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("+79781234567", "Crimea"),
        ("+73651234567", "Crimea"),
        ("+78691234567", "Crimea"),
        ("+380651234567", "Crimea"),
        ("+380692123456", "Crimea"),
        ("+5351234567", "Cuba"),
        ("+989121234567", "Iran"),
        ("+8501234567", "North Korea"),
        ("+963912345678", "Syria"),
        ("963912345678", "Syria"),
        ("00963 912 345678", "Syria"),
        ("+7 (978) 123-45-67", "Crimea"),
    ],
)
def test_a_number_there_is_blocked_however_it_is_written(number, place):
    assert blocked_for(number).label == place
    assert place in blocked_for(number).reason


@pytest.mark.parametrize(
    "number", ["+380671234567", "+79771234567", "+4915112345678", "+15350000000", "", "SE.91234", "+390653000000"]
)
def test_all_others_pass(number):
    assert blocked_for(number) is None


def test_a_customer_marked_as_being_there_is_blocked_whatever_the_number():
    assert blocked_for("+4915112345678", "IR").label == "Iran"
    assert blocked_for("", "ua-43").label == "Crimea"
    assert blocked_for("+4915112345678", "DE") is None
    assert blocked_for("+5351234567", "DE").label == "Cuba"


def test_of_several_prefixes_the_longest_counts():
    BlockedDestination.objects.create(prefix="+7", label="All of +7")
    BlockedDestination.objects.create(prefix="+79781", label="One town")
    assert blocked_for("+79781234567").label == "One town"
    assert blocked_for("+79782234567").label == "Crimea"
    assert blocked_for("+79991234567").label == "All of +7"


def test_an_administrator_adds_and_takes_away(admin):
    fill(admin, page_of(BlockedDestination, "add"), prefix="+7949", country_code="ua-14", label="Donetsk")
    assert blocked_for("+79491234567").country_code == "UA-14"
    row = BlockedDestination.objects.get(prefix="+53")
    admin.post(page_of(BlockedDestination, "delete", row.pk), {"post": "yes"})
    assert blocked_for("+5351234567") is None


@pytest.mark.parametrize("prefix", ["53", "+", "+05", "Cuba", "+53a"])
def test_what_is_no_prefix_is_refused(admin, prefix):
    said = faults(fill(admin, page_of(BlockedDestination, "add"), prefix=prefix, label="Somewhere"))
    assert said == ["A prefix is + and digits, like +7978."]
