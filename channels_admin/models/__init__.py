"""The nouns of accounts and channels."""

from channels_admin.models.account import Account, Platform, PlatformApp, Provider
from channels_admin.models.badge import BadgeRequest
from channels_admin.models.blocked import BlockedDestination, blocked_for
from channels_admin.models.business import Abbreviation, BusinessManager, OwnedName
from channels_admin.models.channel import Channel, SwitchedOff
from channels_admin.models.consent import Consent
from channels_admin.models.evidence import Evidence
from channels_admin.models.feed import Feed, FeedKind, Why
from channels_admin.models.gap import Gap
from channels_admin.models.incident import Incident
from channels_admin.models.name_change import NameChange
from channels_admin.models.notice import PlatformNotice
from channels_admin.models.onboarding import Approval, Decision, Industry, Onboarding, OnboardingStep, StepKind
from channels_admin.models.profile import BusinessProfile
from channels_admin.models.subscription import Subscription
from channels_admin.models.template import Category, Format, Purpose, Source, Template
from channels_admin.models.usage import Price, Usage
from channels_admin.models.waba import PhoneNumber, Waba
from channels_admin.models.word import Word, WordKind, is_stop, wants_person

__all__ = [
    "Abbreviation",
    "Account",
    "Approval",
    "BadgeRequest",
    "BlockedDestination",
    "BusinessManager",
    "BusinessProfile",
    "Category",
    "Channel",
    "Consent",
    "Decision",
    "Evidence",
    "Feed",
    "FeedKind",
    "Format",
    "Gap",
    "Incident",
    "Industry",
    "NameChange",
    "Onboarding",
    "OnboardingStep",
    "OwnedName",
    "PhoneNumber",
    "Platform",
    "PlatformApp",
    "PlatformNotice",
    "Price",
    "Provider",
    "Purpose",
    "Source",
    "StepKind",
    "Subscription",
    "SwitchedOff",
    "Template",
    "Usage",
    "Waba",
    "Why",
    "Word",
    "WordKind",
    "blocked_for",
    "is_stop",
    "wants_person",
]
