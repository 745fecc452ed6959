"""The wiring as a Django application, so that its management commands are found."""

from django.apps import AppConfig


class SocialMediaConfig(AppConfig):
    """Settings, addresses and commands."""

    name = "socialmedia"
