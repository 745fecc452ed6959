"""What stands in the cells of one line: each reader returns what the cell means, or raises `Wrong` with a sentence."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from agents.models import Agent

NONE = "-"  # empties a list; a blank cell leaves everything as it is
YES = {"yes", "y", "true", "1", "x"}
NO = {"no", "n", "false", "0"}


class Wrong(Exception):
    """The cell means nothing; the text says why."""


def text(name):
    """A reader of a plain field of the user."""
    field = Agent._meta.get_field(name)

    def read(cell, known):
        try:
            return field.clean(cell, None)
        except ValidationError as error:
            raise Wrong(" ".join(error.messages)) from None

    return read


def email(cell, known):
    """An address; whether somebody else has it is asked where the line is known."""
    try:
        validate_email(cell)
    except ValidationError as error:
        raise Wrong(" ".join(error.messages)) from None
    return cell


def time_zone(cell, known):
    """The name of a time zone."""
    if cell != "UTC" and (cell not in zoneinfo.available_timezones() or "/" not in cell):
        raise Wrong(_("There is no time zone “%(name)s”. Write it like Europe/Lisbon.") % {"name": cell})
    return cell


def active(cell, known):
    """Yes or no."""
    if cell.lower() not in YES | NO:
        raise Wrong(_("“%(cell)s” is neither yes nor no.") % {"cell": cell})
    return cell.lower() in YES


def roles(cell, known):
    """Names of roles; only such as the editor may hand on."""
    found = _named(cell, known.roles, _("There is no role “%(name)s”."))
    for role in found:
        if not known.may_give(role):
            raise Wrong(_("The role “%(name)s” has rights that you do not have.") % {"name": role})
    return sorted(role.name for role in found)


def workgroups(cell, known):
    """Names of workgroups."""
    return sorted(one.name for one in _named(cell, known.workgroups, _("There is no workgroup “%(name)s”.")))


def skills(cell, known):
    """Names of skills with how well and how gladly: German:70/20."""
    return sorted(_level(one, known) for one in _parts(cell))


def _level(one, known):
    name, _colon, numbers = one.partition(":")
    proficiency, _slash, desire = (numbers or "1").partition("/")
    skill = known.skills.get(name.strip().lower())
    if skill is None:
        raise Wrong(_("There is no skill “%(name)s”.") % {"name": name.strip()})
    if not (_within(proficiency, 1) and _within(desire or "0", 0)):
        raise Wrong(
            _("“%(cell)s”: write a skill like German:70/20, proficiency 1 to 100, desire 0 to 100.") % {"cell": one}
        )
    return f"{skill.name}:{int(proficiency)}/{int(desire or 0)}"


def _within(number, least):
    return number.strip().isdecimal() and least <= int(number) <= 100


def _parts(cell):
    parts = [] if cell == NONE else [part.strip() for part in cell.split("|") if part.strip()]
    if len({part.partition(":")[0].lower() for part in parts}) < len(parts):
        raise Wrong(_("The same name stands there twice."))
    return parts


def _named(cell, there, words):
    missing = [name for name in _parts(cell) if name.lower() not in there]
    if missing:
        raise Wrong(" ".join(words % {"name": name} for name in missing))
    return [there[name.lower()] for name in _parts(cell)]


READERS = {
    "first_name": text("first_name"),
    "last_name": text("last_name"),
    "email": email,
    "time_zone": time_zone,
    "active": active,
    "roles": roles,
    "workgroups": workgroups,
    "supervises": workgroups,
    "skills": skills,
}
