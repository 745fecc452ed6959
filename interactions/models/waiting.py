"""What happens to an interaction while it waits: wider rings, less skill asked, sooner, elsewhere (R48, R50, R91)."""

import contextlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agents.models import OverflowStep
from agents.needs import read
from agents.queue_rules import queue_rules
from interactions import live
from interactions.models.move import Moves
from interactions.models.states import NotAllowed, Refused, State
from interactions.standing import entering, next_ring, standing

AT_ONCE = 200  # interactions that one tick sees to
MOST_PRIORITY = 100


class Waits(Moves):
    """The verbs for an interaction in a queue."""

    @classmethod
    def steps_due(cls):
        """Do what has become due for those that wait."""
        due = cls.objects.filter(state=State.WAITING, step_due_at__lte=timezone.now()).order_by("step_due_at")
        for interaction in due[:AT_ONCE]:
            with contextlib.suppress(NotAllowed):  # another tick, or an agent, was first
                interaction.wait_on()

    def wait_on(self):
        """The next thing that is due: nobody is waited for any more, another ring joins, or an overflow step."""
        now, rules = timezone.now(), queue_rules(self.workgroup_id)
        seen = {"state": State.WAITING, "step_due_at": self.step_due_at}
        if self.preferred_until and self.preferred_until <= now:
            return self._stand("affinity_over", seen, preferred_id=None, preferred_until=None)
        if self.ring_until and self.ring_until <= now:
            changes = next_ring(rules, self.ring, now)
            return self._stand("ring", seen, data={"ring": changes["ring"]}, **changes)
        steps = rules.steps[self.overflowed :]
        if steps and (now - self.queued_at).total_seconds() >= steps[0][0]:
            return self._overflow(rules, seen, now, *steps[0][1:])
        return self._stand("", seen)  # the workgroup's rules have changed meanwhile

    def _overflow(self, rules, seen, now, action, amount, workgroup):
        data, done = {"step": action}, {"overflowed": self.overflowed + 1}
        if action == OverflowStep.Action.WORKGROUP:
            changes = entering(self, workgroup, now) | {"first_in_line": False}
            data |= {"to_workgroup": workgroup}
            return self._move("overflow", (State.WAITING,), State.WAITING, where=seen, data=data, **changes)
        if action == OverflowStep.Action.RING:
            done |= next_ring(rules, self.ring, now)
            data["ring"] = done["ring"]
        else:
            done |= {
                OverflowStep.Action.RELAX: {"relaxed": self.relaxed + (amount or 0)},
                OverflowStep.Action.PRIORITY: {"priority": min(MOST_PRIORITY, self.priority + (amount or 0))},
            }[action]
            data["points"] = amount
        return self._stand("overflow", seen, data=data, **done)

    def set_priority(self, priority, by=None):
        """0 to 100; higher comes sooner."""
        if not 0 <= priority <= MOST_PRIORITY:
            raise Refused(_("A priority is a number from 0 to 100."), "priority")
        self._stand("priority", {}, by=by, data={"to": priority, "from": self.priority}, priority=priority)

    def require(self, rows, by=None):
        """Ask for these skills, [[skill, proficiency, desire, weight, weight], …], of whoever gets it."""
        try:
            needs = read(rows)
        except (TypeError, ValueError):
            raise Refused(_("The weights of a required skill must not add up to zero."), "skills") from None
        self._stand(
            "skills", {}, by=by, data={"skills": [need.skill for need in needs]}, skills=[list(n) for n in needs]
        )

    def _stand(self, kind, where, *, by=None, data=None, **changes):
        """Stand elsewhere in the queue; with a line in the journal unless `kind` is blank. Then the ACD looks."""
        changes = standing(self, **changes)
        with transaction.atomic():
            if kind:
                self._note(kind, by=by, where=where, data=data, **changes)
            elif not type(self).objects.filter(pk=self.pk, **where).update(**changes):
                raise NotAllowed(self, "wait_on")
            if self.state == State.WAITING:
                live.queue_changed(self.workgroup_id)
                live.wants_routing(self.workgroup_id)
