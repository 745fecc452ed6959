"""What the installation may use."""

from django.contrib import admin
from django.db.models import Case, Count, OuterRef, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.forms import LicenseForm
from agents.models import AccessLicense, License
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.marks import state, two_lines
from audit.rights import Right


@admin.register(License, site=console)
class LicensePages(ConsolePages):
    """What the installation may use."""

    task, place, icon, right = Task.SET_UP, 10, "license", Right.LICENSES
    form = LicenseForm
    list_display = ["words", "loaded", "used", "free", "until"]

    def get_queryset(self, request):
        """With how many are assigned; no number for features."""
        families = [When(part=part, then=Value(family)) for family, part in License.ACCESS.items()]
        same = AccessLicense.objects.filter(family=OuterRef("access_family")).order_by().values("family")
        parts = super().get_queryset(request).annotate(access_family=Case(*families, default=Value("")))
        return parts.annotate(assigned=Subquery(same.annotate(n=Count("pk")).values("n")))

    def get_readonly_fields(self, request, obj=None):
        """Another part is another row."""
        return ["part"] if obj else []

    @admin.display(description=_("part"), ordering="part")
    def words(self, license):
        """In words, and its number."""
        return two_lines(license.get_part_display(), license.part)

    @admin.display(description=_("count"), ordering="count")
    def loaded(self, license):
        """How many; a feature is one."""
        return license.count

    @admin.display(description=_("used"))
    def used(self, license):
        """How many are assigned."""
        return (license.assigned or 0) if license.access_family else "–"

    @admin.display(description=_("free"))
    def free(self, license):
        """How many may still be assigned."""
        if not license.access_family:
            return "–"
        left = max(0, license.count - (license.assigned or 0))
        return left or state("held", "warn", _("None"), _("Take one away, or load more"))

    @admin.display(description=_("valid"), ordering="expires_on")
    def until(self, license):
        """Until when."""
        if license.expires_on and license.expires_on < timezone.now().date():
            return state("disconnected", "warn", _("Ended"), license.expires_on)
        return state("connected", "done", _("Valid"), license.expires_on or _("without end"))
