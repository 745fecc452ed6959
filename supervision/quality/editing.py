"""Changing a draft: groups and questions are added, changed, ordered and taken away, each change in the audit log."""

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from audit.recording import facts, record
from interactions.models import Refused
from supervision.quality.questionnaires import Group, Question, Version


class Draft:
    """The draft of a questionnaire, locked while it is changed: what has been published meanwhile is not touched."""

    def __init__(self, questionnaire, by):
        """Find and lock it, within a transaction; `Refused` where there is none."""
        drafts = Version.objects.select_for_update(no_key=True, of=("self",))
        self.version = drafts.filter(questionnaire=questionnaire, published_at=None).first()
        self.questionnaire, self.by = questionnaire, by
        if self.version is None:
            raise Refused(_("There is no draft any more. Begin a new version to change it."), "no_draft")

    def group(self, pk):
        """One of its groups."""
        return get_object_or_404(Group, version=self.version, pk=pk)

    def question(self, pk):
        """One of its questions."""
        return get_object_or_404(Question.objects.select_related("group"), group__version=self.version, pk=pk)

    def add_group(self, name):
        """A heading more, at the end."""
        made = Group.objects.create(version=self.version, name=_named(name), place=_last(self.version.groups))
        self._note("created", made, {})
        return made

    def rename_group(self, group, name):
        """Another heading."""
        before, group.name = facts(group), _named(name)
        group.save(update_fields=["name"])
        self._note("changed", group, before)

    def keep_question(self, form):
        """What its form says, which is valid; a new one comes last in its group."""
        question, group = form.instance, form.cleaned_data["group"]
        before = facts(Question.objects.get(pk=question.pk)) if question.pk else {}
        if question.pk is None or question.group_id != group.pk:
            question.place = _last(group.questions)
        question.group = group
        question.save()
        self._note("changed" if before else "created", question, before)
        return question

    def remove(self, thing):
        """A question, or a group with all its questions."""
        record(self.by, "deleted", thing, facts(thing), {})
        thing.delete()

    def move(self, thing, steps):
        """One place up (-1) or down (1) among its neighbors."""
        siblings = self.version.groups.all() if isinstance(thing, Group) else thing.group.questions.all()
        rows = list(siblings)
        at = rows.index(thing)
        before = {"order": [str(row) for row in rows]}
        rows.insert(min(max(at + steps, 0), len(rows) - 1), rows.pop(at))
        for place, row in enumerate(rows):
            type(thing).objects.filter(pk=row.pk).exclude(place=place).update(place=place)
        record(self.by, "changed", self.questionnaire, before, {"order": [str(row) for row in rows]})

    def publish(self):
        """From now on it is assigned."""
        self.version.publish()
        record(self.by, "changed", self.questionnaire, {}, {"version": self.version.number})

    def discard(self):
        """Forget it; what is in use stays."""
        record(self.by, "deleted", self.version, facts(self.version), {})
        self.version.delete()

    def _note(self, verb, thing, before):
        record(self.by, verb, thing, before, facts(thing))


def begin(questionnaire, by):
    """A draft to change, made where there is none."""
    with transaction.atomic():
        before = set(questionnaire.versions.values_list("pk", flat=True))
        draft = questionnaire.draft()
        if draft.pk not in before:
            record(by, "created", draft, {}, {"version": draft.number})
    return draft


def _named(name):
    name = " ".join(name.split())
    if not 0 < len(name) <= 120:
        raise Refused(_("Give the group a heading of at most 120 characters."), "heading")
    return name


def _last(rows):
    """The place after all of these."""
    found = rows.order_by("-place").values_list("place", flat=True).first()
    return 0 if found is None else found + 1
