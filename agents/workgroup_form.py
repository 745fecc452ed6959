"""What administrators may enter about a workgroup itself, and what is said where something is wrong."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agents.forms import TimeZoneField
from agents.models import Status, Workgroup

SECONDS, MINUTES, HOURS = _("seconds"), _("minutes"), _("hours")
UNITS = {
    "offer_timeout": SECONDS,
    "decline_pause": SECONDS,
    "affinity_seconds": SECONDS,
    "window_minutes": MINUTES,
    "wrap_up_seconds": SECONDS,
    "idle_hours": HOURS,
    "gone_minutes": MINUTES,
}
WEIGHT_HELP = {
    "agent_skill_weight": _("How well he suits the required skills: 0 to 100, the mean over them."),
    "agent_available_weight": _("Seconds since he became available or had his last interaction."),
    "agent_cost_weight": _("His cost, 0 to 100. A negative weight prefers who costs less."),
    "agent_attribute1_weight": _("A number of your own on each user, 0 to 100."),
    "agent_attribute2_weight": _("Another one."),
    "agent_attribute3_weight": _("And a third."),
    "interaction_skill_weight": _("How well the agent who is free suits it: 0 to 100."),
    "interaction_priority_weight": _("Its priority, 0 to 100; 50 unless a handler or an overflow says more."),
    "interaction_queue_weight": _("Seconds since it entered this queue."),
    "interaction_system_weight": _("Seconds since it began, in whatever queue."),
}


class WorkgroupForm(forms.ModelForm):
    """A team with a queue."""

    time_zone = TimeZoneField(help_text=_("Where its day begins: service levels of “today”."))

    class Meta:
        model = Workgroup
        fields = [
            "name",
            "queue_type",
            "time_zone",
            "offer_timeout",
            "no_answer_status",
            "decline_pause",
            "asks_decline_reason",
            "exempts_held",
            "affinity_seconds",
            "window_minutes",
            "wrap_up_status",
            "wrap_up_seconds",
            "asks_wrap_up",
            "counts_open_time",
            "idle_hours",
            "gone_minutes",
            *Workgroup.AGENT_WEIGHTS,
            *Workgroup.INTERACTION_WEIGHTS,
        ]
        help_texts = WEIGHT_HELP | {
            "name": _("As agents and reports name it."),
            "asks_decline_reason": _("The agent says in a few words why he does not take it."),
            "asks_wrap_up": _("The agent chooses one, or says that he will later; until then it is marked as missing."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["no_answer_status"].empty_label = Status(name=Status.NOT_ANSWERING).words
        self.fields["wrap_up_status"].empty_label = _("No wrap-up")
        for name, unit in UNITS.items():
            self.fields[name].unit = unit
