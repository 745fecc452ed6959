"""Submitting, changing, deleting and copying templates, against Meta as the sandbox plays it."""

import pytest

from channels_admin.models import Template, Waba
from channels_admin.whatsapp import starter, submit
from channels_admin.whatsapp.notices import take
from platforms.base import Notice
from platforms.whatsapp.management import templates
from tests.channels_admin.factories_whatsapp import TemplateFactory
from tests.channels_admin.forms_filled import page_of
from tests.channels_admin.meta import OTHER_WABA, WABA, template

pytestmark = pytest.mark.django_db


def press(admin, verb, pk, **data):
    """Press one of a template's buttons; returns the page that follows."""
    return admin.post(f"/console/channels_admin/template/{pk}/{verb}/", data, follow=True).content.decode()


def at_meta(meta, name, waba=WABA):
    """The template as Meta has it, None if it has none of that name."""
    row = meta.waba(waba)
    return next((one for one in templates.listed(row.wire(), waba) if one.name == name), None)


def test_the_starter_is_ready_to_submit(admin, meta):
    draft = meta.waba().templates.get(name=starter.NAME)
    assert submit.obstacles(draft) == []
    page = press(admin, "submit", draft.pk)
    assert "is submitted: WhatsApp reviews it." in page
    draft.refresh_from_db()
    there = at_meta(meta, starter.NAME)
    assert (draft.status, draft.external_id, there.status) == ("PENDING", there.id, "PENDING")
    assert list(there.components) == draft.components
    meta.decides(starter.NAME, "APPROVED")
    meta.sync()
    assert template(starter.NAME).usable


def test_what_meta_refuses_is_said_in_its_words_and_nothing_changes(admin, meta):
    meta.has(("taken", {}))
    draft = TemplateFactory(waba=meta.waba(), name="taken")
    said = press(admin, "submit", draft.pk)
    draft.refresh_from_db()
    assert (draft.status, draft.external_id) == ("DRAFT", "")
    assert "has a template of this name and language already" in said


def test_an_unfit_draft_is_not_even_sent(admin, meta):
    draft = TemplateFactory(waba=meta.waba(), components=[{"type": "BODY", "text": "{{1}}"}])
    page = press(admin, "submit", draft.pk)
    assert "must not begin or end with a placeholder" in page
    assert at_meta(meta, draft.name) is None


def test_marketing_is_refused_unless_the_administrator_allows_it(admin, meta):
    draft = TemplateFactory(waba=meta.waba(), name="sale", category="MARKETING")
    assert "Marketing is not allowed on this business account" in press(admin, "submit", draft.pk)
    assert at_meta(meta, "sale") is None
    Waba.objects.filter(pk=draft.waba_id).update(marketing_allowed=True)
    press(admin, "submit", draft.pk)
    assert at_meta(meta, "sale").category == "MARKETING"


def test_a_lost_answer_is_cleared_up_by_the_next_reading(admin, meta):
    draft = TemplateFactory(waba=meta.waba(), name="lost")
    fault = {"match": {"method": "POST", "path": "message_templates"}, "do": "drop_after", "times": 1}
    meta.sandbox.control("faults", fault)
    assert "will be seen here within a minute" in press(admin, "submit", draft.pk)
    draft.refresh_from_db()
    assert draft.status == "DRAFT"
    meta.sync()
    draft.refresh_from_db()
    assert (draft.status, draft.external_id) == ("PENDING", at_meta(meta, "lost").id)
    assert draft.edited is None and Template.objects.filter(name="lost").count() == 1


def test_changes_are_submitted_and_reviewed_again(admin, meta):
    meta.has(("order", {}))
    meta.sync()
    row = template("order")
    new = [{"type": "BODY", "text": "Other words."}]
    Template.objects.filter(pk=row.pk).update(edited={"category": "UTILITY", "components": new})
    press(admin, "submit", row.pk)
    row.refresh_from_db()
    assert (row.status, row.components, row.edited) == ("PENDING", new, None)
    assert list(at_meta(meta, "order").components) == new
    assert "Nothing was changed since it was submitted." in press(admin, "submit", row.pk)


def test_a_decision_within_the_second_of_the_submission_counts(meta):
    draft = TemplateFactory(waba=meta.waba(), name="quick")
    submit.submit(draft)
    told = {"event": "APPROVED", "message_template_name": "quick", "message_template_language": "en"}
    notice = Notice("message_template_status_update", draft.submitted_at, "template", draft.external_id, told)
    take("whatsapp", WABA, [notice])
    assert template("quick").status == "APPROVED"


def test_deleting_takes_it_away_at_meta_and_keeps_the_row(admin, meta):
    meta.has(("order", {}), ("order", {"language": "de"}))
    meta.sync()
    row = Template.objects.get(name="order", language="de")
    admin.post(page_of(Template, "delete", row.pk), {"post": "yes"})
    row.refresh_from_db()
    assert row.status == "DELETED"
    assert at_meta(meta, "order").language == "en", "the other language stays"
    admin.post(page_of(Template, "delete", row.pk), {"post": "yes"})
    assert not Template.objects.filter(pk=row.pk).exists(), "what Meta has no more can be taken off the list"


def test_if_meta_does_not_delete_it_it_stays(admin, meta):
    meta.has(("order", {}))
    meta.sync()
    fault = {"match": {"method": "DELETE", "path": "message_templates"}, "do": "error", "code": 10, "times": 1}
    meta.sandbox.control("faults", fault)
    admin.post(page_of(Template, "delete", template("order").pk), {"post": "yes"})
    assert template("order").status == "APPROVED" and at_meta(meta, "order")


def test_a_draft_is_simply_gone(admin, meta):
    draft = TemplateFactory(waba=meta.waba())
    admin.post(page_of(Template, "delete", draft.pk), {"post": "yes"})
    assert not Template.objects.filter(pk=draft.pk).exists()


def test_a_copy_is_submitted_anew_to_the_other_account(admin, meta):
    meta.has(("order", {}))
    meta.sync()
    row, other = template("order"), meta.waba(OTHER_WABA)
    Template.objects.filter(pk=row.pk).update(purpose="shipping_update")
    assert "is submitted to ACME Retail, too." in press(admin, "copy", row.pk, waba=str(other.pk))
    copy = template("order", OTHER_WABA)
    assert (copy.status, copy.purpose, copy.components) == ("PENDING", "shipping_update", row.components)
    assert copy.external_id == at_meta(meta, "order", OTHER_WABA).id != row.external_id
    assert "has a template of this name and language already" in press(admin, "copy", row.pk, waba=str(other.pk))
    assert template("order").status == "APPROVED"


def test_only_administrators_press_the_buttons(alice, meta):
    draft = meta.waba().templates.get()
    for verb in ("submit", "copy"):
        assert alice.post(f"/console/channels_admin/template/{draft.pk}/{verb}/").status_code == 403
    assert at_meta(meta, draft.name) is None


def test_the_button_read_now(admin, meta):
    meta.has(("order", {}))
    waba = meta.waba()
    page = admin.post(f"/console/channels_admin/waba/{waba.pk}/read/", follow=True).content.decode()
    assert "as WhatsApp has them now" in page and template("order").status == "APPROVED"
    meta.sandbox.control("faults", {"match": {"path": "phone_numbers"}, "do": "error", "code": 10, "times": 1})
    page = admin.post(f"/console/channels_admin/waba/{waba.pk}/read/", follow=True).content.decode()
    assert "as WhatsApp has them now" not in page.partition("messages")[2]
