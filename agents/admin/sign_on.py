"""Providers of sign-on in the console, and the button that tests one."""

from django.contrib import admin, messages
from django.db.models import Count
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from agents.models import SignOnProvider
from agents.openid.discovery import problems
from agents.sign_on_form import SignOnProviderForm
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.marks import state, two_lines


@admin.register(SignOnProvider, site=console)
class SignOnProviderPages(ConsolePages):
    """Providers that vouch for people."""

    task, place, icon, menu = Task.PEOPLE, 47, "lock", _("Sign-on")
    form = SignOnProviderForm
    secrets = ("client_secret",)
    list_display = ["what", "people", "offered"]
    search_fields = ["label", "issuer"]
    search_help_text = _("Label or issuer")

    def get_queryset(self, request):
        """Lists have no use for the secret, so it is not even decrypted."""
        providers = super().get_queryset(request).annotate(linked=Count("links"))
        return providers if request.resolver_match.kwargs.get("object_id") else providers.defer(*self.secrets)

    def get_fieldsets(self, request, obj=None):
        """Where it sends people back is known once it is."""
        known = ["way_back"] if obj else []
        return [
            (_("Provider"), {"fields": ["label", "issuer", "enabled"]}),
            (_("Our registration there"), {"fields": ["client_id", "client_secret", *known]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        """The issuer stays: who is who was said by this one."""
        return ["issuer", "way_back"] if obj else []

    def get_form(self, request, obj=None, **kwargs):
        """The form knows who fills it in."""
        form = super().get_form(request, obj, **kwargs)
        form.editor = request.user
        return form

    def described(self, provider):
        """Its issuer."""
        return provider.issuer

    def get_urls(self):
        """Before Django's own, whose last pattern takes everything."""
        test = self.admin_site.admin_view(self.test_view)
        return [path("<int:pk>/test/", test, name="sign_on_test"), *super().get_urls()]

    @method_decorator(require_POST)
    def test_view(self, request, pk):
        """The button Test connection: everything that stands in the way is named."""
        provider = SignOnProvider.objects.filter(pk=pk).first()
        if provider is None:
            raise Http404
        found = problems(provider)
        for text in found:
            self.message_user(request, text, messages.ERROR)
        if not found:
            self.message_user(request, _("The provider answers, and offers everything that is needed."))
        return HttpResponseRedirect(reverse("console:agents_signonprovider_change", args=[pk]))

    @admin.display(description=_("redirect address"))
    def way_back(self, provider):
        """To be entered at the provider: it sends people back there."""
        return format_html('<code class="address">{}</code>', provider.redirect_uri)

    @admin.display(description=_("provider"), ordering="label")
    def what(self, provider):
        """Label and issuer."""
        return two_lines(provider.label, provider.issuer)

    @admin.display(description=_("users"), ordering="linked")
    def people(self, provider):
        """How many have signed on by it."""
        return ngettext("%(n)s linked", "%(n)s linked", provider.linked) % {"n": provider.linked}

    @admin.display(description=_("on the sign-in page"), ordering="enabled")
    def offered(self, provider):
        """Is there a button?"""
        return state("connected", "done", _("Yes")) if provider.enabled else state("waiting", "off", _("No"))
