"""Server parameters: switches of the installation that are added by name."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class ServerParameter(models.Model):
    """A server parameter that was added; absent or 0 is off, every other integer is on (R37)."""

    class Name(models.TextChoices):
        """Those that the product knows."""

        RECOVERS_CONVERSATIONS = (
            "Socialconversation Interaction Recovery Enabled",
            _("Social conversations are recovered after a switch-over"),
        )
        RECOVERS_MESSAGES = (
            "Directmessage Interaction Recovery Enabled",
            _("Social direct messages are recovered after a switch-over"),
        )

    name = models.CharField(_("name"), max_length=120, unique=True)
    value = models.BigIntegerField(_("value"), help_text=_("0 is off, every other integer is on."))

    class Meta:
        verbose_name, verbose_name_plural = _("server parameter"), _("server parameters")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse what nothing would ever read."""
        if self.name not in self.Name.values:
            known = ", ".join(f"“{name}”" for name in self.Name.values)
            text = _("There is no server parameter “%(name)s”. Known are: %(known)s.")
            raise ValidationError({"name": text % {"name": self.name, "known": known}})

    @property
    def on(self):
        """What it comes to."""
        return self.value != 0

    @classmethod
    def is_on(cls, name):
        """Is the parameter of this name there, and not 0?"""
        return cls.objects.filter(name=name).exclude(value=0).exists()
