"""Templates for the desk; message links for administrators."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.views import APIView

from audit.kept_words import told
from audit.rights import Right
from channels_admin import inputs
from channels_admin.models import Channel, Template
from channels_admin.whatsapp import filling, links
from platforms.base import Outcome, PlatformError

# What the outcome of a call at the platform is over HTTP; all else is 502: it failed behind us.
STATUSES = {Outcome.MESSAGE_FAILED: 400, Outcome.ACCOUNT_SUSPENDED: 409, Outcome.WAIT: 503}
# A picture is shown by itself or in our pages; as SVG it could hold scripts, which must not run.
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class Administers(BasePermission):
    """The right Social Media Admin."""

    @property
    def message(self):
        """What is said to others."""
        return Right.SOCIAL_MEDIA_ADMIN.wanted

    def has_permission(self, request, view):
        """Has he the right?"""
        return request.user.is_authenticated and request.user.has_perm(Right.SOCIAL_MEDIA_ADMIN)


class TemplatesView(APIView):
    """Templates that can be sent."""

    @extend_schema(
        parameters=[OpenApiParameter("channel", int, required=True)],
        responses=OpenApiTypes.OBJECT,
        operation_id="templates",
    )
    def get(self, request):
        """Those of a channel's business account that are approved, and allowed if they are marketing."""
        number = request.query_params.get("channel", "")
        channel = get_object_or_404(Channel, pk=number if number.isdecimal() else None)
        found = Template.objects.of_channel(channel).usable()
        return Response({"templates": [filling.described(template) for template in found]})


class PreviewView(APIView):
    """How a template reads once filled in."""

    @extend_schema(request=inputs.Filled, responses=OpenApiTypes.OBJECT)
    def post(self, request, pk):
        """The text, the values taken, and what is still missing."""
        template = get_object_or_404(Template.objects.usable(), pk=pk)
        given = _checked(inputs.Filled, request)
        values = filling.values(template, given["facts"], given["values"])
        missing = filling.missing(template, values)
        text = filling.preview(template, values)
        return Response({"preview": text, "values": values, "missing": missing, "complete": not missing})


class OfChannel(APIView):
    """Something at the platform that belongs to a channel's number."""

    permission_classes = [Administers]

    def handle_exception(self, exc):
        """What the platform refuses, in its words or ours."""
        if isinstance(exc, PlatformError):
            code = exc.code or "platform"
            return Response({"detail": told(exc.reason), "code": code}, STATUSES.get(exc.outcome, 502))
        if isinstance(exc, links.NoNumber):
            return Response({"detail": _("This channel has no WhatsApp number."), "code": "no_number"}, 400)
        return super().handle_exception(exc)

    def channel(self, pk):
        """The channel, with its account."""
        return get_object_or_404(Channel.objects.current().select_related("account"), pk=pk)


class LinksView(OfChannel):
    """The message links of a channel's number."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request, pk):
        """All of them."""
        channel = self.channel(pk)
        return Response({"links": [_link(channel, link) for link in links.listed(channel)]})

    @extend_schema(request=inputs.NewLink, responses=OpenApiTypes.OBJECT)
    def post(self, request, pk):
        """Make one."""
        channel, given = self.channel(pk), _checked(inputs.NewLink, request)
        link = links.create(channel, given["prefilled"], given["image"], by=request.user)
        return Response(_link(channel, link), 201)


class LinkView(OfChannel):
    """One message link."""

    @extend_schema(request=inputs.ChangedLink, responses=OpenApiTypes.OBJECT)
    def put(self, request, pk, code):
        """Change what it says; the link stays the same."""
        channel, given = self.channel(pk), _checked(inputs.ChangedLink, request)
        link = links.change(channel, code, given["prefilled"], by=request.user)
        return Response(_link(channel, link))

    @extend_schema(responses={204: None})
    def delete(self, request, pk, code):
        """Take it away."""
        links.delete(self.channel(pk), code, by=request.user)
        return Response(status=204)


class PictureView(OfChannel):
    """The QR code of a message link."""

    @extend_schema(responses={(200, "image/png"): bytes, (200, "image/svg+xml"): bytes})
    def get(self, request, pk, code, image):
        """As PNG or SVG, served by us."""
        body, kind = links.picture(self.channel(pk), code, image.upper())
        headers = {"Content-Security-Policy": PICTURE_POLICY, "X-Content-Type-Options": "nosniff"}
        headers["Cache-Control"] = "private, max-age=86400"  # a link's code never changes
        return HttpResponse(body, content_type=kind, headers=headers)


def _checked(serializer_class, request):
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def _link(channel, link):
    pictures = {
        image: f"/api/v1/channels/{channel.pk}/message-links/{link.code}/qr.{image}" for image in ("png", "svg")
    }
    return {"code": link.code, "prefilled": link.prefilled, "url": link.url, "qr": pictures}
