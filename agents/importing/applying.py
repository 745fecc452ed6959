"""Doing what a plan says: in one transaction, in few statements, with a line in the audit log for everybody it touches."""

from django.db import transaction
from django.utils import timezone

from agents.models import Agent, Invitation, Membership, SkillLevel, Status
from audit.recording import record
from hints import tell, wake

FIELDS = {
    "first_name": "first_name",
    "last_name": "last_name",
    "email": "email",
    "time_zone": "time_zone",
    "active": "is_active",
}
PLACES = {"workgroups": "activated", "supervises": "supervises"}


def apply(plan, by, *, invite):
    """Do it. `invite`: who is new and has an address is mailed a link."""
    with transaction.atomic():
        new = _make(plan.new)
        _change(plan.changed)
        lines = [*plan.new, *plan.changed]
        _roles(lines, plan.known)
        _memberships(lines, plan.known)
        _skills(lines, plan.known)
        _note(lines, by)
        if invite:
            _invite(new)
        _announce(plan)


def _make(lines):
    """The new people; each line then knows its own."""
    available = Status.objects.filter(name=Status.AVAILABLE).first()
    for line in lines:
        line.agent = Agent(username=line.username, status=available)
        line.agent.set_unusable_password()
        _fill(line)
    Agent.objects.bulk_create([line.agent for line in lines])
    return [line.agent for line in lines]


def _change(lines):
    for line in lines:
        _fill(line)
    Agent.objects.bulk_update([line.agent for line in lines], list(FIELDS.values()), batch_size=500)


def _fill(line):
    for column, name in FIELDS.items():
        if column in line.changes:
            setattr(line.agent, name, line.changes[column][1])


def _roles(lines, known):
    given = Agent.groups.through
    ours = [role.pk for role in known.roles.values()]
    concerned = {line.agent.pk: line.changes["roles"][1] for line in lines if "roles" in line.changes}
    given.objects.filter(agent__in=concerned, group__in=ours).delete()
    pairs = [(pk, known.roles[name.lower()].pk) for pk, names in concerned.items() for name in names]
    given.objects.bulk_create(given(agent_id=agent, group_id=role) for agent, role in pairs)


def _memberships(lines, known):
    """A column that is not in the file leaves its mark on the memberships as it is."""
    concerned = [line for line in lines if PLACES.keys() & line.changes.keys()]
    rows = Membership.objects.filter(agent__in=[line.agent.pk for line in concerned]).select_related("workgroup")
    there = {(row.agent_id, row.workgroup.name): row for row in rows}
    fresh = {}
    for line in concerned:
        for column in PLACES.keys() & line.changes.keys():
            for name in {*line.changes[column][0], *line.changes[column][1]}:
                place = (line.agent.pk, name)
                row = there.get(place) or fresh.setdefault(place, _membership(line.agent, name, known))
                setattr(row, PLACES[column], name in line.changes[column][1])
    Membership.objects.bulk_create(fresh.values())
    Membership.objects.bulk_update(list(there.values()), list(PLACES.values()), batch_size=500)
    rows.filter(activated=False, supervises=False).delete()


def _membership(agent, name, known):
    return Membership(agent=agent, workgroup=known.workgroups[name.lower()], activated=False)


def _skills(lines, known):
    concerned = {line.agent.pk: line.changes["skills"][1] for line in lines if "skills" in line.changes}
    SkillLevel.objects.filter(agent__in=concerned).delete()
    SkillLevel.objects.bulk_create(_level(agent, one, known) for agent, levels in concerned.items() for one in levels)


def _level(agent, one, known):
    name, _colon, numbers = one.rpartition(":")
    proficiency, desire = numbers.split("/")
    return SkillLevel(
        agent_id=agent, skill=known.skills[name.lower()], proficiency=int(proficiency), desire=int(desire)
    )


def _note(lines, by):
    for line in lines:
        before = {} if line.is_new else {column: was for column, (was, _now) in line.changes.items()}
        after = {column: now for column, (_was, now) in line.changes.items()}
        record(by, "created" if line.is_new else "changed", line.agent, before, after)


def _invite(agents):
    now = timezone.now()
    kind = Invitation.Kind.WELCOME
    Invitation.objects.bulk_create(
        Invitation(agent=agent, kind=kind, made_at=now, due_at=now, expires_at=now + Invitation.LASTS[kind])
        for agent in agents
        if agent.email and agent.is_active
    )
    wake("agents.tasks.send_invitations")


def _announce(plan):
    """Who may not sign in any more is put out; the queues of everybody concerned are looked at again."""
    groups = set()
    for line in [*plan.new, *plan.changed]:
        tell("agents", line.agent.pk)
        if line.changes.get("active", (False, True))[1] is False:
            line.agent.put_out()
        groups.update(name for column in PLACES for names in line.changes.get(column, ()) for name in names)
    for name in groups:
        wake("acd.tasks.route", plan.known.workgroups[name.lower()].pk)
