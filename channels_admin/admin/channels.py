"""Channels: where customers write to. Lists and forms, and the buttons Enable, Disable and Poll now."""

from decimal import Decimal
from functools import partial
from typing import NamedTuple

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.db.models import Case, Exists, When
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from agents.models import License
from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.local_times import when
from audit.marks import state, two_lines
from audit.navigation import Mark
from audit.recording import record
from channels_admin.addressing import obstacles, what_it_reads
from channels_admin.forms import ChannelForm
from channels_admin.health import condition, feeds_of, in_trouble, seconds
from channels_admin.models import Channel, Platform, Provider, SwitchedOff, usage
from channels_admin.whatsapp.links import has_links
from hints import wake

TAKEN = _("Somebody else has just given this page, inbox or number to another channel. Look there first.")


class EnabledFilter(admin.SimpleListFilter):
    """By whether it opens new interactions."""

    title, parameter_name = _("state"), "enabled"

    def lookups(self, request, model_admin):
        """On or off."""
        return [("1", _("Enabled")), ("0", _("Disabled"))]

    def queryset(self, request, queryset):
        """Only those."""
        return queryset if self.value() is None else queryset.filter(enabled_at__isnull=self.value() == "0")


class Budget(NamedTuple):
    """What a channel has cost this month."""

    spent: Decimal
    most: Decimal | None
    share: Decimal | None

    @property
    def percent(self):
        """Of the budget."""
        return self.share and int(self.share * 100)

    @property
    def warns(self):
        """Is it time to look?"""
        return self.share is not None and self.share >= usage.WARN_AT


@admin.register(Channel, site=console)
class ChannelPages(ConsolePages):
    """Channels."""

    task, place, icon = Task.CHANNELS, 30, "channels"
    form = ChannelForm
    list_display = ["who", "workgroups", "interval", "last_poll", "how_it_does"]
    list_filter = ["platform", EnabledFilter, "account"]
    search_fields = ["name", "account__name"]
    search_help_text = _("Name of the channel or its account")
    actions = ["enable_chosen", "disable_chosen", "poll_chosen"]

    def get_queryset(self, request):
        """With all that list and buttons look at."""
        valid = License.valid(timezone.now().date())
        whatsapp = Exists(valid.filter(part=License.Part.FEATURE_WHATSAPP))
        social = Exists(valid.filter(part=License.Part.FEATURE_SOCIAL_MEDIA))
        licensed = Case(When(platform=Platform.WHATSAPP, then=whatsapp), default=social)
        channels = super().get_queryset(request).prefetch_related("feeds").annotate(licensed=licensed)
        return channels.select_related("account", "conversation_workgroup", "direct_workgroup")

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
        beat = [] if self._by_webhook(obj) else [(_("How often"), {"fields": ["poll_interval", "post_limit"]})]
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

    def has_delete_permission(self, request, obj=None):
        """What was ever enabled has a history and stays; it can be disabled."""
        return super().has_delete_permission(request, obj) and not (obj and obj.feeds.exists())

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A clash that the form could not foresee is a sentence too."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            self.message_user(request, TAKEN, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """With its condition and that of its feeds beside the form."""
        if obj:
            context["budget"] = Budget(*usage.budget_of(obj))
            context |= {"condition": condition(obj, obj.licensed), "feeds": feeds_of(obj), "platform": obj.platform}
            context["has_links"] = has_links(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        """An enabled channel reads what it says from now on."""
        super().save_related(request, form, formsets, change)
        channel = form.instance
        usage.forget()
        if channel.enabled:
            channel.feeds.sync(channel)
            wake("interactions.tasks.poll_due")

    def response_post_save_add(self, request, obj):
        """A new channel is off: on to its page, where the button is that enables it."""
        return HttpResponseRedirect(reverse("console:channels_admin_channel_change", args=[obj.pk]))

    def get_urls(self):
        """Before Django's own, whose last pattern takes everything."""
        verbs = {"enable": self.enable_view, "disable": self.disable_view, "poll": self.poll_view}
        site = self.admin_site
        return [
            *(path(f"<int:pk>/{verb}/", site.admin_view(view), name=f"channel_{verb}") for verb, view in verbs.items()),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def enable_view(self, request, pk):
        """The button Enable."""
        stopped = request.POST.get("from") == "stopped"
        return self._press(request, pk, partial(self._enable, from_where_it_stopped=stopped))

    @method_decorator(require_POST)
    def disable_view(self, request, pk):
        """The button Disable."""
        return self._press(request, pk, self._disable)

    @method_decorator(require_POST)
    def poll_view(self, request, pk):
        """The button Poll now."""
        return self._press(request, pk, self._poll)

    def _press(self, request, pk, verb):
        channel = self.get_queryset(request).filter(pk=pk).first()
        if channel is None:
            raise Http404
        verb(request, channel)
        return HttpResponseRedirect(reverse("console:channels_admin_channel_change", args=[pk]))

    @admin.action(description=_("Enable"))
    def enable_chosen(self, request, queryset):
        """The ticked ones."""
        for channel in queryset:
            self._enable(request, channel)

    @admin.action(description=_("Disable"))
    def disable_chosen(self, request, queryset):
        """The ticked ones."""
        for channel in queryset:
            self._disable(request, channel)

    @admin.action(description=_("Poll now"))
    def poll_chosen(self, request, queryset):
        """The ticked ones."""
        for channel in queryset:
            self._poll(request, channel)

    def _enable(self, request, channel, from_where_it_stopped=False):
        wrong = [] if channel.enabled else obstacles(channel)
        for text in wrong:
            self.message_user(request, f"{channel}: {text}", messages.ERROR)
        if wrong or channel.enabled:
            return
        try:
            with transaction.atomic():
                channel.enable(from_where_it_stopped=from_where_it_stopped)
                record(request.user, "enabled", channel, {}, {})
        except (IntegrityError, SwitchedOff) as error:
            text = obstacles(channel)[0] if isinstance(error, SwitchedOff) else TAKEN
            self.message_user(request, text, messages.ERROR)
            return
        text = _("“%(channel)s” is enabled: it reads from now on.")
        if from_where_it_stopped:
            text = _("“%(channel)s” is enabled: it reads on from where it stopped.")
        self.message_user(request, text % {"channel": channel})

    def _disable(self, request, channel):
        if channel.enabled:
            with transaction.atomic():
                channel.disable()
                record(request.user, "disabled", channel, {}, {})
            text = _("“%(channel)s” is disabled: it opens nothing new, and what is open can be answered to its end.")
            self.message_user(request, text % {"channel": channel})

    def _poll(self, request, channel):
        """All its feeds are due; WhatsApp has our webhook inbox in place of one to poll."""
        if not channel.enabled:
            self.message_user(
                request, _("“%(channel)s” is disabled: enable it first.") % {"channel": channel}, messages.ERROR
            )
            return
        channel.feeds.update(next_poll_at=timezone.now())
        if self._by_webhook(channel):
            wake("interactions.tasks.drain_due")
        else:
            wake("interactions.tasks.poll_due")
        self.message_user(request, _("“%(channel)s” is being read.") % {"channel": channel})

    def _by_webhook(self, channel):
        """Meta's WhatsApp has no inbox to poll; through Genesys Cloud it has one."""
        return bool(channel) and channel.platform == Platform.WHATSAPP and channel.account.provider == Provider.META

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
        if self._by_webhook(channel):
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
