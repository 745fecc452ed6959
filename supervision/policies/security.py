"""Who may do what with which recordings (R83): asked here by every page, so that there is one answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agents.models import Role
from supervision.policies.criteria import recordings_that_fit
from supervision.policies.models import Policy
from supervision.recordings.models import Recording


class Act(models.TextChoices):
    """What can be done with a recording."""

    SEE = "see", _("See")
    PLAY = "play", _("Play")
    SCORE = "score", _("Score")
    EXPORT = "export", _("Export")
    ARCHIVE = "archive", _("Archive and bring back")
    DELETE = "delete", _("Delete")


OWN = (Act.SEE, Act.PLAY)  # with his own part, for every participant, whatever policies say


def recordings_for(person, act):
    """The recordings with which this person may do this: what any policy grants him, and his own part of a conversation."""
    granted = Q(agent=person) if act in OWN else Q(pk__in=[])
    for policy in _about(person, act):
        granted |= _granted(policy, person)
    return Recording.objects.filter(granted)


def _about(person, act):
    """The policies that grant this act to this person."""
    roles = set(person.groups.values_list("pk", flat=True))
    return [
        one for one in Policy.objects.asked(Policy.Kind.SECURITY) if act in _acts(one) and _is_for(one, person, roles)
    ]


def _acts(policy):
    return Act.values if policy.built_in else policy.does.get("acts", [])


def _is_for(policy, person, roles):
    """The built-in one is for the administrators; others name roles and people, or nobody: then it is for everybody."""
    if policy.built_in:
        return person.is_superuser or bool(roles & _administrators())
    named = policy.does.get("roles", []), policy.does.get("agents", [])
    return not any(named) or bool(roles & set(named[0])) or person.pk in named[1]


def _administrators():
    return set(Role.objects.filter(name=Role.ADMINISTRATOR, built_in=True).values_list("pk", flat=True))


def _granted(policy, person):
    """What the policy is about; `supervised` narrows it to the workgroups that he supervises."""
    condition = Q() if policy.built_in else recordings_that_fit(policy.criteria)
    if policy.criteria.get("supervised"):
        condition &= Q(workgroup__in=person.memberships.filter(supervises=True).values("workgroup"))
    return condition or ~Q(pk=None)
