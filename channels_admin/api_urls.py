"""The addresses of templates and message links."""

from django.urls import path, re_path

from channels_admin import api

app_name = "channels_api"

links = "channels/<int:pk>/message-links"
urlpatterns = [
    path("templates/", api.TemplatesView.as_view(), name="templates"),
    path("templates/<int:pk>/preview/", api.PreviewView.as_view(), name="template-preview"),
    path(f"{links}/", api.LinksView.as_view(), name="message-links"),
    # "QR codes": 14 capitals and digits; Meta's own examples pass the bounds of its schema.
    re_path(
        r"^channels/(?P<pk>\d+)/message-links/(?P<code>[A-Z0-9]{14})/$", api.LinkView.as_view(), name="message-link"
    ),
    re_path(
        r"^channels/(?P<pk>\d+)/message-links/(?P<code>[A-Z0-9]{14})/qr\.(?P<image>png|svg)$",
        api.PictureView.as_view(),
        name="message-link-qr",
    ),
]
