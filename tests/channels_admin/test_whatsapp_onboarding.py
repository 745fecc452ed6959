"""Onboarding a number (R19, R19a, R19b): the checklist, its rules, and the way to a verified number on the sandbox."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Change
from channels_admin.models import Onboarding, OnboardingStep, PhoneNumber, StepKind
from channels_admin.onboarding import rules
from tests import company, factories
from tests.channels_admin.factories_whatsapp import OnboardingFactory
from tests.channels_admin.forms_filled import faults, fill, page_of
from tests.channels_admin.onboarded import TYPED, WABA, Procedure, at_meta

pytestmark = pytest.mark.django_db
GOOD = rules.Facts(credentials=True, app=True, licensed=True, declared=True, waba="ACME (1)", owner="ACME Bread")


@pytest.fixture
def procedure(admin, sandbox, settings, tmp_path):
    settings.GRAPH_URL, settings.MEDIA_ROOT = sandbox.url, tmp_path
    return Procedure(admin, sandbox, at_meta(sandbox))


def test_the_step_that_is_open_is_the_first_that_is_not_done():
    assert rules.current(set()) == StepKind.CONNECTION
    assert rules.current({1, 2, 4}) == StepKind.NUMBER
    assert rules.current(set(StepKind)) is None


def test_what_each_provider_asks_for():
    assert rules.wanted_approvals(rules.Facts(genesys=True)) == ("on_behalf", "business", "account", "name")
    assert rules.wanted_approvals(rules.Facts()) == ("account", "business", "name")
    genesys = [one.words for one in rules.checks(StepKind.CHANNEL, rules.Facts(genesys=True))]
    assert len(genesys) == 3 and "certificate" in genesys[0]
    assert len(rules.checks(StepKind.VERIFICATION, rules.Facts())) == 3


@pytest.mark.parametrize("order", [("account", "business", "name"), ("name", "business", "account")])
def test_approvals_come_in_any_order_and_all_are_needed(order):
    given = {}
    for kind in order:
        assert not rules.is_met(StepKind.APPROVALS, rules.Facts(approvals=given))
        given[kind] = rules.GIVEN
    assert rules.is_met(StepKind.APPROVALS, rules.Facts(approvals=given))


def test_with_meta_it_may_go_on_unverified_or_before_the_review_of_the_name_with_genesys_cloud_not():
    pending = {kind: rules.OPEN for kind in rules.APPROVALS}
    assert rules.may_waive("name", rules.Facts(approvals=pending)) and rules.may_waive(
        "business", rules.Facts(approvals=pending)
    )
    assert not rules.may_waive("account", rules.Facts(approvals=pending))
    assert not rules.may_waive("name", rules.Facts(genesys=True, approvals=pending))
    assert not rules.may_waive("name", rules.Facts(approvals={"name": rules.REFUSED}))


def test_a_restricted_industry_needs_a_recorded_decision():
    assert rules.is_met(StepKind.WABA, GOOD)
    for decision, good in (("", False), ("declined", False), ("accepted", True)):
        facts = rules.Facts(**{**_fields(GOOD), "case_by_case": True, "decision": decision})
        assert rules.is_met(StepKind.WABA, facts) is good


def test_who_runs_a_number_for_a_client_needs_the_clients_verified_business_manager():
    client = {**_fields(GOOD), "runs_for_client": True}
    assert not rules.is_met(StepKind.WABA, rules.Facts(**client))
    assert rules.is_met(StepKind.WABA, rules.Facts(**client, owner_verified=True))


def _fields(facts):
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__ if name != "owner_verified"}


def test_the_form_says_what_is_wrong_and_keeps_what_is_not_known_yet_blank(procedure):
    procedure.begin(typed="", display_name="", contact_name="", declared=None)
    change = page_of(Onboarding, "change", procedure.onboarding.pk)
    for wrong, said in (
        ({"typed": "0800 123456"}, "0800 and 00800"),
        ({"display_name": "ACMEBread"}, "letter for letter"),
        ({"industry": "alcohol", "decision": "accepted"}, "Write down who decided"),
        ({"decision": "accepted"}, "an ordinary one"),
    ):
        assert said in faults(fill(procedure.client, change, **wrong))[0]
    text = procedure.client.get(reverse("console:onboarding", args=[procedure.onboarding.pk])).content.decode()
    assert "step 1 of 6" in text
    procedure.press("finish", step="1")
    text = procedure.client.get(reverse("console:onboarding", args=[procedure.onboarding.pk])).content.decode()
    assert "Missing: contact, display name." in text and "The commerce policy was declared" in text
    fill(procedure.client, change, declared="on")
    assert procedure.onboarding.declared_by == procedure.client.person


def test_one_number_is_onboarded_once(procedure):
    procedure.begin()
    given = {"name": "Again", "account": str(procedure.account.pk), "typed": "+4915123456789"}
    assert "is onboarding this number already" in faults(fill(procedure.client, page_of(Onboarding, "add"), **given))[0]


def test_a_step_opens_only_when_those_before_are_done(procedure):
    procedure.begin()
    assert "Finish the steps before" in procedure.press("finish", step="2") or procedure.done() == []
    assert "opens when those before it are done" in procedure.press("waba", step="2", waba=WABA)
    assert "opens when those before it are done" in procedure.press("number", step="3")
    assert procedure.press("finish", step="1") == "The step is done."
    assert "The business account is there" in procedure.press("finish", step="2")
    step = procedure.onboarding.steps.get(kind=3)
    assert not OnboardingStep.objects.finish(step, procedure.client.person, timezone.now()), "the database holds it"


def test_from_nothing_to_a_verified_number(procedure):
    procedure.begin().through(4)
    number = procedure.onboarding.number
    assert (number.digits, number.waba.external_id, number.kind) == ("4915123456789", WABA, "mobile")
    assert (number.waba.owner, number.name_status) == (procedure.owner, "APPROVED")
    assert procedure.done() == [1, 2, 3, 4]
    channel = procedure.given_a_channel()
    assert "know what the activation means" in procedure.verify("code", method="SMS")
    assert "on its way" in procedure.verify("code", method="VOICE", aware="1", language="de_DE")
    assert "six digits" in procedure.verify("confirm", code="12")
    right = procedure.code()
    wrong = f"{(int(right) + 1) % 10**6:06}"
    assert procedure.verify("confirm", code=wrong) == "The code is wrong. Check it and enter it again."
    assert "Confirm the code first" in procedure.verify("register", pin="123456")
    assert "is verified" in procedure.verify("confirm", code=f"{right[:3]}-{right[3:]}")
    assert "exactly six digits" in procedure.verify("register", pin="12345")
    assert "is registered" in procedure.verify("register", pin="271828")
    number.refresh_from_db()
    assert number.pin == "271828" and number.is_registered
    _no_trace_of(procedure, number)
    assert "The channel is enabled" in procedure.press("finish", step="6")
    company.licensed()
    channel.enable()
    assert procedure.press("finish", step="6") == "The step is done."
    assert procedure.done() == [1, 2, 3, 4, 5, 6]


def _no_trace_of(procedure, number):
    text = procedure.client.get(reverse("console:verification", args=[number.pk])).content.decode()
    assert "271828" not in text and "Set. It is stored encrypted" in text
    assert not Change.objects.filter(after__icontains="271828").exists()


def test_too_many_codes_and_tries_are_told_in_the_platforms_words(procedure):
    procedure.begin().through(4)
    for _ in range(3):
        procedure.verify("code", method="SMS", aware="1")
    said = procedure.verify("code", method="SMS", aware="1")
    assert said == "Too many codes were requested. Try again in 10 hours."
    assert (
        said
        in procedure.client.get(reverse("console:verification", args=[procedure.onboarding.number.pk])).content.decode()
    )
    wrong = f"{(int(procedure.code()) + 1) % 10**6:06}"
    said = [procedure.verify("confirm", code=wrong) for _ in range(6)][-1]
    assert said == "Too many wrong codes. Request a new one in 1 hour."


def test_a_landline_gets_its_code_by_voice_only(procedure):
    procedure.begin(typed="+49 30 901820").through(4)
    assert "A landline gets its code by voice" in procedure.verify("code", method="SMS", aware="1")
    page = procedure.client.get(reverse("console:verification", args=[procedure.onboarding.number.pk])).content.decode()
    assert 'value="SMS"' not in page and "five times" in page and "IVR" in page


def test_a_number_in_use_elsewhere_is_refused_with_the_way_out(procedure):
    procedure.sandbox.control("whatsapp/elsewhere", {"phone": "+4915123456789", "where": "app"})
    procedure.begin()
    procedure.press("finish", step="1")
    procedure.press("waba", step="2", waba=WABA)
    procedure.press("finish", step="2")
    said = procedure.press("number", step="3")
    assert "delete the account in the app" in said and "chats do not come along" in said and "migrated" in said
    assert "in use" in procedure.press("finish", step="3") or "registered" in procedure.press("finish", step="3")
    procedure.sandbox.control("whatsapp/elsewhere", {"phone": "+4915123456789", "where": ""})
    Onboarding.objects.update(in_use="")
    assert procedure.press("number", step="3") == "The number is in the business account."


def test_the_account_of_somebody_else_and_what_is_no_id_are_refused(procedure):
    procedure.begin()
    procedure.press("finish", step="1")
    assert "a number of 5 to 20 digits" in procedure.press("waba", step="2", waba="https://business.facebook.com/1")
    assert procedure.press("waba", step="2", waba="999999999999"), "the token may not see it"
    assert procedure.press("finish", step="2") != "The step is done."


def test_no_business_account_without_a_valid_business_manager(procedure):
    procedure.begin(owner="", display_name="")
    procedure.press("finish", step="1")
    assert "Enter the Business Manager ID of the customer" in procedure.press("waba", step="2", waba=WABA)
    fill(procedure.client, page_of(Onboarding, "change", procedure.onboarding.pk), owner=str(procedure.owner.pk))
    factories.AccountFactory(platform="facebook", name="ACME page", external_id=procedure.owner.external_id)
    assert "ID of the Facebook page “ACME page”" in procedure.press("waba", step="2", waba=WABA)
    assert procedure.onboarding.waba is None


def test_it_goes_on_before_the_review_of_the_name_with_its_limits_shown(procedure):
    procedure.begin().through(3)
    assert "WhatsApp approved the display name" in procedure.press("finish", step="4")
    assert "recorded" in procedure.press("approval", step="4", kind="name", waived="1", note="Launch on Monday")
    assert procedure.press("finish", step="4") == "The step is done."
    procedure.press("reopen", step="4")
    text = procedure.client.get(reverse("console:onboarding", args=[procedure.onboarding.pk])).content.decode()
    assert "customers see the number only" in text and "Launch on Monday" in text
    assert "cannot go on without" not in text and procedure.done() == [1, 2, 3]


def test_a_refused_name_cannot_be_waved_through(procedure):
    procedure.begin().through(3)
    procedure.sandbox.control(
        "whatsapp/names", {"number": procedure.onboarding.number.external_id, "decision": "REJECTED"}
    )
    procedure.press("read", step="4")
    assert "was refused" in procedure.press("approval", step="4", kind="name", waived="1")
    assert procedure.done() == [1, 2, 3]


def test_papers_responsible_and_lead_time_are_kept_with_the_step_and_in_the_audit_log(procedure):
    procedure.begin()
    paper = SimpleUploadedFile("register.pdf", b"%PDF-1.4")
    assert "The paper is kept." in procedure.press("paper", step="1", paper=paper)
    assert "no PDF" in procedure.press("paper", step="1", paper=SimpleUploadedFile("a.pdf", b"MZ"))
    procedure.press("responsible", step="1", responsible="Priya", lead_days="3", note="Ask IT")
    assert "1 to 365" in procedure.press("responsible", step="1", responsible="Priya", lead_days="0")
    step = procedure.onboarding.steps.get(kind=1)
    assert (step.responsible, step.lead_days, step.papers.get().name) == ("Priya", 3, "register.pdf")
    changes = {name for change in Change.objects.filter(verb="changed") for name in change.after}
    assert changes == {"Cloud connection: papers", "Cloud connection: responsible"}


def test_the_pages_are_for_administrators_and_unknown_ones_are_not_there(procedure, client):
    procedure.begin()
    pk = procedure.onboarding.pk
    assert procedure.client.post(reverse("console:onboarding_act", args=[pk, "nothing"])).status_code == 404
    assert procedure.client.get(reverse("console:onboarding_act", args=[pk, "finish"])).status_code == 405
    assert procedure.client.get(reverse("console:onboarding", args=[pk + 1])).status_code == 404
    client.force_login(factories.AgentFactory())
    for name, args in (("onboarding", [pk]), ("verification", [1]), ("number_check", [])):
        assert client.get(reverse(f"console:{name}", args=args)).status_code == 403


def test_the_list_of_onboardings_shows_the_step_and_asks_as_often_for_many(admin, django_assert_num_queries):
    OnboardingFactory()
    address = page_of(Onboarding, "changelist")
    admin.get(address)
    with CaptureQueriesContext(connection) as few:
        text = admin.get(address).content.decode()
    assert "1 / 6 · Cloud connection" in text and "Administrator" in text
    for _ in range(20):
        OnboardingFactory()
    with django_assert_num_queries(len(few)):
        admin.get(address)
    assert not PhoneNumber.objects.filter(number=TYPED).exists()
