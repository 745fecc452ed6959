"""Hints for the same workgroup are served by one pass, and none is lost."""

import threading

import pytest

from acd.wishes import AT_WORK, Wishes


class Routers:
    """Passes that take as long as they are told to."""

    def __init__(self, served=()):
        self.passes, self.served = [], dict(served)
        self.begun, self.go_on = threading.Semaphore(0), threading.Semaphore(0)

    def route(self, workgroup):
        self.passes.append(workgroup)
        self.begun.release()
        assert self.go_on.acquire(timeout=5)

    def waiting_for(self, agents):
        return [self.served[agent] for agent in sorted(agents) if agent in self.served]

    def at_work(self, wishes, *workgroups):
        """Tasks that are held up in a pass, one for each workgroup."""
        tasks = [threading.Thread(target=wishes.look, args=([workgroup],)) for workgroup in workgroups]
        for task in tasks:
            task.start()
            assert self.begun.acquire(timeout=5)
        return tasks

    def finish(self, *tasks):
        self.go_on.release(1000)
        for task in tasks:
            task.join(5)
            assert not task.is_alive()


def test_hints_that_come_meanwhile_are_served_once_in_the_order_of_asking():
    routers = Routers()
    wishes = Wishes(routers.route, routers.waiting_for)
    tasks = routers.at_work(wishes, 1, 2)
    assert len(tasks) == AT_WORK
    for workgroup in (3, 2, 3, 4, 2, 3):
        wishes.look([workgroup])
    assert routers.passes == [1, 2], "the tasks of those hints are over at once"
    routers.finish(*tasks)
    assert sorted(routers.passes) == [1, 2, 2, 3, 4], "the one for 2 came after its pass had begun"


def test_agents_with_room_are_asked_for_together_and_merged_with_what_is_wished_for():
    routers = Routers({7: 3, 8: 3, 9: 4})
    wishes = Wishes(routers.route, routers.waiting_for)
    tasks = routers.at_work(wishes, 1, 2)
    wishes.look([4])
    for agent in (7, 8, 9, 10):
        wishes.look(agents=[agent])
    routers.finish(*tasks)
    assert sorted(routers.passes) == [1, 2, 3, 4]


def test_a_pass_that_fails_holds_nobody_up():
    fail = [True]

    def route(workgroup):
        done.append(workgroup)
        if fail.pop():
            raise ConnectionError

    done = []
    wishes = Wishes(route, lambda agents: [])
    with pytest.raises(ConnectionError):
        wishes.look([1, 2])
    fail[:] = [False, False]
    wishes.look([3])
    assert done == [1, 2, 3], "what was left is done with the next hint"


def test_no_hint_of_many_threads_is_lost():
    seen, guard = {}, threading.Lock()

    def route(workgroup):
        with guard:
            seen[workgroup] = noted[workgroup]

    noted = dict.fromkeys(range(5), 0)
    wishes = Wishes(route, lambda agents: [])

    def hint():
        for number in range(500):
            workgroup = number % 5
            with guard:
                noted[workgroup] += 1
            wishes.look([workgroup])

    tasks = [threading.Thread(target=hint) for _ in range(8)]
    for task in tasks:
        task.start()
    for task in tasks:
        task.join(20)
    assert seen == noted, "the last pass over each workgroup began after its last hint"
