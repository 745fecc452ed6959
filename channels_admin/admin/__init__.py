"""Apps, accounts, channels, and what is kept at WhatsApp, in the console."""

from channels_admin.admin import accounts, businesses, channels, news, numbers, onboardings, prices, templates, whatsapp

__all__ = ["accounts", "businesses", "channels", "news", "numbers", "onboardings", "prices", "templates", "whatsapp"]
