"""The credentials with which the company is known to the platforms; secrets go in and never come out."""

from django.contrib import admin
from django.db.models import Count
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.marks import state
from channels_admin.forms import AccountForm, PlatformAppForm
from channels_admin.models import Account, PlatformApp
from hints import wake


@admin.register(PlatformApp, site=console)
class PlatformAppPages(ConsolePages):
    """The company's developer apps."""

    task, place, icon = Task.SET_UP, 15, "webhook"
    form = PlatformAppForm
    secrets = ("secret", "verify_token")
    list_display = ["name", "platform", "app_id", "webhooks", "refusals"]
    list_filter = ["platform"]
    search_fields = ["name", "app_id"]
    search_help_text = _("Name or app ID")

    def get_queryset(self, request):
        """Lists have no use for the secrets, so they are not even decrypted."""
        apps = super().get_queryset(request)
        return apps if request.resolver_match.kwargs.get("object_id") else apps.defer(*self.secrets)

    def get_fieldsets(self, request, obj=None):
        """The address of its webhooks is known once the app is."""
        known = ["webhook_address", "refusals"] if obj else []
        return [
            (_("App"), {"fields": ["name", "platform", "app_id", *known]}),
            (_("Secrets"), {"fields": ["secret", "verify_token"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        """Its platform and number stay: webhooks under way carry them."""
        return ["platform", "app_id", "webhook_address", "refusals"] if obj else []

    @admin.display(description=_("webhook address"))
    def webhook_address(self, app):
        """To be entered on the platform's developer page."""
        return format_html('<code class="address">{}</code>', app.webhook_url)

    @admin.display(description=_("webhooks"))
    def webhooks(self, app):
        """The path of the address."""
        return format_html("<code>/webhooks/{}/{}/</code>", app.platform, app.app_id)

    @admin.display(description=_("refused deliveries"), ordering="refused")
    def refusals(self, app):
        """Those whose signature did not fit: a wrong secret, or somebody else."""
        if not app.refused:
            return _("None")
        return state("held", "warn", app.refused, _("Their signature does not fit the app secret"))


@admin.register(Account, site=console)
class AccountPages(ConsolePages):
    """Social media accounts."""

    task, place, icon = Task.SET_UP, 20, "badge"
    form = AccountForm
    secrets = ("token",)
    fieldsets = [
        (_("Account"), {"fields": ["name", "platform", "external_id"]}),
        (_("Access"), {"fields": ["app", "token"]}),
    ]
    list_display = ["name", "platform", "external_id", "app", "used_by", "in_order"]
    list_filter = ["platform"]
    list_select_related = ["app"]
    search_fields = ["name", "external_id"]
    search_help_text = _("Name or the platform's ID")

    def get_queryset(self, request):
        """Lists have no use for the token, so it is not even decrypted."""
        accounts = super().get_queryset(request).annotate(in_use=Count("channels"))
        if request.resolver_match.kwargs.get("object_id"):
            return accounts
        return accounts.defer("token", "app__secret", "app__verify_token")

    def get_readonly_fields(self, request, obj=None):
        """Once channels hang on it, an account stays on its platform."""
        return ["platform"] if obj and obj.channels.exists() else []

    def save_model(self, request, obj, form, change):
        """A new token ends a suspension: reading goes on where it stopped."""
        super().save_model(request, obj, form, change)
        if change and "token" in form.changed_data:
            obj.resume()
            wake("interactions.tasks.poll_due")

    @admin.display(description=_("channels"), ordering="in_use")
    def used_by(self, account):
        """How many channels use it."""
        return ngettext("%(n)s channel", "%(n)s channels", account.in_use) % {"n": account.in_use}

    @admin.display(description=_("state"), ordering="suspended_at")
    def in_order(self, account):
        """Does the platform take the token?"""
        if account.suspended_at:
            return state("disconnected", "warn", _("Suspended"), account.suspended_for)
        return state("connected", "done", _("In order"))
