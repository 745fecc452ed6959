"""The console's addresses: its home page, the way by which accounts are linked, then those of all registered nouns."""

from functools import partial

from django.urls import include, path

from audit.console_site import console
from audit.rights import Right
from channels_admin.console import home, linking
from channels_admin.console.whatsapp.urls import urlpatterns as whatsapp

_administered = partial(console.admin_view, right=Right.SOCIAL_MEDIA_ADMIN)

app_name = "admin"  # the name under which Django's admin pages look for each other
urlpatterns = [
    path("", console.admin_view(home.home), name="index"),
    path("link/<int:app>/begin/", _administered(linking.start), name="link_start"),
    path("link/<int:pk>/choose/", _administered(linking.choose), name="link_choose"),
    path("link/<slug:platform>/", _administered(linking.callback), name="link_callback"),
    path("whatsapp/", include(whatsapp)),
    *console.get_urls(),
]
