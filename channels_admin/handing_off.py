"""Every automatic message names a clear way to a person (R26): one of the hand-off words, which work in the conversation."""

from django.db.models import Case, When

from channels_admin.models import Word, WordKind
from channels_admin.models.word import asked_in, fold


def handoff_words():
    """The words by which a customer asks for a person, as administrators wrote them."""
    english_first = Case(When(language__startswith="en", then=0), default=1)
    return list(Word.objects.filter(kind=WordKind.HANDOFF).order_by(english_first, "pk").values_list("text", flat=True))


def names_a_way(text):
    """Does the text name one of them?"""
    return asked_in(fold(text), Word.objects.filter(kind=WordKind.HANDOFF).values_list("folded", flat=True))
