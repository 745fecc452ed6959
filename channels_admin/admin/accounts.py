"""The credentials with which the company is known to the platforms; secrets go in and never come out."""

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from audit import recording
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.kept_words import told
from audit.marks import state
from audit.navigation import Mark
from channels_admin.forms import AccountForm, PlatformAppForm
from channels_admin.linking.condition import condition_of, linking_app
from channels_admin.linking.roundtrip import PLATFORMS, linking_apps, redirect_uri
from channels_admin.models import Account, Platform, PlatformApp, Provider
from channels_admin.set_up import steps
from platforms import genesys
from platforms.base import Grant, PlatformError


@admin.register(PlatformApp, site=console)
class PlatformAppPages(ConsolePages):
    """The company's developer apps."""

    task, place, icon = Task.SET_UP, 15, "webhook"
    form = PlatformAppForm
    secrets = ("secret", "verify_token", "client_secret", "bearer")
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
        known = ["webhook_address", *self._linking(obj), "refusals"] if obj else []
        groups = {
            _("Secrets"): ["secret"],
            _("Meta"): ["verify_token"],
            _("X"): ["client_id", "client_secret", "bearer"],
        }
        if obj:
            groups.pop(_("Meta") if obj.platform == Platform.TWITTER else _("X"))
        return [
            (_("App"), {"fields": ["name", "platform", "app_id", *known]}),
            *((caption, {"fields": fields}) for caption, fields in groups.items()),
        ]

    def _linking(self, app):
        return ["way_back"] if app.platform in PLATFORMS else []

    def get_readonly_fields(self, request, obj=None):
        """Its platform and number stay: webhooks under way carry them."""
        return ["platform", "app_id", "webhook_address", "way_back", "refusals"] if obj else []

    def described(self, app):
        """Its platform, and its ID there."""
        return f"{app.get_platform_display()} · {app.app_id}"

    @admin.display(description=_("redirect address"))
    def way_back(self, app):
        """To be entered on the platform's developer page too: it sends people back there after linking."""
        return format_html('<code class="address">{}</code>', redirect_uri(app.platform))

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
    secrets = ("token", "refresh_token", "client_secret")
    list_display = ["name", "platform", "external_id", "app", "used_by", "in_order"]
    list_filter = ["platform"]
    list_select_related = ["app"]
    search_fields = ["name", "external_id"]
    search_help_text = _("Name or the platform's ID")

    def mark(self, request):
        """How far the set-up is."""
        order = steps()
        done = sum(step.done for step in order)
        return Mark(_("%(done)s of %(all)s") % {"done": done, "all": len(order)})

    def described(self, account):
        """Its platform, and its ID there."""
        return f"{account.get_platform_display()} · {account.external_id}"

    def get_queryset(self, request):
        """Lists have no use for the token, so it is not even decrypted."""
        living = Q(channels__deleted_at=None, channels__isnull=False)
        accounts = super().get_queryset(request).current().annotate(in_use=Count("channels", filter=living))
        if request.resolver_match.kwargs.get("object_id"):
            return accounts
        hidden = [f"app__{name}" for name in PlatformAppPages.secrets]
        return accounts.defer(*self.secrets, *hidden)

    def get_readonly_fields(self, request, obj=None):
        """Once channels hang on it, an account stays on its platform."""
        return ["platform"] if obj and obj.channels.exists() else []

    def changelist_view(self, request, extra_context=None):
        """With the apps through which accounts can be linked."""
        return super().changelist_view(request, {**(extra_context or {}), "apps": linking_apps()})

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """With what is known of its token, and the way to a new one."""
        if obj:
            context |= {"known": condition_of(obj), "app": linking_app(obj)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        """Only what was changed is written: the credentials may have been renewed since the page was opened.

        A new token ends a suspension: reading goes on where it stopped.
        """
        if not change:
            return super().save_model(request, obj, form, change)
        form.before = self.facts(Account.objects.get(pk=obj.pk))
        Account.objects.filter(pk=obj.pk).update(
            **{name: form.cleaned_data[name] for name in form.changed_data if name != "token"}
        )
        if "token" in form.changed_data:
            obj.take(Grant(form.cleaned_data["token"]), lacks=[], trouble="", checked_at=None)
        if {"token", "client_id", "client_secret", "region"} & set(form.changed_data):
            Account.objects.get(pk=obj.pk).resume()

    def get_fieldsets(self, request, obj=None):
        """What the platform has no use for is left out, once it is known for good."""
        platform = obj.platform if obj and obj.channels.exists() else None
        own = {Platform.FACEBOOK: ["human_agent"], Platform.TWITTER: ["answers_all"], Platform.WHATSAPP: []}
        flags = own.get(platform, ["human_agent", "answers_all"])
        provider = [] if platform in (Platform.FACEBOOK, Platform.TWITTER) else ["provider"]
        cloud = ["organization", "region", "client_id", "client_secret"] if provider else []
        return [
            (_("Account"), {"fields": ["name", "platform", *provider, "external_id"]}),
            (_("Access"), {"fields": ["app", "token", *flags]}),
            *([(_("WhatsApp through Genesys Cloud"), {"fields": cloud})] if cloud else []),
        ]

    def get_deleted_objects(self, objs, request):
        """Its channels stand in the way; those that were deleted do not."""
        living = [str(channel) for account in objs for channel in account.channels.current()]
        return [str(account) for account in objs], {}, set(), living

    def delete_model(self, request, obj):
        """Conversations may hang on it: then it leaves the console, and its credentials go with the last open one."""
        if not obj.channels.exists():
            return super().delete_model(request, obj)
        recording.record(request.user, "deleted", obj, self.facts(obj), {})
        Account.objects.filter(pk=obj.pk).update(deleted_at=timezone.now())

    def get_urls(self):
        """Before Django's own, whose last pattern takes everything."""
        test = self.admin_site.admin_view(self.test_view)
        return [path("<int:pk>/test/", test, name="account_test"), *super().get_urls()]

    @method_decorator(require_POST)
    def test_view(self, request, pk):
        """The button Test connection, for Genesys Cloud: every missing product and permission is named."""
        account = Account.objects.filter(pk=pk, provider=Provider.GENESYS).first()
        if account is None:
            raise Http404
        try:
            problems = genesys.connection_problems(account.wire(""))
        except PlatformError as error:
            problems = [told(error.reason)]
        for text in problems:
            self.message_user(request, text, messages.ERROR)
        if not problems:
            self.message_user(request, _("Genesys Cloud answers, and everything that is needed is there."))
        return HttpResponseRedirect(reverse("console:channels_admin_account_change", args=[pk]))

    @admin.display(description=_("channels"), ordering="in_use")
    def used_by(self, account):
        """How many channels use it."""
        return ngettext("%(n)s channel", "%(n)s channels", account.in_use) % {"n": account.in_use}

    @admin.display(description=_("state"), ordering="suspended_at")
    def in_order(self, account):
        """Does the platform take the token?"""
        if account.suspended_at:
            return state("disconnected", "warn", _("Suspended"), account.suspended_for)
        if account.lacks:
            lacking = _("Permissions are missing: %(names)s") % {"names": ", ".join(account.lacks)}
            return state("held", "warn", _("Incomplete"), lacking)
        return state("connected", "done", _("In order"), account.trouble)
