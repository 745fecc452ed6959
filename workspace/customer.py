"""The customer beside a conversation: who he is, what else of his is open, what was before. Each as far as R73a goes."""

from django.utils.translation import gettext as _

from agents.models import Agent
from audit.rights import Right
from channels_admin.models import Channel
from interactions.attributes import attributes_of
from interactions.merging import differing, is_blocked, reason_against
from interactions.models import Block, Identity, Interaction, Merge, State
from interactions.names import named_by
from interactions.serializers import iso, named
from interactions.serializers import person as as_person
from workspace import history

MOST = 20


def talks_to(interaction, person):
    """Is he talking to its customer, or does he watch over who is? Only then he is shown more than the conversation."""
    return _in_hand(interaction, person) or _watches(interaction, person)


def _in_hand(interaction, person):
    return interaction.is_of(person) and interaction.state != State.DISCONNECTED


def _watches(interaction, person):
    return person.memberships.filter(workgroup=interaction.workgroup_id, supervises=True).exists()


def panel(interaction, person):
    """All of it, in as many queries however much there is."""
    customer, talking = interaction.customer, talks_to(interaction, person)
    block = _block(customer) if talking else None
    return {
        "interaction": interaction.pk,
        "number": interaction.last_event,
        "talking": talking,
        "customer": {
            "id": customer.pk,
            "name": customer.name,
            "since": iso(customer.since),
            "language": customer.language,
        },
        "identities": identities(interaction, talking),
        "others": others(interaction, person),
        "labels": interaction.label_names(),
        "attributes": attributes_of(customer) if talking else [],
        "block": block,
        "merges": _merges(customer, bool(block)) if talking else [],
        "history": history.page(interaction, person, talking),
        "may": may(person, talking),
    }


def may(person, talking):
    """What he has the right to do here."""
    rights = {"merge": Right.MERGE, "block": Right.BLOCK}
    allowed = {name: talking and person.has_perm(right) for name, right in rights.items()}
    return allowed | {"edit": talking, "new_labels": person.has_perm(Right.NEW_LABELS)}


def identities(interaction, talking):
    """How platforms name him; whom one does not talk to is shown only as he is known in this conversation."""
    rows = list(Identity.objects.filter(customer=interaction.customer_id).order_by("platform", "pk"))
    here = interaction.thread.peer_id or _wrote(interaction, rows)
    shown = rows if talking else [row for row in rows if row.pk == here]
    return [identity(row, here) for row in sorted(shown, key=lambda row: row.pk != here)][:MOST]


def _wrote(interaction, rows):
    """Under which of his identities he began this public conversation."""
    said = interaction.messages.filter(outbound=False, author__in=rows).order_by("platform_at", "pk")
    return said.values_list("author", flat=True).first()


def identity(row, here=None):
    """One of them as JSON."""
    facts = as_person(row)
    return facts | {"id": row.pk, "platform": row.platform, "blocked": row.blocked, "here": row.pk == here}


def others(interaction, person):
    """His other open interactions (R68a). Channel, agent and state of each; the number only of those in the viewer's reach."""
    rows = Interaction.objects.open().filter(customer=interaction.customer_id).exclude(pk=interaction.pk)
    rows = list(rows.select_related("thread").order_by("pk")[:MOST])
    if not rows:
        return []
    reach = Interaction.objects.for_person(person) | Interaction.objects.talked_about(person)
    seen = set(reach.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    mine = set(person.memberships.values_list("workgroup", flat=True))
    his = interaction.owner_id == person.pk and interaction.state in ("connected", "held")
    return [_other(row, person, row.pk in seen, his, row.workgroup_id in mine) for row in rows]


def _other(row, person, seen, his, member):
    colleague = row.owner_id not in (None, person.pk)
    return {
        "id": row.pk if seen else None,
        "channel": named_by(Channel, row.thread.channel_id),
        "platform": row.platform,
        "kind": row.thread.kind,
        "state": row.state,
        "state_since": iso(row.state_since),
        "agent": named_by(Agent, row.owner_id),
        "mine": row.owner_id == person.pk,
        "take": his and seen and member and row.owner_id != person.pk,
        "hand": his and seen and colleague,
    }


def _block(customer):
    found = Block.objects.filter(customer=customer, lifted_at=None).select_related("by").first()
    return found and {
        "at": iso(found.at),
        "by": named(found.by),
        "reason": found.reason,
        "platform": "" if found.platform == "wanted" else found.platform,
    }


def _merges(customer, blocked):
    """Those that can be undone, newest first, with why one cannot."""
    rows = Merge.objects.filter(kept=customer, undone_at=None).select_related("gone", "by", "kept")[:MOST]
    return [
        {
            "id": one.pk,
            "name": str(one.gone),
            "at": iso(one.at),
            "by": named(one.by),
            "until": iso(one.undoable_until),
            "why_not": reason_against(one, one.kept, blocked=blocked),
        }
        for one in rows
    ]


def other_customer(customer):
    """Another one as JSON, to be told from this one: how platforms name him, and since when."""
    return {
        "id": customer.pk,
        "name": str(customer),
        "since": iso(customer.since),
        "account_number": customer.account_number,
        "identities": [identity(row) for row in customer.identities.all()][:5],
    }


def preview(kept, gone, attributes):
    """What a merge would join: both, what goes over, and where they differ (`attributes`: {key: name})."""
    return {
        "kept": other_customer(kept),
        "gone": other_customer(gone),
        "conversations": gone.threads.count(),
        "interactions": gone.interactions.count(),
        "differing": [
            {"name": attributes.get(key, key), "stays": stays, "goes": goes}
            for key, stays, goes in differing(kept, gone)
        ],
        "why_not": str(_("A blocked customer cannot be merged. Unblock the customer first."))
        if is_blocked(kept, gone)
        else "",
    }
