"""The console's addresses: home, the way by which accounts are linked, message links, then those of all registered nouns."""

from functools import partial

from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _

from audit.console_site import Task, console
from audit.rights import Right
from channels_admin.console import attributes, find, home, hours, linking, message_links, switching
from channels_admin.console.checks_urls import urlpatterns as checks
from channels_admin.console.whatsapp.urls import urlpatterns as whatsapp

_administered = partial(console.admin_view, right=Right.SOCIAL_MEDIA_ADMIN)
_of_people = partial(console.admin_view, right=Right.PEOPLE)
console.place(Task.PEOPLE, 55, "clock", _("Business hours"), "console:hours", right=Right.PEOPLE)
console.place(Task.SET_UP, 95, "tree", _("Attribute editor"), "console:attributes")

app_name = "admin"  # the name under which Django's admin pages look for each other
link = r"^channels_admin/channel/(?P<pk>\d+)/message-links/(?P<code>[A-Z0-9]{14})"
urlpatterns = [
    path("", console.admin_view(home.home), name="index"),
    path("find/", console.admin_view(find.find), name="find"),
    path("switch/", _administered(switching.page), name="switch"),
    path("attributes/", _administered(attributes.tree), name="attributes"),
    path("attributes/server/", _administered(attributes.server), name="attributes_server"),
    path("attributes/<int:pk>/", _administered(attributes.channel), name="attributes_channel"),
    path("hours/", _of_people(hours.listing), name="hours"),
    path("hours/<int:pk>/", _of_people(hours.edit), name="hours_edit"),
    path("link/<int:app>/begin/", _administered(linking.start), name="link_start"),
    path("link/<int:pk>/choose/", _administered(linking.choose), name="link_choose"),
    path("link/<slug:platform>/", _administered(linking.callback), name="link_callback"),
    path("", include(checks)),
    path("whatsapp/", include(whatsapp)),
    path("channels_admin/channel/<int:pk>/message-links/", _administered(message_links.listing), name="message_links"),
    re_path(rf"{link}/$", _administered(message_links.change), name="message_link"),
    re_path(rf"{link}/delete/$", _administered(message_links.delete), name="message_link_delete"),
    *console.get_urls(),
]
