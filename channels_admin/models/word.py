"""Words by which a customer stops our templates, or asks for a person."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 60
TOKEN = re.compile(r"\w+")
# Han, Kana, Hangul, Thai, Lao, Khmer and Burmese are written without spaces between words.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class WordKind(models.TextChoices):
    """What a word brings about."""

    STOP = "stop", _("Stop: no templates any more")
    HANDOFF = "handoff", _("Hand-off: to a person at once")


class Word(models.Model):
    """A word, or a few words, in one language."""

    kind = models.CharField(_("what it does"), max_length=10, choices=WordKind)
    language = models.CharField(
        _("language"), max_length=20, blank=True, help_text=_("For your own overview: en, de …")
    )
    text = models.CharField(
        _("word"), max_length=LONGEST, help_text=_("A word or a few. Capitals, accents and punctuation do not matter.")
    )
    folded = models.CharField(max_length=2 * LONGEST, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("word"), _("words")
        ordering = ["kind", "language", "text"]
        constraints = [models.UniqueConstraint(fields=["kind", "folded"], name="one_row_per_word")]

    def __str__(self):
        return self.text

    def clean(self):
        """It has at least one letter or digit, and is not in the list yet."""
        self.folded = fold(self.text)
        if not self.folded:
            raise ValidationError({"text": _("Enter a word: this has neither letters nor digits.")})
        if Word.objects.filter(kind=self.kind, folded=self.folded).exclude(pk=self.pk).exists():
            raise ValidationError({"text": _("This word is in the list already.")})

    def save(self, *args, **kwargs):
        """Keep the form in which it is looked for."""
        self.folded = fold(self.text)
        super().save(*args, **kwargs)


def fold(text):
    """`text` as it is compared: small letters without accents, words with one space between, nothing else."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not _accent(sign))
    return " ".join(TOKEN.findall(unicodedata.normalize("NFC", bare)))


def _accent(sign):
    # Accents of Latin, Greek, Cyrillic and Arabic only: elsewhere such signs are vowels that make another word.
    return "\u0300" <= sign <= "\u036f" or "\u064b" <= sign <= "\u065f"


def is_stop(text):
    """Does a customer ask for no more templates? Only if the whole message is one of the words: "Stop!", not "stop by"."""
    folded = fold(text[: 4 * LONGEST])
    if not folded or len(text) > 4 * LONGEST:
        return False
    return Word.objects.filter(kind=WordKind.STOP, folded=folded).exists()


def wants_person(text):
    """Does a customer ask for a person? If one of the words stands in the message as a word of its own."""
    return asked_in(fold(text), Word.objects.filter(kind=WordKind.HANDOFF).values_list("folded", flat=True))


def asked_in(folded, words):
    """Does one of these folded words stand in a folded text as a word of its own?"""
    spaced = f" {folded} "
    return any((word if UNSPACED.search(word) else f" {word} ") in spaced for word in words)
