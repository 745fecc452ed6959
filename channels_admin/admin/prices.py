"""What platforms charge: the table behind the budgets of channels."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from channels_admin.models import Price, usage


@admin.register(Price, site=console)
class PricePages(ConsolePages):
    """Prices, editable: platforms change them."""

    task, place, icon = Task.CHANNELS, 90, "gauge"
    list_display = ["platform", "kind", "amount"]
    list_filter = ["platform"]
    fieldsets = [(_("Price"), {"fields": ["platform", "kind", "amount"]})]

    def save_model(self, request, obj, form, change):
        """Budgets are judged by it from now on."""
        super().save_model(request, obj, form, change)
        usage.forget()
