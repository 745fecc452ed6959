"""Who writes when: a fixed schedule of conversations of five messages, of which the first opens and four join."""

import re
from collections import deque
from dataclasses import dataclass

LENGTH = 5  # messages of a conversation; the desk disconnects after the last
SPACING = 6.0  # seconds between two messages of one customer, as long as that many customers may write at once
BUSY = 0.6  # of the customers, and of the room that the agents have, are in conversations at the same time
# How the text says what it is: kind (w: by webhook, p: polled), run, place in its conversation, sequence, moment of sending.
MARK = re.compile(r"\b([wp])(\d+) (\d+)/(\d+) #(\d+) [@~](\d+\.\d+)")
ROOM = 4  # interactions an agent may have at once: utilization 25 %, 4 of a type


@dataclass(frozen=True, slots=True)
class Mark:
    """What the text of a message of ours says; `sent` in unix seconds."""

    kind: str
    run: int
    place: int
    length: int
    sequence: int
    sent: float

    @property
    def opens(self):
        """Is it the first of its conversation?"""
        return self.place == 1

    @property
    def last(self):
        """Does the desk disconnect after it?"""
        return self.place == self.length


def read(text):
    """The mark in a text, or None."""
    found = MARK.search(text)
    return Mark(found[1], *map(int, found.groups()[1:5]), float(found[6])) if found else None


def at_once(rate, desks, customers):
    """How many conversations are under way at the same time."""
    most = BUSY * min(customers, desks * ROOM)
    return max(1, int(min(most, rate * SPACING)))


def schedule(run, rate, count, desks, customers):
    """`count` steps as the sandbox's load takes them, in order of time.

    As many lines as there are conversations at once take turns; in each, conversations follow one another. They begin at
    different places, so that at any moment one message in five opens. A customer who is through goes to the end of those
    who wait to write.
    """
    lines = at_once(rate, desks, customers)
    free, writing, steps = deque(range(customers)), {}, []
    for number in range(count):
        turn, line = divmod(number, lines)
        place = (line + turn) % LENGTH + 1
        if line not in writing:
            writing[line] = free.popleft()
        who = writing[line]
        if place == LENGTH:
            free.append(writing.pop(line))
        steps.append(_step(who, number * 1000 / rate, f"w{run} {place}/{LENGTH}"))
    return steps


def _step(who, at_ms, text):
    return {"from": f"{16505500000 + who}", "name": f"Customer {who + 1}", "at_ms": round(at_ms, 3), "text": text}
