"""Looking into a license file, and putting it in force."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agents.licensing import keys
from agents.licensing.paper import LARGEST, BadLicense, read
from agents.models import AccessLicense, Installation, License, LicenseFile, covered
from audit import recording
from hints import wake


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one part: `before` (a License) and `after` (a line of the file); None where it is not licensed."""

    part: str
    name: str
    before: object
    after: object

    @property
    def known(self):
        """Does this version of the product know the part?"""
        return self.part in License.Part.values

    @property
    def same(self):
        """Does nothing change?"""
        pair = self.before, self.after
        return all(pair) and len({(one.count, one.expires_on) for one in pair}) == 1


@dataclass(frozen=True, slots=True)
class Effect:
    """What loading a file changes: the parts, and the assignments that are suspended or come back."""

    lines: list
    suspended: list
    returning: list


def look_into(text):
    """The `Paper` of a file that may be put in force here; BadLicense in words where it may not."""
    if len(text) > LARGEST:
        raise BadLicense(_("This is not a license file: it is too large."))
    paper = read(text, keys.trusted())
    here = str(Installation.here().key)
    if paper.installation != here:
        text = _("It was issued for the installation %(theirs)s (%(customer)s). This one is %(ours)s.")
        words = {"theirs": paper.installation, "customer": paper.customer, "ours": here}
        raise BadLicense(text % words)
    today = timezone.now().date()
    if all(part.ended(today) for part in paper.parts):
        last = max(part.expires_on for part in paper.parts)
        raise BadLicense(_("It has expired: the last of its parts was valid until %(day)s.") % {"day": last})
    return paper


def effect_of(paper):
    """What would change if it were in force."""
    before, after = {row.part: row for row in License.objects.all()}, {part.part: part for part in paper.parts}
    names = [*License.Part.values, *(name for name in after if name not in License.Part.values)]
    lines = [
        Line(name, _name(name, after.get(name)), before.get(name), after.get(name))
        for name in names
        if name in before or name in after
    ]
    was, will = _covered(License.counts()), _covered(_counts(after))
    rows = AccessLicense.objects.select_related("agent", "station").order_by("pk")
    changed = [row for row in rows if (row.pk in was) != (row.pk in will)]
    suspended = [row for row in changed if row.pk in was]
    return Effect(lines, suspended, [row for row in changed if row.pk in will])


def _name(part, line):
    return License.Part(part).label if part in License.Part.values else line.name or part


def _counts(after):
    """{family: count} of the file, today."""
    today = timezone.now().date()
    access = {family: after.get(part) for family, part in License.ACCESS.items()}
    return {family: part.count for family, part in access.items() if part and not part.ended(today)}


def _covered(counts):
    rows = AccessLicense.objects.order_by("pk").values_list("family", "pk")
    return {pk for _family, pk in covered(rows, counts)}


def put_in_force(text, by):
    """Load a file in place of the one before: its counts hold from the next decision on. Returns (file, effect)."""
    with transaction.atomic():
        Installation.locked()
        paper = look_into(text)
        before, effect = _facts(), effect_of(paper)
        _write(paper)
        file = LicenseFile.objects.create(
            serial=paper.serial,
            customer=paper.customer,
            key=paper.key,
            issued_at=paper.issued_at,
            parts=[[part.part, part.count, part.expires_on and part.expires_on.isoformat()] for part in paper.parts],
            text=text,
            loaded_by=by,
        )
        after = _facts() | _named("suspended", effect.suspended) | _named("back", effect.returning)
        recording.record(by, "loaded", file, before, after)
        wake("acd.tasks.route_due")
    return file, effect


def _write(paper):
    parts = {part.part: part for part in paper.parts if part.part in License.Part.values}
    License.objects.exclude(part__in=parts).delete()
    for name in sorted(parts):
        line = parts[name]
        facts = {"name": line.name, "count": line.count, "expires_on": line.expires_on}
        License.objects.update_or_create(part=name, defaults=facts)


def _facts():
    """The parts as the audit log compares them."""
    return {row.part: f"{row.count} · {row.expires_on or _('without end')}" for row in License.objects.all()}


def _named(name, rows):
    return {name: [str(row) for row in rows]} if rows else {}
