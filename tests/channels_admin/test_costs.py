"""What a channel costs is counted, priced and held against its budget (R9a)."""

from decimal import Decimal

import pytest

from channels_admin.models import Channel, Platform, Price, Usage, usage
from interactions.polling.watching import watches
from tests import company

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def searching(care):
    """A channel on X with a keyword."""
    usage.flush()
    usage.forget()
    made = company.channel(None, public=care, platform=Platform.TWITTER, address="5001")
    Channel.objects.filter(pk=made.pk).update(keywords=["acme"])
    made.refresh_from_db()
    return made


def used(channel, **counts):
    usage.note(channel.pk, counts)
    usage.flush()
    usage.forget()


def keywords(channel):
    feed = channel.feeds.select_related("channel").get()
    return watches([feed])[feed.pk].keywords


def test_counts_of_a_day_add_up_and_are_priced(searching):
    used(searching, call=1, post=100)
    used(searching, call=2, post=50, user=3)
    assert dict(Usage.objects.values_list("kind", "count")) == {"call": 3, "post": 150, "user": 3}
    assert usage.budget_of(searching) == (Decimal("0.78"), None, None)


def test_a_budget_that_is_used_up_stops_the_search_until_it_is_raised(searching):
    Channel.objects.filter(pk=searching.pk).update(monthly_budget=Decimal("1.00"))
    used(searching, post=199)
    assert keywords(searching) == ("acme",)
    used(searching, post=1)
    assert keywords(searching) == ()
    Channel.objects.filter(pk=searching.pk).update(monthly_budget=Decimal("2.00"))
    usage.forget()
    assert keywords(searching) == ("acme",)


def test_last_months_counts_are_no_longer_held_against_it(searching):
    Channel.objects.filter(pk=searching.pk).update(monthly_budget=Decimal("1.00"))
    used(searching, post=500)
    Usage.objects.update(day="2020-01-01")
    usage.forget()
    assert keywords(searching) == ("acme",)


def test_prices_can_be_changed(searching):
    used(searching, post=10)
    Price.objects.filter(platform="twitter", kind="post").update(amount="1")
    assert usage.budget_of(searching)[0] == 10


def test_what_was_counted_for_a_channel_that_is_gone_is_forgotten(searching):
    usage.note(searching.pk + 1000, {"post": 5})
    used(searching, post=1)
    assert Usage.objects.get().count == 1
