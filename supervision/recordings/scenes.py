"""A recording as it is played: every thing that was seen at its moment, and each message with what became of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from interactions.models import Delivery
from supervision.telling import SENTENCES

BETWEEN = timedelta(milliseconds=1)


@dataclass(slots=True)
class Stage:
    """What stood at a place from this millisecond on."""

    ms: int
    text: str


@dataclass(slots=True)
class Scene:
    """One thing to be seen, from this millisecond of the recording on; negative: it was there when it began.

    `words` are the wordings of a message one after the other, `states` what is known of its delivery, `gone_ms` is when
    it was deleted.
    """

    ms: int
    at: datetime
    kind: str
    side: str
    says: dict
    number: int
    text: str = ""
    erased: str = ""
    erased_at: datetime | None = None
    icon: str = ""
    words: list = field(default_factory=list)
    states: list = field(default_factory=list)
    gone_ms: int | None = None


def scenes(recording, entries):
    """The scenes in their order. `entries` are those of the recording, by number."""
    told, messages = [], {}
    for entry in entries:
        ms = _since(recording, entry.at)
        if not _happened_to(messages, entry, ms):
            scene = _scene(entry, ms)
            told.append(scene)
            if entry.kind == "message" and entry.message_id:
                messages[entry.message_id] = scene
    return told


def marks(recording, drawn, width=1000):
    """Where something happened, on a line of so many units: [{"x", "side"}], for what was said and what was done."""
    length = max(1, length_of(recording))
    shown = [one for one in drawn if one.kind in ("message", "note", "event") and one.ms >= 0]
    return [{"x": round(min(one.ms, length) * width / length, 1), "side": one.side or "event"} for one in shown]


def length_of(recording):
    """How long it plays, in milliseconds."""
    return int(recording.seconds * 1000)


def _since(recording, at):
    return (at - recording.began_at) // BETWEEN


def _happened_to(messages, entry, ms):
    """Did this happen to a message that is drawn already? Then it is a stage of that, and no scene of its own."""
    scene, says = messages.get(entry.message_id), entry.says
    if scene is None or entry.kind not in ("edit", "delivery", "change"):
        return False
    if entry.kind == "edit":
        scene.words.append(Stage(ms, says.get("text", "")))
    elif entry.kind == "delivery":
        scene.states.append(Stage(ms, _state(says)))
    elif says.get("what") in ("deletion", "delete"):
        scene.gone_ms = ms
    return True


def _scene(entry, ms):
    says = entry.says
    scene = Scene(ms, entry.at, entry.kind, _side(entry, says), says, entry.number)
    if entry.erased_at:
        scene.erased, scene.erased_at = entry.erased_by, entry.erased_at
    elif entry.kind == "message":
        scene.gone_ms = ms if "deleted_at" in says else None
        scene.words = [Stage(ms, says.get("text", ""))]
    elif entry.kind == "event":
        scene.icon, _tone, sentence = _sentence(says)
        scene.text = str(sentence).format(
            who=says["who"] or _("the product"), to=says["to"], group=says["group"], kind=says["event"], **NOTHING
        )
    return scene


NOTHING = {"delivery": "", "act": "", "step": "", "number": ""}


def _sentence(says):
    one = f"{says['event']}.{says['state']}"
    return SENTENCES.get(one) or SENTENCES.get(says["event"], ("right", "", "{kind}"))


def _side(entry, says):
    if entry.kind in ("message", "file"):
        return "out" if says.get("outbound") else "in"
    return "note" if entry.kind == "note" else ""


def _state(says):
    try:
        return str(Delivery.State(says.get("state")).label)
    except ValueError:
        return ""


def utc(at):
    """A moment as exported pages write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
