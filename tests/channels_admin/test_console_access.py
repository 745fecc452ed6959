"""Who may open the console: every page of it, for an administrator, an agent and a stranger."""

import re

import pytest
from django.urls import reverse

from agents.models import License
from audit.console_site import console
from audit.models import Change
from channels_admin.models import PhoneNumber, PlatformNotice, Waba
from interactions.models import Block, Customer, Interaction
from tests import factories
from tests.channels_admin.forms_filled import page_of
from tests.channels_admin.making import make_one

pytestmark = pytest.mark.django_db
MODELS = sorted(console._registry, key=lambda model: model._meta.label)
FILLED_BY_THEMSELVES = (Block, Change, Customer, License, PhoneNumber, PlatformNotice, Waba)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def pages(model):
    """Every page of a model that can be opened."""
    thing = make_one(model)
    adds = [] if model in FILLED_BY_THEMSELVES else [page_of(model, "add")]
    return [page_of(model, "changelist"), *adds, page_of(model, "change", thing.pk)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_an_administrator_opens_every_page(admin, model):
    for address in pages(model):
        answer = admin.get(address)
        assert answer.status_code == 200, address
        assert not INLINE.search(answer.content.decode()), f"{address} carries code or style of its own"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_an_agent_is_told_which_right_is_missing(alice, model):
    for address in pages(model):
        answer = alice.get(address)
        assert answer.status_code == 403, address
        assert f"You need the right {console._registry[model].right.label}." in answer.content.decode()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_stranger_is_sent_to_sign_in(client, model):
    for address in pages(model):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.url == f"{reverse('account_login')}?next={address}"


def test_the_home_page_asks_for_the_right_too(client):
    assert client.get(reverse("console:index")).status_code == 302
    client.force_login(factories.AgentFactory())
    assert client.get(reverse("console:index")).status_code == 403


def test_somebody_who_may_not_sign_in_any_more_is_a_stranger(admin):
    admin.person.is_active = False
    admin.person.save()
    assert admin.get(reverse("console:index")).status_code == 302


def test_what_is_not_there_is_404(admin):
    assert admin.get("/console/nothing/").status_code == 404
    assert admin.post("/console/channels_admin/channel/999/enable/").status_code == 404


def test_the_buttons_ask_for_the_right_and_for_a_click(alice):
    channel = factories.ChannelFactory()
    for verb in ("enable", "disable", "poll"):
        address = reverse(f"console:channel_{verb}", args=[channel.pk])
        assert alice.post(address).status_code == 403
    alice.force_login(factories.AgentFactory(rights=["channels_admin.administer"]))
    assert alice.get(address).status_code == 405


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_noun_has_its_place_in_the_navigation(admin, model):
    answer = admin.get(page_of(model, "changelist"))
    entries = [(group, entry) for group in answer.context["navigation"] for entry in group.entries]
    current = [(group.current, entry.url) for group, entry in entries if entry.current]
    assert current == [(True, page_of(model, "changelist"))]
    assert f'href="{page_of(model, "changelist")}" aria-current="page"' in answer.content.decode()


def test_an_administrator_reads_no_conversation_when_deleting(admin):
    said = factories.InteractionFactory(says="My secret words")
    assert Interaction.objects.count() == 1
    for thing in (said.thread.channel.account, said.workgroup):
        answer = admin.get(page_of(type(thing), "delete", thing.pk))
        page = answer.content.decode()
        assert "is in use and stays" in page and "My secret words" not in page
        assert admin.post(page_of(type(thing), "delete", thing.pk), {"post": "yes"}).status_code == 200
        assert type(thing).objects.filter(pk=thing.pk).exists()


def test_the_pages_take_few_queries_however_many_rows_there_are(admin, django_assert_max_num_queries):
    for _n in range(3):
        make_many()
    counts = {address: count(admin, address, django_assert_max_num_queries) for address in lists()}
    for _n in range(10):
        make_many()
    again = {address: count(admin, address, django_assert_max_num_queries) for address in lists()}
    assert again == counts


def lists():
    return [page_of(model, "changelist") for model in MODELS] + [reverse("console:index")]


def make_many():
    channel = factories.ChannelFactory()
    channel.enable()
    agent = factories.AgentFactory(workgroups=[channel.direct_workgroup], rights=["agents.tracker"])
    factories.AccessLicenseFactory(agent=agent)
    factories.PlatformAppFactory()
    factories.StationFactory()
    Change.objects.create(noun="agents.station", object_id="1", name="DESK", verb="changed", by=agent)


def count(client, address, limit):
    with limit(50) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
