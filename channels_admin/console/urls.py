"""The console's addresses: its home page, the way by which accounts are linked, then those of all registered nouns."""

from django.urls import path

from audit.console_site import console
from channels_admin.console import home, linking

app_name = "admin"  # the name under which Django's admin pages look for each other
urlpatterns = [
    path("", console.admin_view(home.home), name="index"),
    path("link/<int:app>/begin/", console.admin_view(linking.start), name="link_start"),
    path("link/<int:pk>/choose/", console.admin_view(linking.choose), name="link_choose"),
    path("link/<slug:platform>/", console.admin_view(linking.callback), name="link_callback"),
    *console.get_urls(),
]
