"""A policy in words: what it is about and what it does, for the list and for the audit log."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agents.models import Agent, MediaType, Role, Workgroup
from audit.kept_words import in_english
from channels_admin.models import Channel, Platform
from supervision.policies.actions import said
from supervision.policies.models import Policy
from supervision.policies.security import Act

LABELS = {
    "media_types": gettext_lazy("Type"),
    "platforms": gettext_lazy("Platform"),
    "channels": gettext_lazy("Channel"),
    "workgroups": gettext_lazy("Workgroup"),
    "agents": gettext_lazy("Agent"),
    "tags": gettext_lazy("Tag"),
    "keyword": gettext_lazy("Keyword"),
    "sample": gettext_lazy("Sample"),
    "supervised": gettext_lazy("Only"),
}
NOUNS = {"channels": Channel, "workgroups": Workgroup, "agents": Agent}
CHOICES = {"media_types": MediaType, "platforms": Platform}


def about(policy):
    """[(label, values in words)] of its criteria; none: everything."""
    return [(str(LABELS[name]), _values(name, value)) for name, value in policy.criteria.items() if value]


def _values(name, value):
    if name in NOUNS:
        return ", ".join(sorted(str(row) for row in NOUNS[name].objects.filter(pk__in=value)))
    if name in CHOICES:
        return ", ".join(str(CHOICES[name](one).label) for one in value if one in CHOICES[name].values)
    if name == "sample":
        return _("%(percent)s %%") % {"percent": value}
    if name == "supervised":
        return _("workgroups that the person supervises")
    return ", ".join(value) if isinstance(value, list) else value


def deed(policy):
    """What it does, in one sentence."""
    if policy.kind == Policy.Kind.INITIATION:
        return _("Record") if policy.does.get("record") else _("Do not record")
    if policy.kind == Policy.Kind.RETENTION:
        return capfirst("; ".join(said(action) for action in policy.does.get("actions", [])))
    acts = Act.values if policy.built_in else policy.does.get("acts", [])
    return _("%(who)s: %(acts)s") % {"who": _who(policy), "acts": ", ".join(str(Act(act).label) for act in acts)}


def _who(policy):
    if policy.built_in:
        return _("The role Administrator")
    roles = Role.objects.filter(pk__in=policy.does.get("roles", []))
    named = [str(one) for one in [*roles, *Agent.objects.filter(pk__in=policy.does.get("agents", []))]]
    return ", ".join(sorted(named)) or _("Everybody")


@in_english
def facts(policy):
    """What the audit log keeps of it."""
    told = {"name": policy.name, "place": policy.place, "active": policy.active}
    return told | {"criteria": "; ".join(f"{label}: {value}" for label, value in about(policy)), "does": deed(policy)}
