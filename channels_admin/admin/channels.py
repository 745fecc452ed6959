"""Channels: where customers write to. Lists and forms, and the buttons on them."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Case, Exists, Q, When
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from agents.models import License, Workgroup
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.local_times import when
from audit.marks import state, two_lines
from audit.navigation import Mark
from audit.recording import record
from channels_admin.addressing import what_it_reads
from channels_admin.admin import verbs
from channels_admin.beside import beside
from channels_admin.forms import ChannelForm
from channels_admin.health import condition, feeds_of, in_trouble, seconds
from channels_admin.models import Channel, Platform, usage
from hints import wake


class StateFilter(admin.SimpleListFilter):
    """By whether it opens new interactions, and whether it needs somebody."""

    title, parameter_name = _("state"), "enabled"

    def lookups(self, request, model_admin):
        """On, off, or in trouble."""
        return [("1", _("Enabled")), ("0", _("Disabled")), ("attention", _("Needs attention"))]

    def queryset(self, request, queryset):
        """Only those."""
        if self.value() == "attention":
            return queryset.filter(pk__in=in_trouble().values("pk"))
        return queryset if self.value() is None else queryset.filter(enabled_at__isnull=self.value() == "0")


class WorkgroupFilter(admin.SimpleListFilter):
    """By who answers, in public or in private."""

    title, parameter_name = _("workgroup"), "workgroup"

    def lookups(self, request, model_admin):
        """Those with a queue."""
        return [(str(pk), name) for pk, name in Workgroup.objects.taking_social().values_list("pk", "name")]

    def queryset(self, request, queryset):
        """Only those."""
        if not (self.value() or "").isdecimal():
            return queryset
        return queryset.filter(Q(conversation_workgroup=self.value()) | Q(direct_workgroup=self.value()))


@admin.register(Channel, site=console)
class ChannelPages(ConsolePages):
    """Channels."""

    task, place, icon = Task.CHANNELS, 30, "channels"
    form, clash = ChannelForm, verbs.TAKEN
    list_display = ["who", "workgroups", "interval", "last_poll", "how_it_does"]
    list_filter = ["platform", StateFilter, WorkgroupFilter]
    search_fields = ["name", "account__name", "addresses"]
    search_help_text = _("Name, account, page ID, handle or number")
    actions = ["enable_chosen", "disable_chosen", "poll_chosen", "test_chosen"]

    def get_queryset(self, request):
        """With all that list and buttons look at."""
        valid = License.valid(timezone.now().date())
        whatsapp = Exists(valid.filter(part=License.Part.FEATURE_WHATSAPP))
        social = Exists(valid.filter(part=License.Part.FEATURE_SOCIAL_MEDIA))
        licensed = Case(When(platform=Platform.WHATSAPP, then=whatsapp), default=social)
        channels = super().get_queryset(request).current().prefetch_related("feeds").annotate(licensed=licensed)
        secrets = [f"account__{name}" for name in ("token", "refresh_token", "client_secret")]
        related = channels.select_related("account", "conversation_workgroup", "direct_workgroup")
        return related if request.resolver_match.kwargs else related.defer(*secrets)

    def mark(self, request):
        """How many need attention."""
        count = in_trouble().count()
        words = ngettext("%(n)s channel needs attention", "%(n)s channels need attention", count) % {"n": count}
        return Mark(count, words) if count else None

    def described(self, channel):
        """What it reads."""
        return f"{channel.get_platform_display()} · {what_it_reads(channel)}"

    def get_fieldsets(self, request, obj=None):
        """What the platform has no use for is left out."""
        platform = obj and obj.platform
        keywords = ["keywords"] if platform in (None, Platform.TWITTER) else []
        public = ["conversation_workgroup"] if platform != Platform.WHATSAPP else []
        beat = [] if verbs.by_webhook(obj) else [(_("How often"), {"fields": ["poll_interval", "post_limit"]})]
        whole = ["whole_posts"] if platform in (None, Platform.FACEBOOK) else []
        opens = [] if platform == Platform.WHATSAPP else [(_("What it opens"), {"fields": ["opens_for_days", *whole]})]
        return [
            (_("Channel"), {"fields": ["name", "account"]}),
            (_("What it reads"), {"fields": ["addresses", *keywords]}),
            (_("Where it goes"), {"fields": [*public, "direct_workgroup"]}),
            *beat,
            *opens,
            (_("Cost"), {"fields": ["monthly_budget"]}),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """With its condition and that of its feeds beside the form."""
        return super().render_change_form(request, context | beside(obj), *args, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        """An enabled channel reads what it says from now on."""
        super().save_related(request, form, formsets, change)
        channel = form.instance
        usage.forget()
        if channel.enabled:
            channel.feeds.sync(channel, since=timezone.now())
            wake("interactions.tasks.poll_due")

    def response_post_save_add(self, request, obj):
        """A new channel is off: on to its page, where the button is that enables it."""
        return HttpResponseRedirect(reverse("console:channels_admin_channel_change", args=[obj.pk]))

    def get_deleted_objects(self, objs, request):
        """Nothing stands in the way: what came in by a channel stays."""
        return [str(channel) for channel in objs], {}, set(), []

    def delete_view(self, request, object_id, extra_context=None):
        """With what follows from it, in numbers."""
        channel = self.get_object(request, object_id)
        counts = {"open": channel.open_interactions(), "kept": channel.threads.count()} if channel else {}
        return super().delete_view(request, object_id, {**(extra_context or {}), **counts})

    def delete_model(self, request, obj):
        """It opens nothing from now on; what was never used is gone for good."""
        if not obj.threads.exists():
            return super().delete_model(request, obj)
        record(request.user, "deleted", obj, self.facts(obj), {})
        obj.discard()

    def get_urls(self):
        """Before Django's own, whose last pattern takes everything."""
        pressed = {"enable": self.enable_view, "disable": self.disable_view, "poll": self.poll_view}
        site = self.admin_site
        return [
            *(
                path(f"<int:pk>/{verb}/", site.admin_view(view), name=f"channel_{verb}")
                for verb, view in pressed.items()
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def enable_view(self, request, pk):
        """The button Enable."""
        stopped = request.POST.get("from") == "stopped"
        return self._press(request, pk, partial(verbs.enable, from_where_it_stopped=stopped))

    @method_decorator(require_POST)
    def disable_view(self, request, pk):
        """The button Disable."""
        return self._press(request, pk, verbs.disable)

    @method_decorator(require_POST)
    def poll_view(self, request, pk):
        """The button Poll now."""
        return self._press(request, pk, verbs.poll)

    def _press(self, request, pk, verb):
        channel = self.get_queryset(request).filter(pk=pk).first()
        if channel is None:
            raise Http404
        verb(request, channel)
        return HttpResponseRedirect(reverse("console:channels_admin_channel_change", args=[pk]))

    @admin.action(description=_("Enable"))
    def enable_chosen(self, request, queryset):
        """The ticked ones."""
        verbs.enable_all(request, queryset.defer(None))

    @admin.action(description=_("Disable"))
    def disable_chosen(self, request, queryset):
        """The ticked ones."""
        verbs.disable_all(request, queryset)

    @admin.action(description=_("Poll now"))
    def poll_chosen(self, request, queryset):
        """The ticked ones."""
        verbs.poll_all(request, queryset)

    @admin.action(description=_("Test connection"))
    def test_chosen(self, request, queryset):
        """The ticked ones, on a page of their own."""
        chosen = urlencode({"id": [*queryset.values_list("pk", flat=True)]}, doseq=True)
        return HttpResponseRedirect(f"{reverse('console:test_channels')}?{chosen}")

    @admin.display(description=_("channel"), ordering="name")
    def who(self, channel):
        """Name and what it reads."""
        return two_lines(channel.name, self.described(channel))

    @admin.display(description=_("workgroups"))
    def workgroups(self, channel):
        """Who answers in public, who in private."""
        public = channel.conversation_workgroup or _("not read")
        private = channel.direct_workgroup or _("not read")
        if channel.platform == Platform.WHATSAPP:
            return two_lines(private, _("Private messages"))
        return two_lines(
            _("Public: %(workgroup)s") % {"workgroup": public}, _("Private: %(workgroup)s") % {"workgroup": private}
        )

    @admin.display(description=_("interval"), ordering="poll_interval")
    def interval(self, channel):
        """Asked for, and real where that differs."""
        stretched = [f"{one.feed.get_kind_display()} {seconds(one.real)}" for one in feeds_of(channel) if one.stretched]
        if verbs.by_webhook(channel):
            return _("By webhook")
        return two_lines(seconds(channel.poll_interval), ", ".join(stretched))

    @admin.display(description=_("last poll"))
    def last_poll(self, channel):
        """Of the feed that was read last."""
        return when(max((feed.last_poll_at for feed in channel.feeds.all() if feed.last_poll_at), default=None))

    @admin.display(description=_("state"), ordering="enabled_at")
    def how_it_does(self, channel):
        """Its condition."""
        found = condition(channel, channel.licensed)
        return state(found.tone, found.icon, found.words, found.note)
