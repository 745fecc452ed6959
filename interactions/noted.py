"""How notes look in JSON, and who is shown which."""

from agents.models import Agent
from audit.kept_words import told
from interactions.models import Note
from interactions.names import iso, named_by

PRIVATE = ("noted", "note_edited")  # lines of the journal that only readers of the note are told of
SHOWN = 200


def drawn(note):
    """A note as pages show it; `by` null: the product wrote it."""
    return {
        "id": note.pk,
        "interaction": note.interaction_id,
        "kind": note.kind,
        "text": _words(note),
        "at": iso(note.at),
        "by": named_by(Agent, note.agent_id),
        "only_for": named_by(Agent, note.only_for_id),
        "edited_at": iso(note.edited_at),
    }


def _words(note):
    """What people wrote, as they did; what the product wrote, in the reader's language."""
    return told(note.text) if note.kind == Note.Kind.NOTICE else note.text


def of_conversation(interaction, person):
    """The newest notes about a conversation that he may read, oldest first."""
    newest = Note.objects.of_conversation(interaction, person).order_by("-at", "-pk")[:SHOWN]
    return [drawn(note) for note in reversed(newest)]


def of_events(events, viewer_id):
    """{id: note} of those that these lines of a journal name, as far as this reader may read them."""
    named = {event.data["note"] for event in events if "note" in event.data}
    if not named or viewer_id is None:
        return {}
    return {note.pk: drawn(note) for note in Note.objects.readable(Agent(pk=viewer_id)).filter(pk__in=named)}


def passed_on(interaction):
    """What goes with an offer: the newest words of a transfer, or of the product; never what colleagues wrote beside it."""
    passed = interaction.notes.filter(kind__in=(Note.Kind.TRANSFER, Note.Kind.NOTICE), only_for=None)
    note = passed.order_by("-pk").first()
    return _words(note) if note else ""
