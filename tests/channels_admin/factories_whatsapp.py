"""Rows about WhatsApp for tests, each with what it needs to stand alone."""

import factory
from django.utils import timezone

from channels_admin.models import (
    Abbreviation,
    BlockedDestination,
    BusinessManager,
    Evidence,
    Onboarding,
    OwnedName,
    PhoneNumber,
    Platform,
    PlatformNotice,
    Price,
    Template,
    Waba,
    Word,
)
from channels_admin.onboarding import doing
from interactions.models import Deleted
from tests.factories import AccountFactory, AgentFactory, Made


class WabaFactory(Made):
    """A WhatsApp business account."""

    class Meta:
        model = Waba

    account = factory.SubFactory(AccountFactory, platform=Platform.WHATSAPP)
    external_id = factory.SelfAttribute("account.external_id")
    name = factory.SelfAttribute("account.name")


class PhoneNumberFactory(Made):
    """A number of a business account."""

    class Meta:
        model = PhoneNumber

    waba = factory.SubFactory(WabaFactory)
    external_id = factory.Sequence(lambda n: f"1065{n:05}")
    number = factory.Sequence(lambda n: f"+49 30 {n:06}")
    digits = factory.LazyAttribute(lambda made: "".join(sign for sign in made.number if sign.isdigit()))


class TemplateFactory(Made):
    """A template, as a draft."""

    class Meta:
        model = Template

    waba = factory.SubFactory(WabaFactory)
    name = factory.Sequence(lambda n: f"template_{n}")
    components = [{"type": "BODY", "text": "We are here for you again."}]


class PlatformNoticeFactory(Made):
    """News of a platform."""

    class Meta:
        model = PlatformNotice

    platform = Platform.WHATSAPP
    field = "account_update"
    subject = "account"
    at = factory.LazyFunction(timezone.now)
    words = "The business account 102: account review."
    digest = factory.Sequence(lambda n: f"digest {n}")


class BlockedDestinationFactory(Made):
    """A place where nothing is sent."""

    class Meta:
        model = BlockedDestination

    prefix = factory.Sequence(lambda n: f"+999{n}")
    label = "Nowhere"


class WordFactory(Made):
    """A word of customers."""

    class Meta:
        model = Word

    kind = "stop"
    text = factory.Sequence(lambda n: f"enough {n}")


class PriceFactory(Made):
    """What one template costs."""

    class Meta:
        model = Price

    platform = Platform.WHATSAPP
    kind = "template"
    amount = "0.05"


class DeletedFactory(Made):
    """A platform whose deleted messages are kept."""

    class Meta:
        model = Deleted

    platform = Platform.FACEBOOK
    keep = True


class BusinessManagerFactory(Made):
    """A Business Manager of our own."""

    class Meta:
        model = BusinessManager

    name = "ACME Bread"
    external_id = factory.Sequence(lambda n: f"98789003{n:07}")
    legal_name = "ACME Bread Ltd."


class EvidenceFactory(Made):
    """A paper."""

    class Meta:
        model = Evidence

    file = factory.django.FileField(filename="mark.pdf", data=b"%PDF-1.4 a trade mark")
    name = "mark.pdf"
    mime = "application/pdf"
    size = 21
    by = factory.SubFactory(AgentFactory)


class OwnedNameFactory(Made):
    """A brand."""

    class Meta:
        model = OwnedName

    owner = factory.SubFactory(BusinessManagerFactory)
    text = "ACME"
    evidence = factory.SubFactory(EvidenceFactory)


class AbbreviationFactory(Made):
    """An abbreviation."""

    class Meta:
        model = Abbreviation

    text = factory.Sequence(lambda n: f"Abbr{n}")


class OnboardingFactory(Made):
    """An onboarding with its steps."""

    class Meta:
        model = Onboarding
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Shop {n}")
    account = factory.SubFactory(AccountFactory, platform=Platform.WHATSAPP)
    owner = factory.SubFactory(BusinessManagerFactory)

    @factory.post_generation
    def steps(self, create, given, **more):
        doing.begin(self)
