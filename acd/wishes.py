"""What this process is asked to look at: each workgroup once, however many hints for it come before its turn.

A busy company sends more hints than there can be passes, and one pass serves all hints for a workgroup that came before it.
So a task only notes what it was sent for; few of them at a time go on to do what is noted, in the order of asking.
"""

from threading import Lock

AT_WORK = 2  # tasks of one process that route: while one waits for the database another one decides


class Wishes:
    """Workgroups and agents (ids) to be looked at. `route(workgroup)` does it, `waiting_for(agents)` names workgroups."""

    def __init__(self, route, waiting_for):
        """Nothing is wished for yet."""
        self._route, self._waiting_for = route, waiting_for
        self._guard, self._at_work = Lock(), 0
        self._workgroups, self._agents = {}, set()

    def look(self, workgroups=(), agents=()):
        """Note these; unless enough tasks are at work already, work until nothing is left."""
        with self._guard:
            self._workgroups |= dict.fromkeys(workgroups)
            self._agents.update(agents)
            if self._at_work == AT_WORK:
                return
            self._at_work += 1
        self._work()

    def _work(self):
        try:
            while wish := self._next():
                wish()
        except BaseException:
            with self._guard:
                self._at_work -= 1
            raise

    def _next(self):
        """What to do now. None: nothing is left, and who asked does not work any more."""
        with self._guard:
            if self._agents:
                agents, self._agents = self._agents, set()
                return lambda: self._note(self._waiting_for(agents))
            if self._workgroups:
                workgroup = next(iter(self._workgroups))
                del self._workgroups[workgroup]
                return lambda: self._route(workgroup)
            self._at_work -= 1
            return None

    def _note(self, workgroups):
        with self._guard:
            self._workgroups |= dict.fromkeys(workgroups)
