"""WhatsApp's phone numbers in the console: what the platform says of each, whose it is, and what can be done with it."""

import re

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models.functions import Length
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from audit.console_pages import ConsoleRows
from audit.console_site import Task, console
from audit.local_times import when
from audit.marks import icon, state, two_lines
from channels_admin.admin.whatsapp import ReadOnly
from channels_admin.models import BadgeRequest, PhoneNumber
from channels_admin.whatsapp import renaming, standing, states, verifying
from channels_admin.whatsapp.countries import codes_like, name_of
from channels_admin.whatsapp.news import limit_in_words
from channels_admin.whatsapp.phone import KINDS


class BadgeRequests(ConsoleRows):
    """Requests for the badge of an official business account."""

    model = BadgeRequest
    fields = ["asked_on", "decision", "decided_on", "note"]
    note = _("Meta grants the badge to well-known brands, at its own discretion. Keep what was asked for and decided.")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Days as browsers pick them."""
        if isinstance(db_field, models.DateField):
            kwargs["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class CountryFilter(admin.SimpleListFilter):
    """By the country of the number."""

    title, parameter_name = _("country"), "country"

    def lookups(self, request, model_admin):
        """Those that occur."""
        codes = PhoneNumber.objects.exclude(country="").order_by("country").values_list("country", flat=True)
        return [(code, name_of(code)) for code in codes.distinct()]

    def queryset(self, request, queryset):
        """Only that one."""
        return queryset.filter(country=self.value()) if self.value() else queryset


@admin.register(PhoneNumber, site=console)
class PhoneNumberPages(ReadOnly):
    """Phone numbers, as WhatsApp describes them."""

    task, place, icon = Task.WHATSAPP, 32, "phone"
    beneath = ("/console/whatsapp/numbers/",)
    secrets = ("certificate", "certificate_before", "pin")
    list_display = ["who", "condition", "rating", "limit_now", "where", "name_now", "certificate_now", "acts"]
    list_filter = ["status", "quality", CountryFilter, "name_status", "waba"]
    list_select_related = ["waba__owner", "owner"]
    search_fields = ["number", "digits", "verified_name", "external_id"]
    search_help_text = _("Name, number or country")
    fieldsets = [
        (_("Number"), {"fields": ["who", "where", "kind_now", "waba", "owner", "owned_now"]}),
        (
            _("At WhatsApp"),
            {"fields": ["condition", "name_now", "rating", "limit_now", "verified", "badge", "read_at"]},
        ),
    ]
    readonly_fields = [
        *("who", "where", "kind_now", "waba", "owned_now", "condition", "name_now", "rating", "limit_now"),
        *("verified", "badge", "read_at"),
    ]

    inlines = [BadgeRequests]

    def has_delete_permission(self, request, obj=None):
        """A number that a channel uses stays: its channel is deleted or disabled first."""
        allowed = request.user.has_perm(self.right)
        return allowed and (obj is None or renaming.channel_of(obj) is None)

    def delete_model(self, request, obj):
        """Take it out of the platform first; if that is refused, everything stays."""
        verifying.deregister(obj)
        super().delete_model(request, obj)

    def delete_view(self, request, object_id, extra_context=None):
        """What the platform refuses is said."""
        number = PhoneNumber.objects.filter(pk=object_id).first() if str(object_id).isdecimal() else None
        channel = number and renaming.channel_of(number)
        try:
            if channel:
                raise verifying.Refused(
                    _("The channel “%(name)s” uses this number: delete it first.") % {"name": channel}
                )
            return super().delete_view(request, object_id, extra_context)
        except verifying.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(reverse("console:channels_admin_phonenumber_change", args=[object_id]))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """With what it may not do, and the change of its name."""
        if obj:
            words = standing.refusal_of(obj)
            context |= {"refusal": words, "name_change": renaming.under_way(obj), "channel": renaming.channel_of(obj)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_queryset(self, request):
        """Lists have no use for the secrets, so they are not even decrypted."""
        numbers = super().get_queryset(request).select_related("waba__owner", "owner")
        numbers = numbers.annotate(certified=Length("certificate"))
        return numbers.defer("certificate", "certificate_before", "pin")

    def get_search_results(self, request, queryset, search_term):
        """A number however it is written; a country by its name."""
        digits = re.sub(r"[\s()+./\-]", "", search_term)
        if digits.isdigit():
            return queryset.filter(digits__contains=digits.removeprefix("00")), False
        found, doubles = super().get_search_results(request, queryset, search_term)
        codes = codes_like(search_term)
        return (found | queryset.filter(country__in=codes) if codes else found), doubles

    @admin.display(description=_("number"), ordering="digits")
    def who(self, number):
        """The number and its ID, which channels ask for."""
        return two_lines(number.number, number.external_id)

    @admin.display(description=_("name"), ordering="verified_name")
    def name_now(self, number):
        """What customers read, and how its review stands."""
        review = states.NAME.get(number.name_status) or states.small(number.name_status)
        badge = icon("badge") if number.official else ""
        shown = format_html("{} {}", number.verified_name or "–", badge) if badge else number.verified_name or "–"
        return two_lines(shown, review)

    @admin.display(description=_("status"), ordering="status")
    def condition(self, number):
        """Its state; one that Meta lists no more is kept."""
        if number.gone_at:
            return state("disconnected", "off", _("Not there any more"), when(number.gone_at))
        return state(*states.found(states.NUMBER, number.status))

    @admin.display(description=_("quality rating"), ordering="quality")
    def rating(self, number):
        """Meta's rating by customers' reactions."""
        return state(*states.found(states.QUALITY, number.quality))

    @admin.display(description=_("messaging limit"), ordering="limit")
    def limit_now(self, number):
        """To how many customers it may write first in 24 hours."""
        if not number.limit:
            return "–"
        used = _("%(n)s used in 24 h") % {"n": f"{number.written_first:,}"}
        if standing.is_near(number.written_first, number.limit):
            return state("held", "warn", limit_in_words(number.limit), used)
        return two_lines(limit_in_words(number.limit), used)

    @admin.display(description=_("country"), ordering="country")
    def where(self, number):
        """The country of the number."""
        return name_of(number.country) or "–"

    @admin.display(description=_("kind"), ordering="kind")
    def kind_now(self, number):
        """Landline, mobile, toll-free."""
        return KINDS.get(number.kind, "–")

    @admin.display(description=_("certificate"))
    def certificate_now(self, number):
        """Is there one? Only Genesys Cloud asks for it."""
        return state("connected", "done", _("On record")) if number.certified else "–"

    @admin.display(description=_("owned by"))
    def owned_now(self, number):
        """The Business Manager that owns the number."""
        owner = number.owned_by
        return two_lines(owner.name, owner.get_verification_display()) if owner else _("Nobody has been named")

    @admin.display(description=_("verification"))
    def verified(self, number):
        """Has somebody proved that it is ours?"""
        return states.small(number.verification) or "–"

    @admin.display(description=_("official business account"))
    def badge(self, number):
        """Does it carry the badge?"""
        return state("connected", "badge", _("Yes")) if number.official else _("No")

    @admin.display(description=_("last read"))
    def read_at(self, number):
        """When it was last listed."""
        return when(number.synced_at)

    @admin.display(description=_("settings"))
    def acts(self, number):
        """The ways on."""
        places = (("change", _("Settings")), ("delete", _("Delete")))
        links = [
            (reverse(f"console:channels_admin_phonenumber_{page}", args=[number.pk]), words) for page, words in places
        ]
        return format_html_join(" ", '<a class="btn small" href="{}">{}</a>', links)
