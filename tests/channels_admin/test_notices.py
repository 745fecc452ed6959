"""What platforms tell about accounts: kept once, applied in the order in which it happened."""

import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from channels_admin.models import PhoneNumber, PlatformNotice, Template, Waba
from channels_admin.whatsapp.notices import take
from channels_admin.whatsapp.telling import unread
from platforms import hub
from platforms.base import Notice
from tests.channels_admin.factories_whatsapp import PhoneNumberFactory, TemplateFactory, WabaFactory
from tests.channels_admin.forms_filled import page_of
from tests.platforms.conftest import fixture_bodies, fixture_json

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STATUS = "message_template_status_update"


def told(event, seconds=0, id="77", **more):
    """The status of a template, so many seconds after noon."""
    data = {"event": event, "message_template_name": "order", "message_template_language": "en", **more}
    return Notice(STATUS, NOON + timedelta(seconds=seconds), "template", id, data)


@pytest.fixture
def order():
    waba = WabaFactory(account__external_id="102")
    return TemplateFactory(waba=waba, name="order", external_id="77", status="PENDING")


def now(row):
    row.refresh_from_db()
    return row


def test_a_decision_is_applied_at_once_and_told(order):
    assert len(take("whatsapp", "102", [told("APPROVED")])) == 1
    assert (now(order).status, order.status_at) == ("APPROVED", NOON)
    notice = PlatformNotice.objects.get()
    assert (notice.words, notice.grave, notice.understood) == ("The template order (en) was approved.", False, True)
    assert (notice.subject, notice.object_id, notice.address) == ("template", "77", "102")


def test_what_is_delivered_again_is_nothing_new(order):
    take("whatsapp", "102", [told("APPROVED"), told("APPROVED")])
    assert take("whatsapp", "102", [told("APPROVED")]) == []
    assert PlatformNotice.objects.count() == 1


def test_an_older_event_never_undoes_a_newer_one_whatever_the_order(order):
    story = [told("PENDING", 1), told("APPROVED", 2), told("PAUSED", 3), told("REINSTATED", 4), told("DISABLED", 5)]
    for arrival in itertools.permutations(story):
        PlatformNotice.objects.all().delete()
        Template.objects.update(status="PENDING", status_at=None)
        for notice in arrival:
            take("whatsapp", "102", [notice])
        assert now(order).status == "DISABLED", [notice.data["event"] for notice in arrival]


def test_an_event_older_than_the_last_reading_does_not_undo_what_was_read(order):
    Template.objects.update(status="APPROVED", status_at=NOON + timedelta(seconds=10))
    take("whatsapp", "102", [told("PENDING", 5)])
    assert now(order).status == "APPROVED"
    take("whatsapp", "102", [told("PAUSED", 15)])
    assert now(order).status == "PAUSED"


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ("REINSTATED", "APPROVED"),
        ("FLAGGED", "PENDING"),
        ("IN_APPEAL", "IN_APPEAL"),
        ("SOMETHING_NEW", "SOMETHING_NEW"),
    ],
)
def test_every_event_has_its_status(order, event, status):
    take("whatsapp", "102", [told(event)])
    assert now(order).status == status


def test_a_rejection_says_why_and_what_to_do(order):
    info = {"reason": "Placeholders stand side by side.", "recommendation": "Put words between them."}
    take("whatsapp", "102", [told("REJECTED", reason="INVALID_FORMAT", rejection_info=info)])
    assert now(order).reason == "Placeholders stand side by side. Put words between them."
    notice = PlatformNotice.objects.get()
    assert notice.grave and notice.words.endswith(
        "was rejected. Placeholders stand side by side. Put words between them."
    )
    take("whatsapp", "102", [told("REJECTED", 1, reason="PROMOTIONAL")])
    assert "advertising" in now(order).reason


