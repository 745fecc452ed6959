"""Message links of a WhatsApp number and their QR codes in the console."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from audit.console_site import console
from audit.kept_words import told
from channels_admin.models import Channel
from channels_admin.whatsapp import links
from platforms.base import PlatformError
from platforms.whatsapp.management.links import LONGEST

PAGE = 24


class LinkForm(forms.Form):
    """What stands in the chat when it opens."""

    prefilled = forms.CharField(
        label=_("Pre-filled text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
        help_text=_("The customer finds it written in the chat and may change it before he sends it."),
    )


@require_http_methods(["GET", "POST"])
def listing(request, pk):
    """All links of the channel's number; POST makes one."""
    channel = _channel(pk)
    form = LinkForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and _done(request, _create, channel, form.cleaned_data, request.user)
    ):
        return _back(channel)
    return _page(request, channel, form)


@require_http_methods(["GET", "POST"])
def change(request, pk, code):
    """Other words for a link that stays the same."""
    channel = _channel(pk)
    link = _one(request, channel, code)
    if link is None:
        return _back(channel)
    form = LinkForm(request.POST or None, initial={"prefilled": link.prefilled})
    if request.method == "POST" and form.is_valid() and _done(request, _change, channel, code, form, request.user):
        return _back(channel)
    return _render(request, "console/message_link.html", channel, form=form, link=_shown(channel, link))


@require_http_methods(["GET", "POST"])
def delete(request, pk, code):
    """Asks, and takes it away."""
    channel = _channel(pk)
    if request.method == "POST":
        _done(request, _delete, channel, code, request.user)
        return _back(channel)
    link = _one(request, channel, code)
    if link is None:
        return _back(channel)
    return _render(request, "console/message_link_delete.html", channel, link=link)


def _channel(pk):
    channel = get_object_or_404(Channel.objects.current().select_related("account"), pk=pk)
    if not links.has_links(channel):
        raise Http404
    return channel


def _create(channel, given, by):
    link = links.create(channel, given["prefilled"], by=by)
    return _("%(link)s is made.") % {"link": link.url}


def _change(channel, code, form, by):
    link = links.change(channel, code, form.cleaned_data["prefilled"], by=by)
    return _("%(link)s says something else now; link and QR code are the same.") % {"link": link.url}


def _delete(channel, code, by):
    links.delete(channel, code, by=by)
    return _("The link is deleted: it and its QR code lead nowhere now.")


def _done(request, verb, *given):
    """Was it done? What happened is told above the page."""
    try:
        messages.success(request, verb(*given))
    except PlatformError as error:
        messages.error(request, told(error.reason) or str(error))
        return False
    return True


def _one(request, channel, code):
    try:
        return links.one(channel, code)
    except PlatformError as error:
        messages.error(request, told(error.reason) or str(error))
        return None


def _page(request, channel, form):
    found, trouble = [], ""
    try:
        found = links.listed(channel)
    except PlatformError as error:
        trouble = told(error.reason) or str(error)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = [_shown(channel, link) for link in page]
    context = {"form": form, "links": shown, "pages": page, "trouble": trouble, "number": links.number(channel)}
    return _render(request, "console/message_links.html", channel, active=links.is_active(channel), **context)


def _shown(channel, link):
    picture = {
        image: reverse("channels_api:message-link-qr", args=[channel.pk, link.code, image]) for image in ("png", "svg")
    }
    return {"link": link, "picture": picture}


def _render(request, template, channel, **context):
    context |= {"title": _("Message links"), "channel": channel, "longest": LONGEST}
    return render(request, template, console.each_context(request) | context)


def _back(channel):
    return HttpResponseRedirect(reverse("console:message_links", args=[channel.pk]))
