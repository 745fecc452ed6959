"""Responses: texts that agents answer with."""

import re

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import Label
from audit import recording
from audit.rights import Right
from channels_admin.models import Channel, Platform
from workspace.models.library import ResponseCategory, ResponseLibrary
from workspace.sought import folded

LONGEST = 8000  # characters; the longest that a platform takes
SHORTCUT = re.compile(r"^[\w][\w-]*$")


class Language(models.TextChoices):
    """The language of a response; customers write in more than the product speaks. A word is in its own language."""

    ENGLISH = "en", "English"
    GERMAN = "de", "Deutsch"
    FRENCH = "fr", "Français"
    SPANISH = "es", "Español"
    ITALIAN = "it", "Italiano"
    PORTUGUESE = "pt", "Português"
    DUTCH = "nl", "Nederlands"
    POLISH = "pl", "Polski"
    CZECH = "cs", "Čeština"
    SWEDISH = "sv", "Svenska"
    DANISH = "da", "Dansk"
    TURKISH = "tr", "Türkçe"
    UKRAINIAN = "uk", "Українська"
    ARABIC = "ar", "العربية"
    JAPANESE = "ja", "日本語"


class Responses(models.QuerySet):
    """Responses, by who may use and change them."""

    def for_agent(self, agent):
        """Those of the libraries that are open to him; drafts only where he may change them."""
        libraries = ResponseLibrary.objects
        seen = self.filter(library__in=libraries.for_agent(agent).order_by().values("pk"))
        return seen.filter(Q(active=True) | Q(library__in=libraries.changed_by(agent).order_by().values("pk")))

    def changed_by(self, agent):
        """Those that he may change."""
        return self.filter(library__in=ResponseLibrary.objects.changed_by(agent).order_by().values("pk"))

    def offered_to(self, agent):
        """Those that he may answer with: as above, but nothing that is switched off."""
        return self.for_agent(agent).filter(active=True, library__active=True)

    def suited_to(self, channel):
        """Those for this channel, or for any."""
        asked = Response.channels.through.objects
        ids = asked.filter(channel=channel).values("response")
        any_channel = ~Q(pk__in=asked.values("response"))
        return self.filter(_suits(channel.platform), any_channel | Q(pk__in=ids))

    def with_all(self):
        """With what is shown of them, in a fixed number of queries."""
        return self.select_related("library", "category__parent").prefetch_related("labels", "files", "channels")

    def own_first(self, agent):
        """His own before the shared, then by how much they are used."""
        own = models.Case(models.When(library__owner=agent, then=0), default=1)
        return self.order_by(own, "-uses", "title", "pk")


def _suits(platform):
    """No platform is named, or this one; the list is short, so its letters say it on both databases."""
    return Q(platforms=[]) | Q(platforms__icontains=f'"{platform}"')


class Response(models.Model):
    """A text to answer with, found by its words or by a shortcut; blanks in it are filled as it is inserted.

    `platforms` and `channels` say where it is offered, none: everywhere. `uses` counts the answers with it that were sent.
    `sought` is what the search looks into.
    """

    library = models.ForeignKey(ResponseLibrary, models.CASCADE, related_name="responses", verbose_name=_("library"))
    category = models.ForeignKey(
        ResponseCategory, models.SET_NULL, null=True, related_name="responses", verbose_name=_("category")
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=LONGEST)
    language = models.CharField(_("language"), max_length=10, blank=True, choices=Language)
    shortcut = models.CharField(_("shortcut"), max_length=40, blank=True)
    labels = models.ManyToManyField(Label, blank=True, related_name="+", verbose_name=_("labels"))
    platforms = models.JSONField(_("platforms"), default=list, blank=True)
    channels = models.ManyToManyField(Channel, blank=True, related_name="+", verbose_name=_("channels"))
    active = models.BooleanField(_("offered"), default=True)
    uses = models.PositiveIntegerField(default=0, editable=False)
    used_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    sought = models.TextField(default="", editable=False)

    objects = Responses.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("response"), _("responses")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["library", "shortcut"], condition=~Q(shortcut=""), name="response_shortcut_once_in_library"
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        """Shortcuts are small letters, so that nobody has to think of capitals; platforms are ours."""
        self.shortcut = self.shortcut.strip().lstrip("/").lower()
        if self.shortcut and not SHORTCUT.match(self.shortcut):
            raise ValidationError({"shortcut": _("Letters, digits and dashes only, like gasket-de.")})
        unknown = set(self.platforms) - set(Platform.values)
        if unknown:
            words = {"names": ", ".join(sorted(unknown)), "known": ", ".join(Platform.values)}
            raise ValidationError({"platforms": _("Unknown: %(names)s. There are: %(known)s.") % words})
        if len(self.text) > LONGEST:
            raise ValidationError({"text": _("No platform takes more than %(most)s characters.") % {"most": LONGEST}})
        self._clean_category()

    def _clean_category(self):
        if self.category_id and self.category.library_id != self.library_id:
            raise ValidationError({"category": _("This category belongs to another library.")})

    def save(self, *args, **kwargs):
        """Keep what the search looks into in step."""
        self.sought = folded(f"{self.shortcut} {self.title} {self.text}")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sought"}
        super().save(*args, **kwargs)

    def facts(self):
        """What the audit log compares."""
        return recording.facts(self) | {
            "labels": sorted(label.name for label in self.labels.all()),
            "channels": sorted(channel.name for channel in self.channels.all()),
            "files": sorted(file.name for file in self.files.all()),
        }

    def note(self, by, verb, before):
        """A line in the audit log, which is its history; an agent's own are nobody else's business."""
        if self.library.shared:
            recording.record(by, verb, self, before, {} if verb == "deleted" else self.facts())

    def remove(self, by):
        """Delete it with its files; a category that is empty then goes too."""
        with transaction.atomic():
            self.note(by, "deleted", self.facts())
            for file in list(self.files.all()):
                file.remove()
            self.delete()
            ResponseCategory.clear_out(self.library)

    def duplicate(self, by):
        """A copy in his own library, without the shortcut where he has that already."""
        with transaction.atomic():
            library = ResponseLibrary.objects.own_of(by)
            copy = Response.objects.get(pk=self.pk)
            copy.pk, copy._state.adding = None, True
            copy.library, copy.uses, copy.used_at = library, 0, None
            copy.category = ResponseCategory.at(library, self.category.path if self.category else "")
            copy.title = self._free_title(library)
            taken = library.responses.filter(shortcut=self.shortcut).exists()
            copy.shortcut, copy.changed_at = "" if taken else self.shortcut, timezone.now()
            copy.save()
            copy.labels.set(self.labels.all())
            copy.channels.set(self.channels.all())
            for file in self.files.all():
                file.copy_to(copy)
        return copy

    def _free_title(self, library):
        """Its title, told apart where there is one like it already."""
        if not library.responses.filter(title=self.title).exists():
            return self.title
        return str(_("Copy of %(title)s") % {"title": self.title})[:120]

    @classmethod
    def count(cls, pk, times, at):
        """It was sent so many times more."""
        latest = models.functions.Greatest(Coalesce(F("used_at"), at), at)
        cls.objects.filter(pk=pk).update(uses=F("uses") + times, used_at=latest)

    @staticmethod
    def may_manage(agent):
        """May he change shared ones?"""
        return agent.has_perm(Right.RESPONSES)
