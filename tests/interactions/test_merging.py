"""Two customers who are one person are merged, and the merge is undone (R15a, R68)."""

import contextlib
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from audit.models import Change
from interactions import blocking, merging
from interactions.intake import take_in
from interactions.models import Customer, Identity, Interaction, Merge, Refused, State, Thread
from tests import company, factories, together
from tests.factories_rules import AttributeFactory, LabelFactory

pytestmark = pytest.mark.django_db
OTHER = "351900000002"


@pytest.fixture
def ann(queue, alice):
    """Ann, with a conversation in Alice's hands."""
    return company.connected(queue, alice)


@pytest.fixture
def anna(queue, ann):
    """The same person under another number, who waits."""
    return company.writes(queue, company.said(by=OTHER, name="Anna"))[-1]


def everything():
    """What hangs on whom."""
    nouns = {
        noun: noun.objects.order_by("pk").values_list("pk", "customer") for noun in (Identity, Thread, Interaction)
    }
    values = (
        list(Customer.objects.order_by("pk").values()),
        [
            list(customer.attribute_values.order_by("pk").values_list("attribute", "text"))
            for customer in Customer.objects.order_by("pk")
        ],
    )
    labels = list(Interaction.labels.through.objects.order_by("pk").values_list("interaction", "label"))
    return {noun.__name__: list(rows) for noun, rows in nouns.items()}, values, labels


def filled(ann, anna, alice):
    """Both know something of the customer, and not the same."""
    both, only = AttributeFactory(), AttributeFactory()
    both.values.create(customer=ann.customer, text="here")
    both.values.create(customer=anna.customer, text="there")
    only.values.create(customer=anna.customer, text="only there")
    Customer.objects.filter(pk=ann.customer_id).update(account_number="A1")
    Customer.objects.filter(pk=anna.customer_id).update(account_number="A2", country="PT", opted_out_at=timezone.now())
    anna.put_label(LabelFactory(), alice)


def test_everything_of_the_other_hangs_on_who_stays(ann, anna, alice):
    filled(ann, anna, alice)
    merging.merge(ann.customer, anna.customer, alice)
    kept = Customer.objects.get(pk=ann.customer_id)
    assert (
        {kept.pk}
        == set(Interaction.objects.values_list("customer", flat=True))
        == set(Identity.objects.values_list("customer", flat=True))
    )
    assert (kept.account_number, kept.country, bool(kept.opted_out_at)) == ("A1", "PT", True)
    assert sorted(kept.attribute_values.values_list("text", flat=True)) == ["here", "only there"]
    assert company.journal(ann)[-1] == company.journal(anna)[-1] == "merged"
    change = Change.objects.get(verb="merged")
    assert (change.by, change.object_id, change.after["identities"]) == (alice, str(kept.pk), 2)


def test_undoing_restores_all_of_it_exactly(ann, anna, alice):
    filled(ann, anna, alice)
    before = everything()
    made = merging.merge(ann.customer, anna.customer, alice)
    assert everything() != before
    merging.undo(made, alice)
    assert everything() == before
    assert company.journal(anna)[-2:] == ["merged", "unmerged"]
    again = merging.merge(ann.customer, anna.customer, alice)
    merging.undo(again, alice)
    assert everything() == before


def test_what_came_in_since_goes_to_whom_it_came_from(ann, anna, alice, queue):
    gone = anna.customer_id
    made = merging.merge(ann.customer, anna.customer, alice)
    anna.refresh_from_db()
    company.brought_to(State.DISCONNECTED, anna, alice)
    ann.disconnect(alice)
    new = company.writes(queue, company.said(by=OTHER), company.said())
    assert {row.customer_id for row in new} == {ann.customer_id}
    merging.undo(made, alice)
    assert {row.thread.peer.external_id: row.customer_id for row in Interaction.objects.open()} == {
        OTHER: gone,
        "351900000001": ann.customer_id,
    }


def test_what_was_changed_since_stays_and_the_rest_is_taken_back(ann, anna, alice):
    filled(ann, anna, alice)
    made = merging.merge(ann.customer, anna.customer, alice)
    Customer.objects.filter(pk=ann.customer_id).update(country="BR")
    merging.undo(made, alice)
    kept = Customer.objects.get(pk=ann.customer_id)
    assert (kept.country, kept.opted_out_at) == ("BR", None)


def test_a_merge_cannot_be_undone_after_thirty_days_or_beneath_another_one(ann, anna, alice):
    made, third = merging.merge(ann.customer, anna.customer, alice), factories.CustomerFactory()
    upon = merging.merge(third, ann.customer, alice)
    with pytest.raises(Refused, match="Undo that first"):
        merging.undo(made, alice)
    merging.undo(upon, alice)
    Merge.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(days=31))
    with pytest.raises(Refused, match="30 days"):
        merging.undo(Merge.objects.get(pk=made.pk), alice)


def test_blocked_customers_are_neither_merged_nor_parted(ann, anna, alice):
    blocking.block(anna.customer, alice, "Threats")
    with pytest.raises(Refused, match="Unblock"):
        merging.merge(ann.customer, anna.customer, alice)
    blocking.unblock(anna.customer, alice)
    made = merging.merge(ann.customer, anna.customer, alice)
    blocking.block(ann.customer, alice, "Threats")
    with pytest.raises(Refused, match="Unblock"):
        merging.undo(made, alice)


def test_what_comes_in_at_the_very_moment_is_carried_after_him(ann, anna, alice):
    made = merging.merge(ann.customer, anna.customer, alice)
    # What an intake does that has read the identity just before the merge.
    late = factories.ThreadFactory(channel=ann.thread.channel, customer=anna.customer, kind="whatsapp", address="1")
    interaction = factories.InteractionFactory(thread=late, workgroup=ann.workgroup)
    merging.settle_due()
    interaction.refresh_from_db()
    assert interaction.customer_id == ann.customer_id
    assert interaction.pk in Merge.objects.get(pk=made.pk).moved["interactions"]
    merging.undo(made, alice)
    interaction.refresh_from_db()
    assert interaction.customer_id == made.gone_id


# ---- at once -----------------------------------------------------------------------------------------------------


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_merges_at_once_and_messages_meanwhile_leave_one_customer_and_lose_nothing():
    care = company.workgroup()
    queue, alice = company.channel(care), company.agent("alice", care)
    people = [f"3519000000{n:02}" for n in range(3)]
    first, second, third = [company.writes(queue, company.said(by=by, name=by))[-1].customer for by in people]
    feed = queue.feeds.get()

    def bring():
        for n in range(15):
            take_in(feed, [company.said(f"{n}", by=people[n % 3])])

    def join(kept, gone):
        with contextlib.suppress(Refused):
            merging.merge(kept, gone, alice)

    together.run(bring, bring, partial(join, first, second), partial(join, second, first), partial(join, second, third))
    merging.settle_due()
    for merge in Merge.objects.all():
        assert not Interaction.objects.filter(customer=merge.gone).exists()
        assert not Identity.objects.filter(customer=merge.gone).exists()
    assert Merge.objects.count() in (1, 2)
    assert Customer.objects.filter(merged_into=None).count() == 3 - Merge.objects.count()
    assert Interaction.objects.count() == 3
    assert sum(company.journal(row).count("message") for row in Interaction.objects.all()) == 30
