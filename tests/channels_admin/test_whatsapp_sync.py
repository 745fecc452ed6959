"""Reading templates and numbers from Meta."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agents.models import Installation
from channels_admin.models import PhoneNumber, PlatformNotice, Template, Waba
from channels_admin.whatsapp import sync, tasks
from tests import factories
from tests.channels_admin.factories_whatsapp import PhoneNumberFactory, TemplateFactory
from tests.channels_admin.meta import BODY, NUMBER, OTHER_WABA, PLAIN, WABA, template

pytestmark = pytest.mark.django_db


def test_every_whatsapp_account_gets_its_row_and_the_starter_draft(meta):
    factories.AccountFactory(platform="whatsapp", external_id="")
    factories.AccountFactory(platform="facebook")
    sync.make_missing()
    sync.make_missing()
    assert sorted(Waba.objects.values_list("external_id", flat=True)) == [WABA, OTHER_WABA]
    drafts = Template.objects.filter(status="DRAFT", purpose="issue_resolution")
    assert drafts.count() == 2
    assert "Reply Yes" in drafts[0].components[0]["text"]


def test_all_pages_of_templates_come_in(meta):
    meta.has(*((f"order_{n}", {"components": [BODY]}) for n in range(230)))
    assert meta.sync() == ""
    assert Template.objects.filter(waba__external_id=WABA, status="APPROVED").count() == 230
    found = template("order_7")
    assert (found.category, found.language, found.parameter_format) == ("UTILITY", "en", "POSITIONAL")
    assert found.components == [BODY] and found.variables == {"1": {"source": "free", "example": "4711"}}
    assert not PlatformNotice.objects.exists(), "what was there before is no news"


def test_a_status_in_words_of_tomorrow_is_passed_through(meta):
    meta.has(("odd", {"status": "UNDER_SPECIAL_REVIEW", "category": "SERVICE"}))
    meta.sync()
    assert (template("odd").status, template("odd").category) == ("UNDER_SPECIAL_REVIEW", "SERVICE")
    assert not template("odd").usable


def test_reading_again_changes_only_what_changed_and_tells_of_it(meta):
    meta.has(("a", {"status": "PENDING"}), ("b", {}))
    meta.sync()
    Template.objects.filter(name="a").update(purpose="shipping_update", variables={"1": {"source": "case_number"}})
    meta.has(("a", {"components": [BODY]}), ("b", {}))
    meta.sync()
    changed = template("a")
    assert (changed.status, changed.purpose) == ("APPROVED", "shipping_update")
    assert changed.variables == {"1": {"source": "case_number", "example": "4711"}}
    assert [notice.words for notice in PlatformNotice.objects.all()] == ["The template a (en) was approved."]


def test_a_template_that_is_gone_is_kept_as_deleted(meta):
    meta.has(("a", {}), ("b", {}))
    meta.sync()
    draft = TemplateFactory(waba=meta.waba(), name="mine")
    gone = template("a")
    wire = gone.waba.wire()
    wire.http.delete(
        f"{wire.base}/v26.0/{WABA}/message_templates?name=a", headers={"Authorization": "Bearer number-token"}
    ).raise_for_status()
    meta.sync()
    assert [template(name).status for name in ("a", "b", draft.name)] == ["DELETED", "APPROVED", "DRAFT"]
    assert template("a").components == [PLAIN]
    assert "was deleted at WhatsApp" in PlatformNotice.objects.get().words
    meta.has(("a", {"status": "PENDING"}))
    meta.sync()
    assert template("a").status == "PENDING" and template("a").external_id != gone.external_id


def test_a_draft_whose_name_meta_has_already_becomes_that_template_and_keeps_its_words(meta):
    parts = [{"type": "BODY", "text": "My own words."}]
    TemplateFactory(waba=meta.waba(), name="taken", components=parts)
    meta.has(("taken", {}))
    meta.sync()
    assert (template("taken").status, template("taken").components) == ("APPROVED", [PLAIN])
    assert template("taken").edited == {"category": "UTILITY", "components": parts}


def test_numbers_are_kept_as_meta_describes_them(meta):
    meta.sync()
    number = PhoneNumber.objects.get(waba__external_id=WABA)
    assert (number.external_id, number.digits, number.verified_name) == (NUMBER, "15550783881", "ACME Bread")
    assert (number.quality, number.limit, number.name_status) == ("GREEN", "TIER_2K", "APPROVED")
    changed = {"quality_rating": "RED", "messaging_limit": "TIER_250", "name_status": "DECLINED"}
    meta.sandbox.control("whatsapp/numbers", {"number": NUMBER, **changed})
    meta.sync()
    number.refresh_from_db()
    assert (number.quality, number.limit, number.name_status) == ("RED", "TIER_250", "DECLINED")


def test_a_number_that_meta_lists_no_more_is_marked_and_comes_back(meta):
    gone = PhoneNumberFactory(waba=meta.waba())
    meta.sync()
    gone.refresh_from_db()
    assert gone.gone_at
    PhoneNumber.objects.filter(external_id=NUMBER).update(gone_at=timezone.now())
    meta.sync()
    assert PhoneNumber.objects.get(external_id=NUMBER).gone_at is None


@pytest.mark.parametrize("edge", ["message_templates", "phone_numbers"])
def test_if_one_of_the_lists_cannot_be_read_nothing_changes(meta, edge):
    meta.has(("a", {}))
    meta.sync()
    fault = {"match": {"path": edge}, "do": "error", "status": 500, "times": 1}
    meta.sandbox.control("faults", fault)
    before = Waba.objects.get(external_id=WABA).synced_at
    assert meta.sync()
    waba = Waba.objects.get(external_id=WABA)
    assert (waba.synced_at, waba.busy_until, waba.sync_failures) == (before, None, 1)
    assert waba.sync_error and waba.sync_due_at > timezone.now()
    assert template("a").status == "APPROVED"
    assert meta.sync() == "" and Waba.objects.get(external_id=WABA).sync_error == ""


def test_a_token_that_meta_refuses_suspends_the_account(meta):
    meta.accounts[0].token = "another"
    meta.accounts[0].save()
    assert meta.sync()
    meta.accounts[0].refresh_from_db()
    assert meta.accounts[0].suspended_at
    Waba.objects.update(sync_due_at=timezone.now(), busy_until=None)
    assert [waba.external_id for waba in Waba.objects.due(timezone.now())] == [OTHER_WABA]


def test_while_social_media_is_off_nothing_is_read_by_itself(meta):
    Installation.objects.update_or_create(pk=1, defaults={"social_media": False})
    tasks.sync_due()
    assert not Waba.objects.exclude(synced_at=None).exists()
    assert meta.sync() == "", "a person who presses the button is served"
    Installation.objects.update(social_media=True)
    tasks.sync_due()
    assert Waba.objects.exclude(synced_at=None).count() == 2


def test_each_is_read_hourly_by_one_worker_at_a_time(meta):
    sync.sync_due()
    assert Waba.objects.exclude(synced_at=None).count() == 2
    assert not Waba.objects.due(timezone.now()).exists()
    assert Waba.objects.due(timezone.now() + timedelta(hours=1, seconds=1)).count() == 2
    now, waba = timezone.now(), meta.waba()
    Waba.objects.update(busy_until=None)
    assert [Waba.objects.claim(now, waba.pk) for _ in range(2)] == [True, False]
    assert Waba.objects.claim(now + timedelta(minutes=6), waba.pk), "a worker that died does not block it for ever"


def test_an_event_asks_for_a_reading_within_a_minute_however_many_there_are(meta):
    meta.sync()
    now = timezone.now()
    for _ in range(3):
        Waba.objects.filter(external_id=WABA).wish(now)
    due = Waba.objects.get(external_id=WABA).sync_due_at
    assert now < due <= now + timedelta(minutes=1, seconds=1)
