"""Questionnaires and cards for tests."""

from supervision.quality.questionnaires import Questionnaire

CHOICES = [{"text": "Cold", "points": 0}, {"text": "Polite", "points": 1}, {"text": "Warm", "points": 2}]


def questionnaire(name="Care", *, published=True, **facts):
    """Three that count, one of them critical, and a free text: (questionnaire, [question])."""
    made = Questionnaire.objects.create(name=name)
    version = made.draft()
    if facts:
        type(version).objects.filter(pk=version.pk).update(**facts)
    first, last = (version.groups.create(name=name, place=place) for place, name in enumerate(["Manner", "Facts"]))
    first.questions.create(text="Greeted by name?", weight=1, place=0)
    first.questions.create(text="What was the tone?", kind="choice", choices=CHOICES, weight=2, minimum=50, place=1)
    last.questions.create(text="Nothing promised?", importance="critical", minimum=100, weight=1, place=0)
    last.questions.create(text="What else?", kind="text", importance="optional", place=1)
    if published:
        version.publish()
    return made, version.questions()


def answered(card, by, *values):
    """Answer its questions in their order."""
    card.answer(by, dict(zip(card.version.questions(), values, strict=False)))
    return card


def completed(card, by, *values):
    """Answer them, and complete it."""
    answered(card, by, *(values or ("yes", "2", "yes"))).complete(by)
    return card
