"""A channel as attributes with names, types and values (R36). They are the channel's own fields, by the rules of its page."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from agents.models import Workgroup
from audit import recording
from audit.models import Change
from channels_admin.forms import ChannelForm
from channels_admin.models import Channel, Platform, usage
from hints import wake

STRING, INTEGER = "String", "Integer"
FIELDS = {
    "Name": (STRING, "name"),
    "ConversationWorkgroup": (STRING, "conversation_workgroup"),
    "DirectMessageWorkgroup": (STRING, "direct_workgroup"),
    "PollInterval": (INTEGER, "poll_interval"),
    "PostLimit": (INTEGER, "post_limit"),
    "OpensForDays": (INTEGER, "opens_for_days"),
}
WORKGROUPS = ("conversation_workgroup", "direct_workgroup")
TYPES = {Platform.FACEBOOK: "Facebook", Platform.TWITTER: "Twitter", Platform.WHATSAPP: "WhatsApp"}


@dataclass(slots=True)
class Attribute:
    """One line: `fault` is what is wrong with the value that was entered and refused, `present` the one in force."""

    name: str
    type: str
    value: object
    editable: bool = True
    fault: str = ""
    present: object = ""


def path_of(channel):
    """Where it is in the tree."""
    return rf"\Production\SocialMedia\{channel.pk}"


def attributes_of(channel):
    """All of them, in the order of their names; load the channel with its workgroups."""
    own = [Attribute(name, kind, _text(getattr(channel, field))) for name, (kind, field) in FIELDS.items()]
    fixed = {
        "Type": (STRING, TYPES[channel.platform]),
        "Addresses": (STRING, "; ".join(channel.addresses)),
        "Keywords": (STRING, "; ".join(channel.keywords)),
        "Enabled": (INTEGER, int(channel.enabled)),
        **_serial_numbers(channel),
    }
    own += [Attribute(name, kind, value, editable=False) for name, (kind, value) in fixed.items()]
    return sorted(own, key=lambda attribute: attribute.name.lower())


def _text(value):
    return "" if value is None else str(value)


def _serial_numbers(channel):
    """The audit log numbers every change: that of the first and of the last one."""
    about = Change.objects.filter(noun=channel._meta.label_lower, object_id=str(channel.pk))
    first, last = about.aggregate(first=Min("pk"), last=Max("pk")).values()
    return {"snCreated": (INTEGER, _number(first)), "snModified": (INTEGER, _number(last))}


def _number(n):
    return f"{n} ({n:#x})" if n else "0"


def set_attributes(pk, given, by):
    """Change some attributes, {name: text}; returns {name: sentence} of what is refused. Then nothing has changed."""
    with transaction.atomic():
        channel = Channel.objects.current().select_for_update(no_key=True).get(pk=pk)
        before = recording.facts(channel)
        changes, faults = _read({name: text for name, text in given.items() if name in FIELDS})
        form = ChannelForm(_as_entered(channel) | changes, instance=channel)
        faults = _faults(form) | faults
        if not faults:
            form.save()
            recording.record(by, "changed", channel, before, recording.facts(channel))
            _take_effect(channel)
    return faults


def _read(given):
    """({field: value}, {attribute: fault}): workgroups are entered by their names."""
    changes, faults = {}, {}
    for name, text in given.items():
        field, text = FIELDS[name][1], text.strip()
        workgroup = field in WORKGROUPS and text and Workgroup.objects.taking_social().filter(name=text).first()
        if field in WORKGROUPS and text and not workgroup:
            words = _("There is no workgroup “%(name)s” with a queue for social media.")
            faults[name] = words % {"name": text}
        else:
            changes[field] = workgroup.pk if workgroup else text
    return changes, faults


def _as_entered(channel):
    """The channel's fields as its page would send them back."""
    form = ChannelForm(instance=channel)
    values = {name: field.prepare_value(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}
    return {name: "" if value is None else value for name, value in values.items()}


def _faults(form):
    names = {field: name for name, (_kind, field) in FIELDS.items()}
    return {names.get(field, ""): " ".join(texts) for field, texts in form.errors.items()}


def _take_effect(channel):
    """At the next poll, without a restart."""
    usage.forget()
    if channel.enabled:
        channel.feeds.sync(channel, since=timezone.now())
        wake("interactions.tasks.poll_due")
