"""Where responses stand: in a library that is shared, or in an agent's own."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agents.models import Role, Workgroup
from audit.rights import Right


class Libraries(models.QuerySet):
    """Libraries, by who may read and change them."""

    def for_agent(self, agent):
        """His own, and the shared ones that are open to him; with the right all shared ones."""
        if agent.has_perm(Right.RESPONSES):
            return self.filter(Q(owner=agent) | Q(owner=None))
        return self.filter(Q(owner=agent) | Q(owner=None, active=True) & _open_to(agent))

    def changed_by(self, agent):
        """Those whose responses he may change: his own, with the right the shared ones."""
        shared = Q(owner=None) if agent.has_perm(Right.RESPONSES) else Q(pk=None)
        return self.filter(Q(owner=agent) | shared)

    def own_of(self, agent):
        """His own library, made when he first needs it."""
        return self.get_or_create(owner=agent, defaults={"name": "", "everybody": False})[0]


def _open_to(agent):
    """Shared with everybody, or with one of his workgroups or roles."""
    groups = agent.memberships.values("workgroup")
    found = ResponseLibrary.objects.order_by()
    named = found.filter(Q(workgroups__in=groups) | Q(roles__in=agent.groups.values("pk")))
    return Q(everybody=True) | Q(pk__in=named.values("pk"))


class ResponseLibrary(models.Model):
    """A collection of responses: shared with everybody or with some workgroups and roles, or one agent's own.

    An agent has one of his own, without a name; nobody else sees it.
    """

    name = models.CharField(_("name"), max_length=80, blank=True)
    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, editable=False, related_name="response_library"
    )
    everybody = models.BooleanField(
        _("everybody"), default=True, help_text=_("All who sign in may use it. Else only those named below.")
    )
    workgroups = models.ManyToManyField(Workgroup, blank=True, related_name="+", verbose_name=_("workgroups"))
    roles = models.ManyToManyField(Role, blank=True, related_name="+", verbose_name=_("roles"))
    active = models.BooleanField(_("offered"), default=True, help_text=_("Off: nobody finds its responses."))

    objects = Libraries.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("response library"), _("response libraries")
        ordering = ["name", "pk"]
        permissions = Right.of("workspace")
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(owner=None),
                name="shared_library_name_once",
                violation_error_message=_("There is a library of this name already."),
            ),
            models.CheckConstraint(condition=Q(owner=None) | Q(everybody=False), name="own_library_is_private"),
            models.CheckConstraint(condition=Q(owner__isnull=False) | ~Q(name=""), name="shared_library_has_a_name"),
        ]

    def __str__(self):
        return self.name or str(_("My responses"))

    def clean(self):
        """A shared library has a name, which no other has."""
        self.name = self.name.strip()
        if not self.name and self.owner_id is None:
            raise ValidationError({"name": _("Give the library a name.")})
        others = ResponseLibrary.objects.filter(owner=None).exclude(pk=self.pk)
        if self.owner_id is None and others.filter(name=self.name).exists():
            raise ValidationError({"name": _("There is a library of this name already.")})

    @property
    def shared(self):
        """Is it nobody's own?"""
        return self.owner_id is None


class ResponseCategory(models.Model):
    """A heading within a library; it may have headings of a second level beneath it."""

    library = models.ForeignKey(ResponseLibrary, models.CASCADE, related_name="categories")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    name = models.CharField(_("name"), max_length=60)

    DIVIDER = "/"

    class Meta:
        verbose_name, verbose_name_plural = _("response category"), _("response categories")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["library", "parent", "name"], name="category_name_once_beneath"),
            models.UniqueConstraint(
                fields=["library", "name"], condition=Q(parent=None), name="category_name_once_in_library"
            ),
        ]

    def __str__(self):
        return self.path

    @property
    def path(self):
        """Both levels in one: “Parts / Gaskets”."""
        return f"{self.parent.name} / {self.name}" if self.parent_id else self.name

    @classmethod
    def parts_of(cls, path):
        """The names in what somebody typed, one or two; raises `ValidationError` for more."""
        names = [" ".join(name.split()) for name in path.split(cls.DIVIDER)]
        names = [name for name in names if name]
        if len(names) > 2:
            raise ValidationError(_("Categories have two levels at most: write “Parts / Gaskets”."))
        if any(len(name) > 60 for name in names):
            raise ValidationError(_("The name of a category has 60 characters at most."))
        return names

    @classmethod
    def at(cls, library, path):
        """The category of this path, made where it is missing; None for a blank path."""
        found = None
        for name in cls.parts_of(path):
            found, _made = cls.objects.get_or_create(library=library, parent=found, name=name)
        return found

    @classmethod
    def clear_out(cls, library):
        """Forget those in which nothing stands any more, second level first."""
        empty = cls.objects.filter(library=library, responses=None, children=None)
        while empty.exists():
            cls.objects.filter(pk__in=list(empty.values_list("pk", flat=True))).delete()
