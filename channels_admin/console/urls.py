"""The console's addresses: its home page, then those of all registered nouns."""

from django.urls import path

from audit.console_site import console
from channels_admin.console import home

app_name = "admin"  # the name under which Django's admin pages look for each other
urlpatterns = [path("", console.admin_view(home.home), name="index"), *console.get_urls()]
