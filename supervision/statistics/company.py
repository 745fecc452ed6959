"""What the figures rest on and what changes seldom: workgroups, their hours and targets, who is in them. Read every 5 s."""

import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time

from agents.hours import schedules
from agents.models import TAKE_SOCIAL, Membership, Status, Workgroup
from agents.room import Shares
from audit.local_times import zone_of
from channels_admin.models import Channel
from supervision.statistics.cells import HORIZON, Targets, quarter
from supervision.statistics.models import USUAL, Objective

KEPT = 5.0  # seconds


class Company:
    """As it was a moment ago."""

    def __init__(self):
        groups = Workgroup.objects.filter(queue_type__in=TAKE_SOCIAL).prefetch_related("hours", "holidays")
        self.workgroups = {group.pk: group for group in groups}
        self.schedules, self.targets, self.shares = schedules(self.workgroups.values()), Targets(), Shares.load()
        self.statuses = {status.pk: status for status in Status.objects.all()}
        self.members, self.places = defaultdict(set), defaultdict(list)
        for agent, workgroup, activated in Membership.objects.values_list("agent", "workgroup", "activated"):
            self.members[workgroup].add(agent)
            if activated and workgroup in self.workgroups:
                self.places[agent].append(workgroup)
        self.platforms = self._platforms()
        self.objectives, self.rooms = Objective.percents(), {}

    @staticmethod
    def _platforms():
        """{workgroup: {platform, …}} of the channels that send their interactions there."""
        found = defaultdict(set)
        rows = Channel.objects.filter(enabled_at__isnull=False)
        for platform, *groups in rows.values_list("platform", "direct_workgroup", "conversation_workgroup"):
            for group in {*groups} - {None}:
                found[group].add(platform)
        return found

    def objective(self, workgroup):
        """The service level that a workgroup (id) means to attain, in percent."""
        return self.objectives.get(workgroup, USUAL)

    def midnight(self, where, now):
        """When today began for a workgroup or an agent."""
        zone = zone_of(where)
        return datetime.combine(now.astimezone(zone).date(), clock_time.min, tzinfo=zone).astimezone(UTC)

    def shift(self, workgroup, seats, now):
        """When the shift of a workgroup (id) began; `seats` {agent: logged on since}."""
        schedule, group = self.schedules.get(workgroup), self.workgroups[workgroup]
        began = (
            schedule.last_opening(now)
            if schedule
            else min((seats[agent] for agent in self.members[workgroup] & seats.keys()), default=None)
        )
        return self.within_a_day(began, now) or self.midnight(group, now)

    @staticmethod
    def within_a_day(began, now):
        """The quarter of an hour in which something began, if that was today or yesterday."""
        return quarter(began) if began and began > now - HORIZON + timedelta(minutes=15) else None


_kept = {}


def company():
    """Read anew every few seconds."""
    until, found = _kept.get("company", (0.0, None))
    if until < time.monotonic():
        found = Company()
        _kept["company"] = time.monotonic() + KEPT, found
    return found


def forget():
    """Ask the database again."""
    _kept.clear()
