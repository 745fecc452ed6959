"""The recordings of one interaction, for pages that show it."""

from supervision.policies.security import Act, recordings_for


def beside(interaction, person):
    """Those that this person may play, in the order of the parts; for `_on_details.html`."""
    mine = recordings_for(person, Act.PLAY).filter(interaction=interaction)
    return list(mine.select_related("agent").order_by("began_at", "pk"))


def of_part(interaction, agent, person):
    """Those of one agent's part."""
    return [one for one in beside(interaction, person) if one.agent_id == agent]
