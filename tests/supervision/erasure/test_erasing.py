"""One customer is erased: nothing that names or quotes him is left anywhere, and statistics are as they were (R83, R98)."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from agents.models import Membership, Role
from audit.models import Change as Audited
from interactions import blocking, merging
from interactions import erasing as heart
from interactions.models import Customer, Identity, Inbox, Interaction
from supervision.erasure import erasing, kept
from supervision.erasure.models import Erasure
from supervision.models import Scorecard
from supervision.recordings import sealing
from supervision.recordings.archive import entries_of
from supervision.recordings.models import Entry, Recording
from supervision.recordings.verifying import verify
from tests import company, factories
from tests.supervision.erasure.traces import NAME, NUMBER, WORDS, found, leave, statistics

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path, everything):
    """A customer who left traces everywhere, and another one who must not be touched."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    care = company.workgroup("Care")
    channel, alice = company.channel(care), company.agent("alice", care)
    one = leave(channel, alice)
    other = company.connected(channel, alice, company.said("My beans are late", by="351900000555", name="Zoe"))
    other.disconnect(alice)
    sealing.record(other.pk)
    return one, other, alice


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Do something as if it were committed: files go only then."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_nothing_of_him_is_found_anywhere_and_figures_stay(world, tmp_path, committed):
    one, other, alice = world
    assert {word for word, _place in found(tmp_path)} == set(WORDS), "the test sees what it looks for"
    before, counted = statistics(), erasing.preview(one.customer)
    assert counted["messages"] == 2 and counted["files"] == 1 and counted["entries"] > 5 and counted["values"] == 1
    scored = Scorecard.objects.get().answers.count()
    with committed():
        assert erasing.carry_out(erasing.ask(one.customer, alice).pk)
    assert found(tmp_path) == set()
    assert statistics() == before and Scorecard.objects.get().answers.count() == scored
    assert all(verify(recording).unaltered for recording in Recording.objects.all())
    assert {entry.erased_by for entry in entries_of(one.recordings.get())} == {"customer:"}
    assert "My beans are late" in "".join(Entry.objects.filter(content__isnull=False).values_list("content", flat=True))
    assert Identity.objects.get(customer=other.customer).name == "Zoe"
    assert Audited.objects.get(verb="erased").after == {"number": one.customer_id}


def test_it_may_be_done_twice_and_goes_on_where_a_worker_was_killed(world, tmp_path, committed):
    one, _other, alice = world
    made = erasing.ask(one.customer, alice)
    assert erasing.ask(one.customer, alice) == made
    traces = heart.Traces(one.customer_id)
    assert heart.raw_deliveries(traces)
    kept.forget_searches(heart.called(traces))
    heart.loose_ends(traces)
    heart.names(traces)
    Erasure.objects.filter(pk=made.pk).update(due_at=timezone.now())  # the one who did that does not come back
    with committed():
        erasing.erase_due()
    assert found(tmp_path) == set() and Erasure.objects.get().done_at
    assert not erasing.carry_out(made.pk)
    erasing._erase(traces, timezone.now())
    assert found(tmp_path) == set()


def test_what_he_writes_afterwards_is_a_new_customers(world):
    one, _other, alice = world
    erasing.carry_out(erasing.ask(one.customer, alice).pk)
    (again,) = company.writes(one.thread.channel, company.said("Hello again", by=NUMBER, name=NAME))
    assert again.customer_id != one.customer_id and again.thread_id != one.thread_id


def test_a_delivery_that_is_worked_off_is_waited_for(world):
    one, _other, alice = world
    Inbox.objects.update(done_at=None)
    assert not erasing.carry_out(erasing.ask(one.customer, alice).pk)
    assert Erasure.objects.get().done_at is None and Identity.objects.filter(external_id=NUMBER).exists()


def test_who_was_merged_with_him_is_he_and_an_open_interaction_comes_first(world, tmp_path, committed):
    one, other, alice = world
    blocking.unblock(one.customer, alice)
    merging.merge(other.customer, one.customer, alice)
    with pytest.raises(erasing.Refused) as refused:
        erasing.ask(Customer.objects.get(pk=one.customer_id), alice)
    assert refused.value.code == "merged"
    Interaction.objects.filter(pk=other.pk).update(state="waiting", owner=None, stay_since=timezone.now())
    with pytest.raises(erasing.Refused) as refused:
        erasing.ask(other.customer, alice)
    assert refused.value.code == "open"
    Interaction.objects.open().get().disconnect(None)
    with committed():
        assert erasing.carry_out(erasing.ask(other.customer, alice).pk)
    assert found(tmp_path) == set()


def test_a_person_is_told_first_and_confirms_by_typing(client, world):
    one, _other, _alice = world
    boss = factories.AgentFactory(roles=[Role.SUPERVISOR])
    Membership.objects.create(agent=boss, workgroup=one.workgroup, supervises=True)
    client.force_login(boss)
    address = reverse("erasure:customer", args=[one.customer_id])
    assert address in client.get(reverse("erasure:list"), {"q": "qwist"}).content.decode()
    page = client.get(address).content.decode()
    assert f"Type “{NAME}” to erase him" in page and "entries of recordings" in page
    assert "nothing was erased" in client.post(address, {"typed": "Qwist"}).content.decode()
    assert not Erasure.objects.exists()
    assert "Under way" in client.post(address, {"typed": NAME}, follow=True).content.decode()
    erasing.erase_due()
    page = client.get(reverse("erasure:report", args=[Erasure.objects.get().pk])).content.decode()
    assert "Done" in page and NAME not in page
    client.force_login(factories.AgentFactory(roles=[Role.AGENT]))
    answer = client.get(address)
    assert answer.status_code == 403 and "Social Media Admin or Policies" in answer.content.decode()


def test_who_does_not_see_him_finds_him_by_exactly_what_he_said_and_without_a_name(client, world):
    """R73: the request says who he is."""
    one, _other, _alice = world
    client.force_login(factories.AgentFactory(roles=[Role.SUPERVISOR]))
    listed, address = reverse("erasure:list"), reverse("erasure:customer", args=[one.customer_id])
    assert address not in client.get(listed, {"q": "qwist"}).content.decode()
    page = client.get(listed, {"q": NUMBER}).content.decode()
    assert address in page and f"Customer {one.customer_id}" in page and NAME not in page
    page = client.get(address).content.decode()
    assert f"Type “{one.customer_id}” to erase him" in page and NAME not in page and NUMBER not in page
    assert "Under way" in client.post(address, {"typed": str(one.customer_id)}, follow=True).content.decode()


def test_the_command_asks_and_erases(world, tmp_path, committed, monkeypatch, capsys):
    one, _other, _alice = world
    with pytest.raises(CommandError, match="no customer 99999"):
        call_command("erase_customer", "99999")
    monkeypatch.setattr("builtins.input", lambda _words: "no")
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase_customer", str(one.customer_id))
    with committed():
        call_command("erase_customer", str(one.customer_id), "--yes")
    assert found(tmp_path) == set() and "messages, his and ours" in capsys.readouterr().out
