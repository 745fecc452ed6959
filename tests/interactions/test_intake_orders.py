"""Whatever the order, the batches and the repetitions in which messages come: the end is the same (R8, R15b)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from interactions.models import Event, Interaction, Message, Thread
from platforms.base import Receipt
from tests import company

COUNT = 6
TEXTS = [f"message {n}" for n in range(COUNT)]
# Places in the list of what was written; every one at least once, some twice, cut into batches.
orders = st.tuples(st.permutations(range(COUNT)), st.lists(st.integers(0, COUNT - 1), max_size=4)).map(
    lambda both: [*both[0], *both[1]]
)
cuts = st.sets(st.integers(1, COUNT + 3))
RECEIPTS = [Receipt.SENT, Receipt.DELIVERED, Receipt.READ]


def batches(order, cuts):
    """The order in pieces."""
    edges = [0, *sorted(cut for cut in cuts if cut < len(order)), len(order)]
    return [order[left:right] for left, right in zip(edges, edges[1:], strict=False)]


class Orders(TestCase):
    """Hypothesis' own test case: every example begins with an empty database, so each makes its company itself."""

    @settings(max_examples=25)
    @given(orders, cuts)
    def test_private_messages_in_any_order_are_one_interaction_in_the_order_written(self, order, cuts):
        channel = company.channel(company.workgroup())
        start = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=10)
        posts = [company.said(text, id=f"wamid.{n}", at=start + timedelta(seconds=n)) for n, text in enumerate(TEXTS)]
        for batch in batches(order, cuts):
            company.writes(channel, *[posts[place] for place in batch])

        interaction, thread = Interaction.objects.get(), Thread.objects.get()
        assert [message.text for message in Message.objects.all()] == TEXTS
        assert interaction.unread == COUNT
        assert list(Event.objects.order_by("number").values_list("number", flat=True)) == list(range(1, COUNT + 1))
        assert (interaction.last_message.text, interaction.customer_waits_since) == (TEXTS[-1], start)
        assert thread.last_inbound_at == start + timedelta(seconds=COUNT - 1)

    @settings(max_examples=25)
    @given(st.lists(st.sampled_from(RECEIPTS), min_size=1, max_size=6), cuts)
    def test_receipts_in_any_order_leave_the_highest(self, told, cuts):
        care = company.workgroup()
        channel, alice = company.channel(care), company.agent("alice", care)
        delivery = company.answers(company.connected(channel, alice), alice)
        delivery.claim()
        for batch in batches(told, cuts):
            company.writes(channel, *[company.receipt(what, "wamid.out", mark=delivery.mark) for what in batch])
        delivery.refresh_from_db()
        assert delivery.state == max(told, key=RECEIPTS.index).value
        assert delivery.message.external_id == "wamid.out"
