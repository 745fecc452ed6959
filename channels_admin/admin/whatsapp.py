"""WhatsApp business accounts, their numbers, blocked destinations and words in the console."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.kept_words import told
from audit.local_times import when
from audit.marks import state, two_lines
from channels_admin.models import BlockedDestination, Template, Waba, Word
from channels_admin.whatsapp import states, sync


class ReadOnly(ConsolePages):
    """What the platform says: nobody enters or deletes it here."""

    def has_add_permission(self, request):
        """It comes from the platform."""
        return False

    def has_delete_permission(self, request, obj=None):
        """It stays as long as the platform names it."""
        return False


@admin.register(Waba, site=console)
class WabaPages(ReadOnly):
    """WhatsApp business accounts; a row appears for every WhatsApp account with an ID."""

    task, place, icon = Task.WHATSAPP, 31, "whatsapp"
    fieldsets = [
        (_("Business account"), {"fields": ["name", "external_id", "account", "owner"]}),
        (_("As WhatsApp Manager shows it"), {"fields": ["time_zone", "currency_now", "payment_method"]}),
        (_("Rules"), {"fields": ["marketing_allowed"]}),
        (_("At WhatsApp"), {"fields": ["verified_now", "standing_now", "counts", "last_read", "sync_error"]}),
    ]
    readonly_fields = [
        *("name", "external_id", "account", "currency_now", "verified_now", "standing_now", "counts"),
        *("last_read", "sync_error"),
    ]
    list_display = ["who", "owned_now", "counts", "verified_now", "standing_now", "last_read"]
    list_filter = ["owner"]
    search_fields = ["name", "external_id"]
    search_help_text = _("Name or ID")

    def get_queryset(self, request):
        """With its rows, and without the token."""
        rows = super().get_queryset(request).select_related("account", "owner").defer("account__token")
        return rows.prefetch_related("numbers", "templates")

    def get_urls(self):
        """Before Django's own, whose last pattern takes everything."""
        view = self.admin_site.admin_view(self.read_view)
        return [path("<int:pk>/read/", view, name="waba_read"), *super().get_urls()]

    @method_decorator(require_POST)
    def read_view(self, request, pk):
        """The button Read now."""
        if not Waba.objects.filter(pk=pk).exists():
            raise Http404
        failure = sync.read(pk)
        if failure:
            self.message_user(request, failure, messages.ERROR)
        else:
            self.message_user(request, _("Templates and numbers are as WhatsApp has them now."))
        return HttpResponseRedirect(reverse("console:channels_admin_waba_change", args=[pk]))

    @admin.display(description=_("business account"), ordering="name")
    def who(self, waba):
        """Name and ID."""
        return two_lines(waba.name, waba.external_id)

    @admin.display(description=_("owner"), ordering="owner__name")
    def owned_now(self, waba):
        """The Business Manager that owns it."""
        return two_lines(waba.owner.name, waba.owner.external_id) if waba.owner else _("Not named")

    @admin.display(description=_("currency"))
    def currency_now(self, waba):
        """In which Meta charges."""
        return waba.currency or "–"

    @admin.display(description=_("business verification"), ordering="verification")
    def verified_now(self, waba):
        """What Meta says of the business behind it."""
        return state(*states.found(states.VERIFICATION, waba.verification.upper()))

    @admin.display(description=_("holds"))
    def counts(self, waba):
        """How many numbers and templates."""
        numbers = len([number for number in waba.numbers.all() if not number.gone_at])
        templates = len([one for one in waba.templates.all() if one.status != Template.DELETED])
        return two_lines(
            ngettext("%(n)s number", "%(n)s numbers", numbers) % {"n": numbers},
            ngettext("%(n)s template", "%(n)s templates", templates) % {"n": templates},
        )

    @admin.display(description=_("account status"))
    def standing_now(self, waba):
        """May it do everything?"""
        if waba.standing:
            return state("disconnected", "warn", states.small(waba.standing), waba.standing_note)
        if waba.review and waba.review != "APPROVED":
            return state("held", "glass", states.small(waba.review), _("Account review"))
        return state("connected", "done", _("In order"))

    @admin.display(description=_("last read"), ordering="synced_at")
    def last_read(self, waba):
        """When templates and numbers were read, and what went wrong since."""
        return two_lines(when(waba.synced_at), told(waba.sync_error))


@admin.register(BlockedDestination, site=console)
class BlockedDestinationPages(ConsolePages):
    """Where nothing is sent."""

    task, place, icon = Task.WHATSAPP, 36, "off"
    list_display = ["where", "prefix", "country_code"]
    search_fields = ["label", "prefix", "country_code"]
    search_help_text = _("Name, prefix or country")

    @admin.display(description=_("name"), ordering="label")
    def where(self, blocked):
        """Where it is."""
        return blocked.place

    def get_form(self, request, obj=None, **kwargs):
        """Country codes are written in capitals, however they are typed."""
        form = super().get_form(request, obj, **kwargs)
        form.base_fields["country_code"].to_python = lambda value: (value or "").strip().upper()
        return form


@admin.register(Word, site=console)
class WordPages(ConsolePages):
    """Words by which customers stop templates or ask for a person."""

    task, place, icon, menu = Task.WHATSAPP, 37, "hand", _("Stop and hand-off words")
    one = _("word")
    list_display = ["text", "kind", "language"]
    list_filter = ["kind", "language"]
    search_fields = ["text", "folded"]
    search_help_text = _("The word")
