"""The nouns of accounts and channels."""

from channels_admin.models.account import Account, Platform, PlatformApp
from channels_admin.models.channel import Channel
from channels_admin.models.feed import Feed, FeedKind

__all__ = ["Account", "Channel", "Feed", "FeedKind", "Platform", "PlatformApp"]