def test_a_template_moved_to_marketing_is_not_usable_until_that_is_allowed(order):
    take("whatsapp", "102", [told("APPROVED", 1)])
    assert list(Template.objects.usable()) == [order]
    announced = {"correct_category": "MARKETING", "message_template_name": "order"}
    take("whatsapp", "102", [Notice("template_category_update", NOON, "template", "77", announced)])
    assert now(order).category == "UTILITY", "so far it is announced only"
    moved = {"previous_category": "UTILITY", "new_category": "MARKETING", "message_template_name": "order"}
    take("whatsapp", "102", [Notice("template_category_update", NOON, "template", "77", moved)])
    assert now(order).category == "MARKETING"
    assert not order.usable and not Template.objects.usable().exists()
    assert PlatformNotice.objects.filter(grave=True, words__contains="unless marketing is allowed").count() == 2
    Waba.objects.update(marketing_allowed=True)
    assert Template.objects.usable().count() == 1


def test_a_decision_that_comes_before_the_answer_to_the_submission_finds_its_template(order):
    fresh = TemplateFactory(waba=order.waba, name="fresh", submitted_at=NOON)
    never = TemplateFactory(waba=order.waba, name="never")
    for name in ("fresh", "never"):
        take("whatsapp", "102", [told("APPROVED", id=f"id of {name}", message_template_name=name)])
    assert (now(fresh).status, fresh.external_id) == ("APPROVED", "id of fresh")
    assert (now(never).status, never.external_id) == ("DRAFT", "")


def test_a_template_of_the_same_id_elsewhere_is_left_alone(order):
    take("whatsapp", "999", [told("DISABLED")])
    assert now(order).status == "PENDING"


def test_numbers_follow_their_events(order):
    number = PhoneNumberFactory(waba=order.waba, external_id="106", number="+1 555 078", limit="TIER_1K")
    shown = {"display_phone_number": "1555078"}
    quality = Notice("phone_number_quality_update", NOON, "number", "1555078", {
        **shown, "event": "FLAGGED", "current_limit": "TIER_10K",
    })  # fmt: skip
    name = Notice("phone_number_name_update", NOON, "number", "1555078", {
        **shown, "decision": "APPROVED", "requested_verified_name": "ACME Bread",
    })  # fmt: skip
    take("whatsapp", "102", [quality, name])
    now(number)
    assert (number.limit, number.status, number.name_status, number.verified_name) == (
        "TIER_10K", "FLAGGED", "APPROVED", "ACME Bread",
    )  # fmt: skip
    assert "10,000 customers" in PlatformNotice.objects.get(field="phone_number_quality_update").words
    take("whatsapp", "102", [Notice("phone_number_quality_update", NOON - timedelta(hours=1), "number", "1555078", {
        **shown, "event": "DOWNGRADE", "current_limit": "TIER_250",
    })])  # fmt: skip
    assert now(number).limit == "TIER_10K"
    assert not PhoneNumber.objects.exclude(pk=number.pk).exists()


def test_restrictions_and_bans_of_the_account_come_and_go(order):
    restricted = {
        "event": "ACCOUNT_RESTRICTION",
        "restriction_info": [{"restriction_type": "RESTRICTED_BIZ_INITIATED"}],
    }
    take("whatsapp", "102", [Notice("account_update", NOON, "account", "102", restricted)])
    assert (now(order.waba).standing, order.waba.standing_note) == ("ACCOUNT_RESTRICTION", "restricted biz initiated")
    lifted = {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}}
    take("whatsapp", "102", [Notice("account_update", NOON + timedelta(days=1), "account", "102", lifted)])
    assert now(order.waba).standing == ""
    review = Notice("account_review_update", NOON, "account", "102", {"decision": "REJECTED"})
    take("whatsapp", "102", [review])
    assert now(order.waba).review == "REJECTED"


def test_an_event_asks_for_a_reading(order):
    Waba.objects.update(sync_due_at=NOON + timedelta(days=30), synced_at=None)
    take("whatsapp", "102", [told("APPROVED")])
    assert now(order.waba).sync_due_at < NOON + timedelta(days=30)


def test_what_is_not_known_is_kept_and_said_to_be_unknown():
    take("whatsapp", "102", [Notice("brand_new_thing", NOON, "unsupported", "", {"x": [1, {"y": "z\0\ud83d"}]})])
    notice = PlatformNotice.objects.get()
    assert not notice.understood and notice.data == {"x": [1, {"y": "z?"}]}
    assert "“brand_new_thing”, which is not known here" in notice.words


