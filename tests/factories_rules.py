"""Rows of noise, blocks, labels, account codes and attributes of customers, beside `tests/factories.py`."""

import factory

from agents.models import AccountCode, Label
from interactions.models import Attribute, Block, NoiseRule, SurveyRule
from tests.factories import ChannelFactory, CustomerFactory, Made, WorkgroupFactory


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


class AccountCodeFactory(Made):
    """What agents may count an interaction to."""

    class Meta:
        model = AccountCode

    code = factory.Sequence(lambda n: f"{4700 + n}")
    name = factory.Sequence(lambda n: f"Account {n}")


class AttributeFactory(Made):
    """Something that can be known of customers."""

    class Meta:
        model = Attribute

    name = factory.Sequence(lambda n: f"Attribute {n}")


class SurveyRuleFactory(Made):
    """That a workgroup asks how satisfied one is."""

    class Meta:
        model = SurveyRule

    workgroup = factory.SubFactory(WorkgroupFactory)
    text = "1–5?"
