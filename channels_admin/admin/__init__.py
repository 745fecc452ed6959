"""Apps, accounts and channels in the console."""

from channels_admin.admin import accounts, channels

__all__ = ["accounts", "channels"]
