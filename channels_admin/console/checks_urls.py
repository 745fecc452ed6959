"""The addresses of the checks while one types, and of the tests of connections."""

from functools import partial

from django.urls import path

from audit.console_site import console
from audit.rights import Right
from channels_admin.console import checks, testing

_administered = partial(console.admin_view, right=Right.SOCIAL_MEDIA_ADMIN)

urlpatterns = [
    path("check/address/", _administered(checks.address), name="check_address"),
    path("check/known/", _administered(checks.known), name="check_known"),
    path("check/keyword/", _administered(checks.keyword), name="check_keyword"),
    path("check/query/", _administered(checks.query), name="check_query"),
    path("check/trial/", _administered(checks.trial), name="check_trial"),
    path("check/channel/<int:pk>/", _administered(checks.test), name="check_channel"),
    path("channels_admin/channel/test/", _administered(testing.several), name="test_channels"),
]
