"""Questionnaires and cards as pages draw them."""

from dataclasses import dataclass, field
from itertools import groupby

from supervision.quality.scoring import Kind, score, share


@dataclass(slots=True)
class Line:
    """A question with what was answered; `percent` is what the answer is worth, None where it counts for nothing."""

    question: object
    value: str = ""
    words: str = ""
    percent: float | None = None
    marks: set = field(default_factory=set)

    @property
    def is_picked(self):
        """Is it answered by picking one of a few?"""
        return self.question.kind in (Kind.YES_NO, Kind.CHOICE)


def groups_of(version, answers=None):
    """[(group, [Line])] in their order, groups without questions too."""
    questions, answers = version.questions(), answers or {}
    found = score(questions, answers, version.pass_mark)
    lines = {
        key: list(rows) for key, rows in groupby(_lines(questions, answers, found), lambda one: one.question.group)
    }
    return [(group, lines.get(group, [])) for group in version.groups.all()]


def _lines(questions, answers, found):
    for question in questions:
        value = answers.get(question.pk, "")
        part = share(question, value)
        marks = {name for name in ("missing", "below", "failed") if question in getattr(found, name)}
        percent = None if part is None or not question.weight else round(float(part * 100), 1)
        yield Line(question, value, question.in_words(value), percent, marks)
