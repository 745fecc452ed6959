"""What hangs on a workgroup's queue. Rooms above say how to find that; the workgroup asks before its queue goes (R47)."""

_finders = []


def binds(finder):
    """Register `finder(workgroup)`, which returns the names of what sends interactions there."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def bound_to(workgroup):
    """The names of everything that sends interactions into this workgroup."""
    return sorted(name for finder in _finders for name in finder(workgroup))
