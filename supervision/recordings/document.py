"""What a recording holds: everything that agent and customer saw, with times, built from the journal.

The journal says what happened when; the words are those of the rows it points at, each message in the wording that it had
then. What was deleted meanwhile, on the platform or by us, is told without its words.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest

from agents.models import Agent, Workgroup
from interactions.models import Attachment, Message, Note
from interactions.names import name_of
from platforms.base import MediaKind
from supervision.recordings.chain import moment

FILES = {kind.value for kind in MediaKind}
SAID = ("received", "message", "reply")
ABOUT_MESSAGES = (*SAID, "delivery", "changed", "undone", "discarded", "act")
# What neither of the two sees: how the router decides.
INWARD = ("alerted", "ring", "overflow", "skills", "priority", "affinity_over", "not_shown", "not_answered", "act")


@dataclass(slots=True)
class Seen:
    """One thing that was seen; `content` is fit for JSON. `message` and `attachment` are ids."""

    at: datetime
    kind: str
    content: dict
    message: int | None = None
    attachment: int | None = None


def document(events, part):
    """The entries of a part of an interaction: what was said before it, and all of it."""
    told = _Telling(events, part)
    return [seen for event in events if event.number <= part.last for seen in told.of(event)]


class _Telling:
    """The rows behind the journal, and which wording of each message was told last."""

    def __init__(self, events, part):
        self.part, self.shown = part, {}
        ids = {event.message_id for event in events} - {None}
        rows = Message.objects.filter(pk__in=ids).select_related("author")
        self.messages = {one.pk: one for one in rows.prefetch_related("revisions", "attachments")}
        notes = {event.data.get("note") for event in events} - {None}
        self.notes = Note.objects.in_bulk(notes)

    def of(self, event):
        """What this line of the journal showed, if anything."""
        if event.message_id and event.kind in ABOUT_MESSAGES:
            return self._about_message(event)
        if event.number < self.part.first or event.kind in INWARD:
            return []
        if "note" in event.data:
            return self._note(event)
        return [Seen(event.at, "event", _line(event))]

    def _about_message(self, event):
        message = self.messages.get(event.message_id)
        if event.kind in SAID:
            return [*self._entered(event), *self._said(event, message)]
        if event.kind == "delivery":
            content = {"state": event.data.get("state", ""), "code": event.data.get("code", "")}
            return [Seen(event.at, "delivery", {"message": event.message_id} | content, event.message_id)]
        if event.kind == "changed":
            return self._changed(event, message)
        return [Seen(event.at, "event", _line(event), event.message_id)]

    def _entered(self, event):
        """The line of the journal that stands beside the first message."""
        inside = event.kind == "received" and event.number >= self.part.first
        return [Seen(event.at, "event", _line(event))] if inside else []

    def _said(self, event, message):
        if message is None:  # called back, or deleted after it had failed
            return [Seen(event.at, "gone", {"message": event.message_id, "outbound": True}, None)]
        return [Seen(event.at, "message", self._words(event, message), message.pk), *self._files(event, message)]

    def _words(self, event, message):
        about = {
            "message": message.pk,
            "outbound": message.outbound,
            "by": _author(message),
            "parent": message.parent_id,
        }
        about |= {"said_at": moment(message.platform_at), "private": message.private_reply}
        if message.deleted:
            return about | {"deleted_at": moment(message.deleted_at)}
        details = [{"kind": one["kind"], "text": one["text"]} for one in message.details]
        return about | {"text": self._wording(event, message), "details": details}

    def _wording(self, event, message, *, later=False):
        """The wording at this moment: of an edit, one that was not told yet."""
        wordings = list(message.revisions.all())
        if not wordings:
            return message.text
        known = [place for place, one in enumerate(wordings) if one.at <= event.at]
        place = max([*known, 0, self.shown.get(message.pk, -1) + later])
        self.shown[message.pk] = min(place, len(wordings) - 1)
        return wordings[self.shown[message.pk]].text

    def _changed(self, event, message):
        what, about = event.data.get("state", ""), {"message": event.message_id}
        if message is None or message.deleted and what != "deletion":
            return []
        if what in ("edit", "rewritten"):
            words = about | {"text": self._wording(event, message, later=True), "by": _author(message)}
            return [Seen(event.at, "edit", words, message.pk)]
        if what == "file":
            return self._files(event, message)
        return [Seen(event.at, "change", about | {"what": what}, message.pk)]

    def _files(self, event, message):
        """Each file is an entry of its own, so that it can go while the words stay; told once it was there."""
        if message.deleted or message.carries not in FILES or (message.pk, "files") in self.shown:
            return []
        self.shown[(message.pk, "files")] = True
        return [Seen(event.at, "file", _file(one), message.pk, one.pk) for one in message.attachments.all()]

    def _note(self, event):
        """Words of a colleague, where they were for this agent too."""
        note = self.notes.get(event.data["note"])
        if note is None or note.deleted_at or not self._reads(note):
            return []
        who = name_of(Agent, note.agent_id) if note.agent_id else ""
        lines = [Seen(event.at, "note", {"note": note.pk, "by": who, "text": note.text})]
        moves = event.kind in ("transferred", "declined")
        return [Seen(event.at, "event", _line(event)), *lines] if moves else lines

    def _reads(self, note):
        return note.only_for_id is None or self.part.agent in (note.only_for_id, note.agent_id)


def _author(message):
    if message.automatic:
        return ""
    if message.agent_id:
        return name_of(Agent, message.agent_id) or ""
    return str(message.author) if message.author else ""


def _line(event):
    """A line of the journal with the names that it had then."""
    data = event.data
    to, group = data.get("to_agent") or data.get("agent"), data.get("workgroup") or data.get("to_workgroup")
    return {
        "event": event.kind,
        "state": data.get("state", ""),
        "who": event.by_id and name_of(Agent, event.by_id) or "",
        "to": to and name_of(Agent, to) or "",
        "group": group and name_of(Workgroup, group) or "",
    }


def _file(one):
    content = {"attachment": one.pk, "message": one.message_id, "kind": one.kind, "name": one.name}
    kept = one.state == Attachment.State.KEPT and one.file
    return content | {"mime": one.mime, "size": one.size, "alt": one.alt, "sha256": _bytes(one) if kept else ""}


def _bytes(one):
    """The digest of a file's bytes; blank where they are not there."""
    try:
        with one.file.open("rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
