"""Apps, accounts, channels, and what is kept at WhatsApp, in the console."""

from channels_admin.admin import accounts, channels, news, prices, templates, whatsapp

__all__ = ["accounts", "channels", "news", "prices", "templates", "whatsapp"]
