"""Which parts of an interaction are recorded: the initiation policies, asked in their order; the first that fits decides."""

from hashlib import sha256

from interactions.models import Message
from interactions.words import containing
from supervision.policies.criteria import fits
from supervision.policies.models import Policy
from supervision.recordings.parts import parts, whole


def asked():
    """The initiation policies that are switched on, the first one first."""
    return list(Policy.objects.asked(Policy.Kind.INITIATION))


def wanted(interaction, events, policies):
    """[(part, policy)] of what is recorded."""
    if not policies:
        return []
    chosen = decided(interaction, events, policies, spoken([interaction.pk], policies))
    return [(part, policy) for part, policy in chosen if policy and policy.does.get("record")]


def decided(interaction, events, policies, said):
    """[(part, the policy that decides about it or None)]; `said` is what `spoken` found."""
    if not events:
        return []
    return [(part, _first(interaction, part, policies, said)) for part in parts(events) or [whole(events)]]


def spoken(interactions, policies):
    """{keyword: ids of those of these interactions in whose messages it stands}, for all keywords of the policies."""
    said = Message.objects.filter(interaction__in=interactions, deleted_at=None)
    words = {policy.criteria["keyword"] for policy in policies if policy.criteria.get("keyword")}
    return {word: set(containing(said, word).values_list("interaction", flat=True)) for word in words}


def _first(interaction, part, policies, said):
    facts = {
        "media_types": interaction.media_type,
        "platforms": interaction.platform,
        "channels": interaction.thread.channel_id,
        "workgroups": part.workgroup or interaction.workgroup_id,
        "agents": part.agent,
    }
    for policy in policies:
        spoken = interaction.pk in said.get(policy.criteria.get("keyword"), ())
        if fits(policy.criteria, facts, spoken) and drawn(policy, interaction.pk):
            return policy
    return None


def drawn(policy, interaction):
    """Is this interaction (id) in the policy's sample? Always the same answer, whoever asks how often."""
    percent = policy.criteria.get("sample") or 100
    return int(sha256(f"{policy.pk}:{interaction}".encode()).hexdigest(), 16) % 100 < percent
