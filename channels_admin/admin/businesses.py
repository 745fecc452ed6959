"""Business Managers, the names they own, and what counts as an abbreviation, in the console."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.kept_words import in_english
from audit.marks import state, two_lines
from channels_admin.models import Abbreviation, BusinessManager, Evidence, OwnedName
from channels_admin.whatsapp import states
from channels_admin.whatsapp.business_forms import BusinessManagerForm, OwnedNameForm


@admin.register(BusinessManager, site=console)
class BusinessManagerPages(ConsolePages):
    """Business Managers."""

    task, place, icon = Task.WHATSAPP, 41, "building"
    form = BusinessManagerForm
    fieldsets = [
        (_("Business Manager"), {"fields": ["name", "external_id", "whose"]}),
        (_("Business"), {"fields": ["legal_name", "address", "website", "tax_id", "primary_page"]}),
        (_("Verification by Meta"), {"fields": ["verification", "verified_on"]}),
    ]
    list_display = ["who", "whose", "legal_name", "holds", "verified_now"]
    list_filter = ["whose", "verification"]
    search_fields = ["name", "external_id", "legal_name"]
    search_help_text = _("Name or ID")

    def get_queryset(self, request):
        """With what belongs to each."""
        return super().get_queryset(request).prefetch_related("wabas", "owned_names")

    @admin.display(description=_("Business Manager"), ordering="name")
    def who(self, business):
        """Name and ID."""
        return two_lines(business.name, business.external_id)

    @admin.display(description=_("holds"))
    def holds(self, business):
        """How many business accounts and owned names."""
        accounts, names = len(business.wabas.all()), len(business.owned_names.all())
        return two_lines(
            ngettext("%(n)s business account", "%(n)s business accounts", accounts) % {"n": accounts},
            ngettext("%(n)s owned name", "%(n)s owned names", names) % {"n": names},
        )

    @admin.display(description=_("business verification"), ordering="verification")
    def verified_now(self, business):
        """State and day."""
        return state(*states.VERIFICATION[business.verification], business.verified_on or "")


@admin.register(OwnedName, site=console)
class OwnedNamePages(ConsolePages):
    """Names whose ownership is on record."""

    task, place, icon = Task.WHATSAPP, 42, "badge"
    form = OwnedNameForm
    fields = ["owner", "text", "kind", "proof", "kept", "note"]
    readonly_fields = ["kept"]
    list_display = ["text", "kind", "owner", "kept"]
    list_filter = ["kind", "owner"]
    list_select_related = ["owner", "evidence"]
    search_fields = ["text", "owner__name", "note"]
    search_help_text = _("Name or owner")

    @in_english
    def facts(self, thing):
        """With the paper's name."""
        return super().facts(thing) | {"evidence": str(thing.evidence)}

    def save_model(self, request, obj, form, change):
        """Keep the paper first: the name does not exist without it."""
        upload = form.cleaned_data.get("proof")
        form.before = self.facts(OwnedName.objects.get(pk=obj.pk)) if change else {}
        if upload:
            obj.evidence = Evidence.keep(upload, request.user)
        obj.save()

    @admin.display(description=_("evidence on record"))
    def kept(self, name):
        """The paper, to be looked at."""
        if not name.evidence_id:
            return "–"
        address = reverse("console:evidence", args=[name.evidence_id])
        return format_html('<a class="link" href="{}">{}</a>', address, name.evidence)


@admin.register(Abbreviation, site=console)
class AbbreviationPages(ConsolePages):
    """Abbreviations."""

    task, place, icon = Task.WHATSAPP, 47, "tag"
    list_display = ["text"]
    search_fields = ["text"]
    search_help_text = _("Abbreviation")
