"""Bullseye rings as plain numbers: who belongs to how wide a circle, and which ring comes next (R48)."""

EVERYONE = 6  # the place after the fifth ring: all members


def circle(rings, place):
    """The agents within the ring at `place`: its own and those of all rings before it; None: everybody.

    `rings` are [(place, seconds, agents)] in order.
    """
    if not rings or place >= EVERYONE:
        return None
    return frozenset().union(*(agents for at, _seconds, agents in rings if at <= place))


def next_place(rings, place=0):
    """The place of the next ring that adds somebody; one that adds nobody is skipped. After the last: everybody."""
    known = circle(rings, place) or frozenset()
    later = (at for at, _seconds, agents in rings if at > place and agents - known)
    return next(later, EVERYONE)


def lasts(rings, place):
    """For how many seconds an interaction stays in the ring at `place`; None: for good."""
    return next((seconds for at, seconds, _agents in rings if at == place), None)
