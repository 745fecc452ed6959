"""Which other customer may be the same person: found by name, handle or number, or suggested."""

from django.db.models import Q

from interactions.models import Customer, Identity, Interaction

MOST = 10


def within_reach(person):
    """The customers with whom he or his workgroups have, or have had, to do (R73): their names, not what they said."""
    seen = Interaction.objects.for_person(person).values("customer")
    places = person.memberships.values("workgroup")
    ours = Interaction.objects.filter(workgroup__in=places).values("customer")
    return Customer.objects.filter(Q(pk__in=seen) | Q(pk__in=ours), merged_into=None)


def found(person, customer, words):
    """Others by name, handle, number or account number."""
    words = words.strip().lstrip("@+")
    if not words:
        return []
    named = Identity.objects.filter(
        Q(name__icontains=words) | Q(handle__icontains=words) | Q(external_id__startswith=words)
    )
    fits = Q(name__icontains=words) | Q(account_number__iexact=words) | Q(pk__in=named.values("customer"))
    return _others(person, customer, fits)


def suggested(person, customer):
    """Others with the same name or account number, or with an id or a handle that is one of his."""
    identities = list(customer.identities.all())
    numbers = {one.external_id for one in identities}
    handles = {one.handle for one in identities if one.handle}
    same = Identity.objects.filter(Q(external_id__in=numbers) | Q(handle__in=handles))
    fits = Q(pk__in=same.values("customer"))
    if customer.name:
        fits |= Q(name__iexact=customer.name)
    if customer.account_number:
        fits |= Q(account_number=customer.account_number)
    return _others(person, customer, fits)


def _others(person, customer, fits):
    rows = within_reach(person).filter(fits).exclude(pk=customer.pk)
    return list(rows.order_by("name", "pk").prefetch_related("identities")[:MOST])
