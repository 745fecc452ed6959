"""How a number comes to WhatsApp: a checklist of six steps, with what the customer told and who decided what."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from channels_admin.models.account import Account, Provider
from channels_admin.models.business import BusinessManager
from channels_admin.models.evidence import Evidence
from channels_admin.models.waba import PhoneNumber, Waba
from rows.encrypted import EncryptedField


class StepKind(models.IntegerChoices):
    """The steps, in their order."""

    CONNECTION = 1, _("Cloud connection")
    WABA = 2, _("Business account")
    NUMBER = 3, _("Number and name")
    APPROVALS = 4, _("Approvals")
    CHANNEL = 5, _("Channel")
    VERIFICATION = 6, _("Verification")


class Industry(models.TextChoices):
    """What the business does. WhatsApp decides about all but the ordinary ones case by case (its commerce policy)."""

    ORDINARY = "ordinary", _("None of these")
    GOVERNMENT = "government", _("Government body")
    ALCOHOL = "alcohol", _("Alcohol or tobacco")
    GAMBLING = "gambling", _("Gambling")
    MEDICINES = "medicines", _("Medicines and medical products")
    WEAPONS = "weapons", _("Weapons")
    ADULT = "adult", _("Adult products, dating")
    CURRENCY = "currency", _("Virtual currencies, loans")
    OTHER = "other", _("Another restricted industry")


class Decision(models.TextChoices):
    """What was decided about a case."""

    NONE = "", _("Not decided yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Onboarding(models.Model):
    """One number on its way, with the customer information form. Nothing here is the platform's word, save what is named so."""

    name = models.CharField(_("name"), max_length=120, unique=True, help_text=_("What you call it: a shop, a service."))
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="onboardings", verbose_name=_("social media account")
    )
    owner = models.ForeignKey(
        BusinessManager, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Business Manager")
    )
    typed = models.CharField(_("phone number"), max_length=60, blank=True)
    digits = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    in_use = models.CharField(max_length=500, blank=True, editable=False)
    display_name = models.CharField(_("display name"), max_length=255, blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    contact_phone = models.CharField(_("contact's phone"), max_length=40, blank=True)
    industry = models.CharField(_("industry"), max_length=20, choices=Industry, default=Industry.ORDINARY)
    decision = models.CharField(_("decision"), max_length=20, choices=Decision, default=Decision.NONE, blank=True)
    decision_note = models.TextField(_("why, and who decided"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    declared_at = models.DateTimeField(null=True, editable=False)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    waba = models.ForeignKey(Waba, models.PROTECT, null=True, editable=False, related_name="onboardings")
    number = models.OneToOneField(PhoneNumber, models.SET_NULL, null=True, editable=False, related_name="onboarding")
    certificate = EncryptedField(_("certificate"), blank=True, default="", editable=False)
    began_at = models.DateTimeField(_("began"), default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("onboarding"), _("onboardings")
        ordering = ["-began_at", "-pk"]

    def __str__(self):
        return self.name

    @property
    def genesys(self):
        """Does Genesys Cloud carry it?"""
        return self.account.provider == Provider.GENESYS

    @property
    def case_by_case(self):
        """Does WhatsApp decide about this industry case by case?"""
        return self.industry != Industry.ORDINARY


class Steps(models.QuerySet):
    """Steps of checklists."""

    def finish(self, step, by, now):
        """Done, if it is open and those before it are done: True for exactly one caller."""
        with transaction.atomic():
            self._lock(step)
            if self.filter(onboarding=step.onboarding_id, kind__lt=step.kind, done_at=None).exists():
                return False
            done = self.filter(pk=step.pk, done_at=None).update(done_at=now, done_by=by)
            if done:
                self.filter(onboarding=step.onboarding_id, kind=step.kind + 1, began_at=None).update(began_at=now)
        return bool(done)

    def reopen(self, step):
        """Not done any more, and none of those after it."""
        with transaction.atomic():
            self._lock(step)
            self.filter(onboarding=step.onboarding_id, kind__gte=step.kind).update(done_at=None, done_by=None)

    def _lock(self, step):
        # One at a time: else a step could be finished while the one before it is opened again.
        Onboarding.objects.select_for_update(no_key=True).only("pk").get(pk=step.onboarding_id)


class OnboardingStep(models.Model):
    """One of the six steps: who is responsible, how long it takes, when it began and was done, and the papers for it."""

    onboarding = models.ForeignKey(Onboarding, models.CASCADE, related_name="steps")
    kind = models.PositiveSmallIntegerField(choices=StepKind)
    responsible = models.CharField(_("responsible"), max_length=120, blank=True)
    lead_days = models.PositiveSmallIntegerField(_("lead time (days)"), default=1)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    began_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    papers = models.ManyToManyField(Evidence, related_name="+", blank=True)

    objects = Steps.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("onboarding step"), _("onboarding steps")
        ordering = ["onboarding", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["onboarding", "kind"], name="one_step_of_a_kind"),
            models.CheckConstraint(condition=Q(kind__gte=1, kind__lte=6), name="onboarding_has_six_steps"),
        ]

    def __str__(self):
        return f"{self.onboarding}: {self.get_kind_display()}"


class Approval(models.Model):
    """An approval that somebody recorded, or without which it goes on for now (`waived`, where the platform lets it)."""

    class Kind(models.TextChoices):
        """Whose approval of what."""

        ON_BEHALF = "on_behalf", _("Message on behalf")
        BUSINESS = "business", _("Business verification")
        ACCOUNT = "account", _("Business account")
        NAME = "name", _("Display name")

    onboarding = models.ForeignKey(Onboarding, models.CASCADE, related_name="approvals")
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    waived = models.BooleanField(_("goes on without it"), default=False)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    note = models.CharField(_("note"), max_length=255, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("approval"), _("approvals")
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["onboarding", "kind"], name="one_approval_of_a_kind")]

    def __str__(self):
        return f"{self.onboarding}: {self.get_kind_display()}"
