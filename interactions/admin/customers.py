"""What administrators set about customers: where they are, whether they take templates; and what is kept of the deleted."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.marks import state
from channels_admin.models import Platform
from hints import wake
from interactions.blocking import block, unblock
from interactions.models import Block, Customer, Deleted


@admin.register(Customer, site=console)
class CustomerPages(ConsolePages):
    """Customers: made by their first message, never here."""

    task, place, icon = Task.CHANNELS, 95, "person"
    list_display = ["name", "country", "account_number", "opted_in_at", "opted_out_at", "blocked"]
    actions = ["block_chosen", "unblock_chosen"]
    search_fields = ["name", "account_number", "identities__external_id", "identities__handle"]
    search_help_text = _("Name, account number, phone or handle")
    fieldsets = [
        (_("Customer"), {"fields": ["name", "country", "account_number", "language"]}),
        (_("Templates"), {"fields": ["opted_in_at", "opted_out_at"]}),
    ]

    def get_queryset(self, request):
        """With who is blocked, without who was merged with another one."""
        there = Block.objects.filter(customer=OuterRef("pk"), lifted_at=None)
        rows = super().get_queryset(request).filter(merged_into=None)
        return rows.annotate(is_blocked=Exists(there))

    @admin.display(description=_("blocked"), boolean=False)
    def blocked(self, customer):
        """Does what he writes open nothing?"""
        return state("disconnected", "off", _("Blocked")) if customer.is_blocked else "–"

    @admin.action(description=_("Block"))
    def block_chosen(self, request, queryset):
        """What the ticked ones write opens nothing from now on."""
        for customer in queryset.filter(is_blocked=False):
            block(customer, request.user)
            self.message_user(
                request, _("“%(customer)s” is blocked: what he writes opens nothing.") % {"customer": customer}
            )

    @admin.action(description=_("Unblock"))
    def unblock_chosen(self, request, queryset):
        """What the ticked ones write counts again."""
        for customer in queryset.filter(is_blocked=True):
            unblock(customer, request.user)
            self.message_user(request, _("“%(customer)s” is not blocked any more.") % {"customer": customer})

    def has_add_permission(self, request):
        """Whoever writes to us is one."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Conversations hang on them."""
        return False


@admin.register(Deleted, site=console)
class DeletedPages(ConsolePages):
    """What customers delete on a platform: gone here too, unless it is kept for those with the right to see it."""

    task, place, icon = Task.SET_UP, 96, "bin"
    list_display = ["platform", "keep"]
    fieldsets = [(_("Deleted messages"), {"fields": ["platform", "keep"]})]

    def save_model(self, request, obj, form, change):
        """What was kept so far goes, where it is switched off."""
        super().save_model(request, obj, form, change)
        wake("interactions.tasks.clear_deleted")

    def delete_model(self, request, obj):
        """As switching it off."""
        super().delete_model(request, obj)
        wake("interactions.tasks.clear_deleted")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """X's rules forbid keeping; the other platforms are offered."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "platform":
            offered = [(value, label) for value, label in Platform.choices if value != Platform.TWITTER]
            field.widget = admin.widgets.AdminRadioSelect(choices=offered)
        return field