def test_news_of_other_platforms_and_of_single_people_is_kept_too():
    take("facebook", "110", [Notice("feed", NOON, "page", "110", {"item": "like"})])
    take("whatsapp", "102", [Notice("user_preferences", NOON, "person", "4915", {"value": "stop"})])
    take("twitter", "5001", [Notice("follow", NOON, "person", "5002", {})])
    assert PlatformNotice.objects.count() == 3
    assert unread() == 1, "administrators are not told of every single customer"


@pytest.mark.parametrize("platform", ["whatsapp", "facebook", "twitter"])
@pytest.mark.parametrize("data", [{}, {"event": 7}, {"event": None, "restriction_info": "x"}, {"ban_info": [1]}])
def test_no_shape_of_an_event_stops_the_others(order, platform, data):
    fields = ["account_update", STATUS, "phone_number_quality_update", "template_category_update", "other", ""]
    fields += ["phone_number_name_update", "account_review_update", "message_template_quality_update"]
    notices = [Notice(field, NOON, "account", "", data) for field in fields]
    assert len(take(platform, "102", notices)) == len(fields)
    assert all(notice.words.strip() for notice in PlatformNotice.objects.all())


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_delivery_keep_it_once(order):
    story = [told(event, second) for second, event in enumerate(["PENDING", "APPROVED", "PAUSED"])]
    with ThreadPoolExecutor(4) as workers:
        taken = [workers.submit(in_its_own_connection, story) for _ in range(8)]
        assert all(one.exception() is None for one in taken)
    assert PlatformNotice.objects.count() == 3 and now(order).status == "PAUSED"


def in_its_own_connection(notices):
    try:
        take("whatsapp", "102", notices)
    finally:
        connection.close()


def test_the_events_that_meta_really_sends_are_understood():
    for name, body in fixture_bodies("whatsapp-webhooks"):
        if "template" not in name and "account" not in name:
            continue
        for title, delivery in json.loads(body).items():
            number = delivery["entry"][0]["id"]
            assert take_delivery(delivery), title
            assert PlatformNotice.objects.filter(address=number, understood=True).exists(), title
    assert not PlatformNotice.objects.filter(understood=False).exists()
    assert PlatformNotice.objects.filter(words__contains="abandoned_cart (en) was rejected").exists()


def test_a_real_rejection_reaches_its_template():
    delivery = fixture_json("whatsapp-webhooks/template_status_update.json")["rejected"]
    waba = WabaFactory(account__external_id="102290129340398")
    cart = TemplateFactory(waba=waba, name="abandoned_cart", external_id="1689556908129835")
    take_delivery(delivery)
    assert (now(cart).status, cart.category) == ("REJECTED", "MARKETING")
    assert "Separate parameters" in cart.reason


def take_delivery(delivery):
    from_it = hub.parse_webhook("whatsapp", json.dumps(delivery).encode())
    return [row for _kind, part in from_it for row in take("whatsapp", part.address, part.notices)]


def test_administrators_read_the_news_and_how_many_are_unread(admin, order):
    take("whatsapp", "102", [told("REJECTED", reason="SCAM"), told("APPROVED", 5)])
    page = admin.get(page_of(PlatformNotice, "changelist")).content.decode()
    assert "2 unread" in page and "takes it for a fraud" in page
    first = PlatformNotice.objects.get(grave=True)
    shown = admin.get(page_of(PlatformNotice, "change", first.pk)).content.decode()
    assert "message_template_name" in shown
    assert now(first).seen_at and unread() == 1
    marked = {"action": "mark_read", "_selected_action": [row.pk for row in PlatformNotice.objects.all()]}
    admin.post(page_of(PlatformNotice, "changelist"), marked)
    assert unread() == 0
    assert " unread" not in admin.get(page_of(PlatformNotice, "changelist")).content.decode()
    assert admin.post(page_of(PlatformNotice, "change", first.pk), {"words": "x"}).status_code == 403
