"""What a person sees of the figures: the workgroups that he supervises, and their members."""

from collections import defaultdict

from django.db.models import Q

from agents.models import Agent, Membership
from agents.own_language import language_of
from audit.rights import Right
from supervision.alerts.shown import on_board, severities
from supervision.statistics.cells import Count

ADDED_UP = ("picked_up", "within", "unanswered")


def viewers(people):
    """{agent id: (sign-in, language, workgroups)} of those (ids) who may see statistics now: two queries for all."""
    app, codename = Right.STATISTICS.split(".")
    given = Q(user_permissions__codename=codename, user_permissions__content_type__app_label=app)
    by_role = Q(groups__permissions__codename=codename, groups__permissions__content_type__app_label=app)
    may = Agent.objects.filter(Q(is_superuser=True) | given | by_role, pk__in=people, is_active=True).distinct()
    mine = defaultdict(set)
    for agent, workgroup in Membership.objects.filter(agent__in=people, supervises=True).values_list(
        "agent", "workgroup"
    ):
        mine[agent].add(workgroup)
    return {one.pk: (one.sign_in, language_of(one), frozenset(mine[one.pk])) for one in may.only("sign_in", "language")}


def board(state, workgroups, statuses, occurrences):
    """The part of `counting.count` that concerns these workgroups (ids), as a board is told it; reads no row.

    `statuses` are {id: Status}; what is said of them and of alerts is in the language of the moment.
    """
    agents = [_of(agent, workgroups) for agent in state["agents"].values() if workgroups & {*agent["workgroups"]}]
    alerts = on_board(occurrences, state, workgroups, {agent["id"] for agent in agents}, statuses)
    worst = severities(alerts)
    groups = [_graded(state["workgroups"][pk], worst.get(pk)) for pk in workgroups if pk in state["workgroups"]]
    groups.sort(key=_name)
    return {
        "type": "figures",
        "version": state["version"],
        "totals": totals(groups, agents),
        "workgroups": groups,
        "agents": agents,
        "statuses": [_status(status) for status in _shown(statuses, agents)],
        "alerts": alerts,
    }


def _graded(group, worst):
    severity, hot = worst or ("normal", [])
    return group | {"severity": severity, "hot": hot}


def _shown(statuses, agents):
    """Those in which somebody is, in the order of the list."""
    present = {agent["status"] for agent in agents}
    return sorted((one for pk, one in statuses.items() if pk in present), key=lambda one: (one.place, one.name))


def _status(status):
    return {"id": status.pk, "name": status.words, "icon": status.icon, "group": status.group}


def totals(groups, agents):
    """The figures of several workgroups together; an agent of two of them counts once."""
    waits = [group["longest_waiting"] for group in groups if group["longest_waiting"]]
    added = ("waiting", "active_conversations", "active_messages", "alerting", "connected", "held")
    return {name: sum(group[name] for group in groups) for name in added} | {
        "longest_waiting": min(waits, default=None),
        "logged_on": len(agents),
        "available": sum(agent["takes_acd"] for agent in agents),
        "over": {period: _added_up(groups, period) for period in (groups[0]["over"] if groups else ())},
    }


def _added_up(groups, period):
    total = Count()
    for group in groups:
        total += Count(**{name: group["over"][period][name] for name in ADDED_UP})
    return {"service_level": total.attained, "unanswered": total.unanswered, "picked_up": total.picked_up}


def _of(agent, workgroups):
    return agent | {"workgroups": [pk for pk in agent["workgroups"] if pk in workgroups]}


def _name(group):
    return group["name"].casefold()
