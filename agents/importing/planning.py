"""What a file would change, line by line, and what is wrong with which cell. Nothing is written here."""

import json
from dataclasses import dataclass, field
from hashlib import sha256

from django.utils.translation import gettext as _

from agents.importing import cells
from agents.importing.known import Known
from agents.models import Agent
from audit.rights import Right

NEW = {"first_name": "", "last_name": "", "email": "", "time_zone": "UTC", "active": True}
LISTS = ("roles", "workgroups", "supervises", "skills")


@dataclass(slots=True)
class Line:
    """One line of the file: whom it is about, what it changes ({column: (before, after)}), what is wrong ({column: why})."""

    number: int
    username: str
    agent: Agent | None
    is_new: bool
    changes: dict = field(default_factory=dict)
    wrong: dict = field(default_factory=dict)

    @property
    def told(self):
        """[(column, before, after)] in words."""
        return [(column, _words(before), _words(after)) for column, (before, after) in self.changes.items()]


@dataclass(frozen=True, slots=True)
class Plan:
    """All lines, and what they are made of."""

    lines: list
    known: Known

    @property
    def wrong(self):
        """Lines with something wrong; as long as there is one nothing is done."""
        return [line for line in self.lines if line.wrong]

    @property
    def new(self):
        """Lines that make somebody."""
        return [line for line in self.lines if line.is_new and not line.wrong]

    @property
    def changed(self):
        """Lines that change somebody."""
        return [line for line in self.lines if line.changes and not line.is_new and not line.wrong]

    @property
    def same(self):
        """How many lines say what is so already."""
        return len(self.lines) - len(self.wrong) - len(self.new) - len(self.changed)

    @property
    def digest(self):
        """A short sign for what would be done: whoever confirms it has seen this and nothing else."""
        told = [[line.username, line.is_new, line.changes] for line in self.lines]
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def plan(rows, editor):
    """The plan of these rows."""
    known = Known(rows, editor)
    lines = [_line(row, known) for row in rows]
    _twice(lines, "username", lambda line: line.username.lower())
    _twice(lines, "email", lambda line: line.changes.get("email", ("", ""))[1].lower())
    return Plan(lines, known)


def present(agent):
    """What the columns would say of somebody as he is; of nobody what a new one begins with."""
    if agent is None:
        return NEW | {name: [] for name in LISTS}
    memberships = agent.memberships.all()
    return {
        **{name: getattr(agent, name) for name in ("first_name", "last_name", "email", "time_zone")},
        "active": agent.is_active,
        "roles": sorted(group.name for group in agent.groups.all() if hasattr(group, "role")),
        "workgroups": sorted(row.workgroup.name for row in memberships if row.activated),
        "supervises": sorted(row.workgroup.name for row in memberships if row.supervises),
        "skills": sorted(f"{row.skill.name}:{row.proficiency}/{row.desire}" for row in agent.skill_levels.all()),
    }


def _words(value):
    """A value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(value) if isinstance(value, list) else value


def _line(row, known):
    name = row.cells.get("username", "")
    agent = known.agents.get(name.lower())
    line = Line(row.number, name, agent, is_new=agent is None)
    if "…" in row.cells:
        line.wrong["…"] = _("There are more cells than columns. Put cells with a comma or semicolon between quotes.")
    if line.agent is None:
        _read(line, "username", name, cells.text("username"), known)
    before = present(line.agent)
    for column, reader in cells.READERS.items():
        if row.cells.get(column):
            after = _read(line, column, row.cells[column], reader, known)
            if column not in line.wrong and after != before[column]:
                line.changes[column] = (before[column], after)
    _allowed(line, known)
    return line


def _read(line, column, cell, reader, known):
    try:
        return reader(cell, known)
    except cells.Wrong as wrong:
        line.wrong[column] = str(wrong)


def _allowed(line, known):
    """What clashes with other people, with who imports, or with his rights."""
    address = line.changes.get("email", ("", ""))[1].lower()
    if known.addresses.get(address, line.username.lower()) != line.username.lower():
        line.wrong["email"] = _("Somebody else has this address already.")
    if line.agent and line.changes and known.is_above(line.agent):
        line.wrong["username"] = _(
            "This person has rights that you do not have: only who has them too can change them."
        )
    if line.agent == known.editor:
        _own(line, known)


def _own(line, known):
    if "active" in line.changes:
        line.wrong["active"] = _("You cannot lock yourself out. Ask another administrator.")
    if "roles" in line.changes and not known.editor.is_superuser:
        text = _(
            "You cannot change your own roles, as the right %(right)s may hang on them. Ask another administrator."
        )
        line.wrong["roles"] = text % {"right": Right.PEOPLE.label}


def _twice(lines, column, value):
    seen = {}
    for line in lines:
        first = seen.setdefault(value(line), line) if value(line) else line
        if first is not line:
            line.wrong[column] = _("Line %(line)s has the same.") % {"line": first.number}
