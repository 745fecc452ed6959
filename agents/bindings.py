"""What hangs on a workgroup's queue, and on a skill. Rooms above say how to find that; it is asked before either goes (R47)."""

_finders = []
_askers = []


def binds(finder):
    """Register `finder(workgroup)`, which returns the names of what sends interactions there."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def bound_to(workgroup):
    """The names of everything that sends interactions into this workgroup."""
    return sorted(name for finder in _finders for name in finder(workgroup))


def asks(finder):
    """Register `finder(skill)`, which says in words what still asks for the skill with this id, or nothing."""
    if finder not in _askers:
        _askers.append(finder)
    return finder


def asking_for(skill):
    """What asks for this skill (id) beside the workgroups that require it, in words."""
    return [str(words) for finder in _askers if (words := finder(skill))]
