"""What an agent has typed and not sent, as his own pages get it."""

from interactions.models import Draft
from interactions.serializers import attachment, iso


def drawn(draft):
    """A draft as its author's pages get it."""
    return {
        "tab": draft.tab,
        "target": draft.target,
        "text": draft.text,
        "private": draft.private,
        "version": draft.version,
        "at": iso(draft.at),
        "files": [attachment(file) for file in draft.files.all()],
    }


def drafts_of(agent, interaction):
    """All that this agent has typed about this interaction (or ids of both)."""
    return [drawn(draft) for draft in Draft.objects.of(agent, interaction)]
