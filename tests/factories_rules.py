"""Rows of noise, blocks and labels, beside `tests/factories.py`."""

import factory

from agents.models import Label
from interactions.models import Block, NoiseRule
from tests.factories import ChannelFactory, CustomerFactory, Made


class NoiseRuleFactory(Made):
    """What is noise on a channel."""

    class Meta:
        model = NoiseRule

    channel = factory.SubFactory(ChannelFactory)
    name = factory.Sequence(lambda n: f"Rule {n}")
    words = ["lottery"]


class BlockFactory(Made):
    """A customer who is blocked."""

    class Meta:
        model = Block

    customer = factory.SubFactory(CustomerFactory)


class LabelFactory(Made):
    """A word on interactions."""

    class Meta:
        model = Label

    name = factory.Sequence(lambda n: f"Label {n}")
