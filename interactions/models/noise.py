"""Noise: rules by which what customers write opens nothing, or ends at once (R55), and customers who are blocked."""

from dataclasses import dataclass
from itertools import chain

import emoji
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agents.models import WrapUpCode
from audit.rights import Right
from channels_admin.models import Channel
from channels_admin.models.word import asked_in, fold
from interactions.models.customer import Customer


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule looks at: the author's names as people write them, the words, and what else the message carries."""

    author: tuple[str, ...]
    text: str
    carries: str = ""
    tagged: tuple[str, ...] = ()

    @classmethod
    def by(cls, message):
        """Of a message with its author."""
        who = message.author
        names = (who.name, who.handle, who.external_id) if who else ()
        tagged = tuple(one["text"] for one in message.details if one["kind"] == "mention")
        return cls(tuple(filter(None, names)), message.text, message.carries, tagged)

    def only_tags(self):
        """Nothing but people who are named."""
        text = self.text
        for name in sorted(self.tagged, key=len, reverse=True):
            text = text.replace(name, " ")
        words = text.split()
        named = self.tagged or any(word.startswith("@") for word in words)
        rest = [word for word in words if not word.startswith("@") and any(sign.isalnum() for sign in word)]
        return bool(named) and not rest and self.carries in ("", "mention")

    def only_emoji(self):
        """Nothing but emoji, or a sticker."""
        if self.text.strip():
            left = emoji.replace_emoji(self.text, "").replace("\u200d", "").replace("\ufe0f", "")
            return not left.strip() and self.carries in ("", "sticker")
        return self.carries == "sticker"


class NoiseRule(models.Model):
    """What on a channel is noise, and what becomes of it. Everything that is filled in has to fit."""

    class Only(models.TextChoices):
        """What a message consists of."""

        TAGS = "tags", _("only tagged friends")
        EMOJI = "emoji", _("only emoji or a sticker")

    class Action(models.TextChoices):
        """What becomes of it."""

        IGNORE = "ignore", _("Ignore: it opens nothing")
        DISCONNECT = "disconnect", _("Disconnect at once, with a wrap-up code")

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="noise_rules", verbose_name=_("channel"))
    name = models.CharField(_("name"), max_length=80)
    author = models.CharField(
        _("author"), max_length=255, blank=True, help_text=_("Handle, name or ID, as a whole. Blank: everybody.")
    )
    words = models.JSONField(_("words"), default=list, blank=True)
    only = models.CharField(_("consists of"), max_length=10, choices=Only, blank=True)
    action = models.CharField(_("what becomes of it"), max_length=12, choices=Action, default=Action.IGNORE)
    wrap_up = models.ForeignKey(
        WrapUpCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wrap-up code")
    )
    active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("noise rule"), _("noise rules")
        ordering = ["channel__name", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action="disconnect") | Q(wrap_up__isnull=False), name="noise_disconnect_has_wrap_up"
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """It says what is noise, and with which code that ends."""
        if not (self.author or self.words or self.only):
            raise ValidationError(_("Say what is noise: an author, words, or what it consists of."))
        if self.action == self.Action.DISCONNECT and not self.wrap_up_id:
            raise ValidationError({"wrap_up": _("Choose the wrap-up code with which it ends.")})

    def catches(self, said):
        """Is it noise by this rule?"""
        return self._by_author(said) and self._by_words(said) and self._by_contents(said)

    def _by_author(self, said):
        wanted = fold(self.author.removeprefix("@"))
        return not self.author or wanted in {fold(name) for name in said.author}

    def _by_words(self, said):
        return not self.words or asked_in(fold(said.text), [folded for word in self.words if (folded := fold(word))])

    def _by_contents(self, said):
        tests = {self.Only.TAGS: said.only_tags, self.Only.EMOJI: said.only_emoji}
        return not self.only or tests[self.only]()


class Blocks(models.QuerySet):
    """Customers who are, or were, blocked."""

    def block(self, customer, by, reason=""):
        """What he writes opens nothing from now on; returns the block, the one that is there if there is one."""
        rows = self.bulk_create([Block(customer=customer, by=by, reason=reason[:200])], ignore_conflicts=True)
        block = self.filter(customer=customer, lifted_at=None).first() or rows[0]
        customer.identities.update(blocked=True)
        return block

    def unblock(self, customer, by):
        """What he writes counts again; returns the block that was lifted, or None."""
        block = self.filter(customer=customer, lifted_at=None).first()
        if block:
            self.filter(pk=block.pk).update(lifted_at=timezone.now(), lifted_by=by, platform="wanted")
            customer.identities.update(blocked=False)
        return block


class Block(models.Model):
    """That a customer is blocked: what he writes opens nothing. `platform` is how far the platform's own block is."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="blocks", verbose_name=_("customer"))
    at = models.DateTimeField(_("since"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    reason = models.CharField(_("why"), max_length=200, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    platform = models.CharField(_("on the platform"), max_length=200, default="wanted")

    objects = Blocks.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("blocked customer"), _("blocked customers")
        ordering = ["-at", "-pk"]
        permissions = [Right.BLOCK.permission]
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(lifted_at=None), name="one_block_per_customer")
        ]

    def __str__(self):
        return str(self.customer)

    def addresses(self):
        """[(thread, number or id)] where the platform takes a block: WhatsApp, for each of our numbers he wrote to."""
        threads = self.customer.threads.filter(kind="whatsapp", peer__isnull=False)
        found = {thread.address: thread for thread in threads.select_related("channel__account", "peer")}
        return list(chain((thread, thread.peer.external_id) for thread in found.values()))
