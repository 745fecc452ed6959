"""Who writes to us."""

from urllib.parse import urlsplit
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hints import wake


def storable(text):
    """`text` as a database can hold it: without NUL, and with a question mark for half an emoji cut off by a platform."""
    return text.replace("\0", "").encode(errors="replace").decode()


def storable_values(value):
    """JSON values as a database can hold them: every text in them `storable`."""
    if isinstance(value, dict):
        return {storable(str(key)): storable_values(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [storable_values(one) for one in value]
    return storable(value) if isinstance(value, str) else value


class Customer(models.Model):
    """A person who writes to the company, known by one or more identities."""

    name = models.CharField(_("name"), max_length=255, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    country = models.CharField(_("country"), max_length=6, blank=True, help_text=_("ISO code, like IR or UA-43."))
    account_number = models.CharField(_("account number"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=3, blank=True, help_text=_("ISO code, like pl or pt."))
    # Whether templates may be sent to him (R17a): by a mark of ours, or because he said stop.
    opted_in_at = models.DateTimeField(_("opted in"), null=True, blank=True)
    opted_out_at = models.DateTimeField(_("opted out"), null=True, blank=True)
    # Who he turned out to be, see Merge; then everything of his hangs on that one.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", db_index=False
    )

    class Meta:
        verbose_name, verbose_name_plural = _("customer"), _("customers")
        indexes = [models.Index(fields=["name"], name="customer_name")]

    def __str__(self):
        return self.name or str(_("Unknown customer"))


class Identities(models.QuerySet):
    """The people of platforms."""

    def known(self, platform, people):
        """Return {(kind, scope, id): Identity} for these `platforms.base.Person`s, making those that are new.

        Ids named together in one payload become identities of one customer. Safe to run twice and by many at once: the
        unique constraint decides, and the rows are made in sorted order, so that two writers cannot wait for each other.
        """
        keys = sorted({key for person in people for key in _keys(person)})
        found = self._by_key(platform, keys)
        for person in sorted(people, key=lambda person: (person.kind, person.scope, person.id)):
            missing = [key for key in _keys(person) if key not in found]
            if missing:
                found |= self._join(platform, person, missing, found)
        self._rename(people, found)
        return found

    def _by_key(self, platform, keys):
        if not keys:
            return {}
        wanted = Q()
        for kind, scope in sorted({key[:2] for key in keys}):
            wanted |= Q(kind=kind, scope=scope, external_id__in=[key[2] for key in keys if key[:2] == (kind, scope)])
        rows = self.filter(wanted, platform=platform)
        return {(row.kind, row.scope, row.external_id): row for row in rows}

    def _join(self, platform, person, missing, found):
        """Make the missing identities of one person, all of one customer."""
        present = [found[key] for key in _keys(person) if key in found]
        customer = present[0].customer if present else Customer.objects.create(name=storable(person.name)[:255])
        rows = [
            Identity(
                platform=platform,
                kind=kind,
                scope=scope,
                external_id=external_id,
                customer=customer,
                name=storable(person.name)[:255],
                handle=storable(person.handle)[:255],
                blocked=any(row.blocked for row in present),
            )
            for kind, scope, external_id in missing
        ]
        self.bulk_create(rows, ignore_conflicts=True)
        made = self._by_key(platform, missing)
        if not present and all(row.customer_id != customer.pk for row in made.values()):
            customer.delete()  # somebody else was first with every one of them
        return made

    def _rename(self, people, found):
        """Keep names and handles as the platform gives them now."""
        for person in people:
            row = found[(person.kind, person.scope, person.id)]
            self._look(row, person.picture)
            self._stand(row, person)
            name, handle = storable(person.name)[:255] or row.name, storable(person.handle)[:255] or row.handle
            if (name, handle) == (row.name, row.handle):
                continue
            self.filter(pk=row.pk).update(name=name, handle=handle)
            row.name, row.handle = name, handle
            if not row.customer.name:
                Customer.objects.filter(pk=row.customer_id).update(name=name)
                row.customer.name = name

    def _stand(self, row, person):
        """Note how many follow him and what mark he carries, where the platform says it: names without it say nothing new."""
        if person.followers is None or (person.followers, person.verified) == (row.followers, row.verified):
            return
        row.followers, row.verified = person.followers, person.verified
        self.filter(pk=row.pk).update(followers=row.followers, verified=row.verified)

    def _look(self, row, address):
        """Note where the platform has another portrait of him now; it is fetched soon."""
        if address and not same_picture(address, row.picture_url):
            self.filter(pk=row.pk).update(picture_url=storable(address))
            row.picture_url = storable(address)
            wake("interactions.tasks.fetch_picture", row.pk)


def same_picture(one, other):
    """Are these two addresses of the same picture? Signatures in them change with every look."""
    return urlsplit(one)._replace(query="", fragment="") == urlsplit(other)._replace(query="", fragment="")


def portrait(identity, name):
    """Where a portrait is kept: under a name that nobody can guess."""
    return f"portraits/{uuid4().hex[:2]}/{uuid4().hex}"


def _keys(person):
    """Every (kind, scope, id) that names this person."""
    return list(dict.fromkeys((kind, person.scope, id) for kind, id in [(person.kind, person.id), *person.also]))


class Identity(models.Model):
    """One way in which a platform names a person: page-scoped id, X id, phone, business-scoped id."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    platform = models.CharField(_("platform"), max_length=20)
    kind = models.CharField(_("kind"), max_length=30)
    scope = models.CharField(_("scope"), max_length=255, blank=True)
    external_id = models.CharField(_("ID"), max_length=255)
    name = models.CharField(_("name"), max_length=255, blank=True)
    handle = models.CharField(_("handle"), max_length=255, blank=True)
    blocked = models.BooleanField(_("blocked"), default=False, editable=False)  # as its customer, see Block
    # What some platforms say of a person beside his name; null and blank where they say nothing.
    followers = models.PositiveBigIntegerField(null=True, editable=False)
    verified = models.CharField(max_length=20, blank=True, editable=False)
    picture_url = models.TextField(blank=True, editable=False)
    picture = models.FileField(_("portrait"), upload_to=portrait, blank=True, editable=False)

    objects = Identities.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("identity"), _("identities")
        constraints = [
            models.UniqueConstraint(fields=["platform", "kind", "scope", "external_id"], name="one_identity_per_id")
        ]

    def __str__(self):
        return self.name or self.handle or self.external_id
