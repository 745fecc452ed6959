"""The journal in words: who did what, when, and why the ACD chose whom it chose."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agents.models import AccountCode, Agent, Workgroup, WrapUpCode
from interactions.models import Delivery, Note
from interactions.noted import PRIVATE
from interactions.reasons import STEPS, ranked_words, rule_words, why_words
from supervision.rows import clock

# kind: (icon, tone, sentence); {who} did it, {to} is whom it went to, {group} the workgroup.
SENTENCES = {
    "received": ("inbox", "", gettext_lazy("Entered the queue of {group}")),
    "reopened": ("again", "connected", gettext_lazy("Reopened by {who}")),
    "reopened.waiting": ("again", "", gettext_lazy("Reopened by {who}: back in the queue of {group}")),
    "continued": ("again", "", gettext_lazy("{who} reopened it as interaction {number}")),
    "help_asked": ("us", "held", gettext_lazy("{who} asked for help")),
    "help_seen": ("unhide", "", gettext_lazy("{who} saw the request for help")),
    "help_answered": ("us", "connected", gettext_lazy("{who} answered the request for help")),
    "help_withdrawn": ("undo", "", gettext_lazy("{who} withdrew the request for help")),
    "joined": ("people", "connected", gettext_lazy("{who} joined, to write along")),
    "left": ("people", "", gettext_lazy("{who} wrote along no more")),
    "coded": ("ok", "", gettext_lazy("{who} said the codes")),
    "message": ("talk", "", gettext_lazy("A message arrived")),
    "alerted": ("bell", "alerting", gettext_lazy("Offered to {to}")),
    "declined": ("x", "held", gettext_lazy("Declined by {who}")),
    "not_answered": ("clock", "held", gettext_lazy("Not answered in time: back where it came from")),
    "not_shown": ("cut", "held", gettext_lazy("The offer never reached a desk: back where it came from")),
    "picked_up": ("talk", "connected", gettext_lazy("Picked up by {who}")),
    "held": ("pause", "held", gettext_lazy("Put on hold by {who}")),
    "parked": ("park", "parked", gettext_lazy("Parked by {who}")),
    "resumed": ("again", "alerting", gettext_lazy("Back from parking")),
    "transferred": ("move", "", gettext_lazy("Transferred by {who} to {to}{group}")),
    "taken_back": ("undo", "held", gettext_lazy("Taken back by {who}")),
    "taken_over": ("hand", "connected", gettext_lazy("Taken over by {who}")),
    "released": ("back", "", gettext_lazy("Back in the queue, first in line")),
    "ring": ("right", "", gettext_lazy("The next ring joins")),
    "overflow": ("right", "", gettext_lazy("Waited longer: {step}")),
    "affinity_over": ("clock", "", gettext_lazy("The last agent is not waited for any longer")),
    "priority": ("right", "", gettext_lazy("Priority changed")),
    "skills": ("right", "", gettext_lazy("Other skills are asked for")),
    "reply": ("reply", "", gettext_lazy("{who} replied")),
    "delivery": ("ok", "", gettext_lazy("Reply: {delivery}")),
    "discarded": ("bin", "", gettext_lazy("{who} deleted a reply that had failed")),
    "undone": ("undo", "", gettext_lazy("{who} called a reply back before it left")),
    "disconnected": ("end", "disconnected", gettext_lazy("Disconnected by {who}")),
    "labeled": ("hand", "", gettext_lazy("{who} put a label on it")),
    "unlabeled": ("hand", "", gettext_lazy("{who} took a label off")),
    "noted": ("note", "", gettext_lazy("{who} wrote a note")),
    "note_edited": ("note", "", gettext_lazy("{who} edited a note")),
    "note_deleted": ("bin", "", gettext_lazy("{who} deleted a note")),
    "gathered": ("people", "connected", gettext_lazy("{who} brought both conversations of the customer to {to}")),
    "merged": ("people", "", gettext_lazy("{who} merged the customer with another one")),
    "unmerged": ("undo", "", gettext_lazy("{who} undid a merge of the customer")),
    "blocked": ("gone", "disconnected", gettext_lazy("{who} blocked the customer")),
    "unblocked": ("ok", "", gettext_lazy("{who} unblocked the customer")),
    "attribute": ("pen", "", gettext_lazy("{who} changed what is known of the customer")),
    "recording_started": ("talk", "", gettext_lazy("{who} began to record a snippet")),
    "recording_stopped": ("ok", "", gettext_lazy("{who} ended the snippet")),
    "rated": ("ok", "connected", gettext_lazy("The customer rated it: {rating} of 5")),
    "idle_warned": ("clock", "held", gettext_lazy("Nobody has written for long: the agent was warned")),
    "wants_person": ("person", "held", gettext_lazy("The customer asked for a person")),
    "changed.file": ("file", "", gettext_lazy("A file was fetched, or given up")),
    "changed.edit": ("pen", "", gettext_lazy("A message was edited on the platform")),
    "changed.deletion": ("bin", "", gettext_lazy("A message was deleted on the platform")),
    "changed.hiding": ("hide", "", gettext_lazy("A message was hidden or shown again on the platform")),
    "changed.reaction": ("react", "", gettext_lazy("A reaction came or went")),
    "changed": ("ok", "", gettext_lazy("Done on the platform: {act}")),
    "act": ("hand", "", gettext_lazy("{who} asked for this: {act}")),
    "act_failed": ("alert", "disconnected", gettext_lazy("Not done on the platform: {act}")),
}
ACTS = {
    "like": gettext_lazy("like"),
    "unlike": gettext_lazy("take the like back"),
    "hide": gettext_lazy("hide"),
    "unhide": gettext_lazy("show again"),
    "react": gettext_lazy("react"),
    "rewritten": gettext_lazy("edit our message"),
    "delete": gettext_lazy("delete our message"),
}
REASONS = {
    "message": gettext_lazy("the customer wrote"),
    "time": gettext_lazy("its time had come"),
    "logged_off": gettext_lazy("the agent logged off"),
    "signed_out": gettext_lazy("the agent was logged off by an administrator"),
    "deactivated": gettext_lazy("the agent was deactivated"),
    "gone": gettext_lazy("the agent was gone for too long"),
    "returned": gettext_lazy("a supervisor returned it"),
}


@dataclass(slots=True)
class Line:
    """One line of the timeline.

    `candidates` are [{name, available, room, skill, score}], `excluded` [(how many, rule, names)].
    """

    at: datetime
    icon: str
    tone: str
    text: str
    detail: str = ""
    candidates: list = field(default_factory=list)
    excluded: list = field(default_factory=list)
    ranked: str = ""


class Names:
    """What the journal's ids are called, and the notes that this person may read: a query for each kind of thing."""

    def __init__(self, events, person):
        data = [event.data for event in events]
        people = {event.by_id for event in events} | {one.get(key) for one in data for key in ("agent", "to_agent")}
        people |= {pk for one in data for pk, _seconds in one.get("next", [])}
        people |= {pk for one in data for named in one.get("out", {}).values() for pk in named}
        people |= {row[0] for one in data for row in one.get("scores", [])}
        groups = {one.get(key) for one in data for key in ("workgroup", "to_workgroup")}
        self.agents = Agent.objects.in_bulk(people - {None})
        self.workgroups = Workgroup.objects.in_bulk(groups - {None})
        self.notes, self.reader = Note.objects.in_bulk({one.get("note") for one in data} - {None}), person.pk
        self.readable = {note.pk for note in Note.objects.readable(person).filter(pk__in=self.notes)}
        self.account_codes = AccountCode.objects.in_bulk({one.get("account_code") for one in data} - {None})
        self.wrap_ups = WrapUpCode.objects.in_bulk({one.get("wrap_up") for one in data} - {None})

    def agent(self, pk):
        """A person's name; the product itself where nobody did it."""
        return str(self.agents[pk]) if pk in self.agents else _("the product")

    def workgroup(self, pk):
        """A workgroup's name; blank where none is meant."""
        return str(self.workgroups[pk]) if pk in self.workgroups else ""


def lines(events, names):
    """The whole journal; `events` by number. That somebody wrote a note is told to nobody who may not read it."""
    return [_line(event, names) for event in events if not _is_private(event, names)]


def _is_private(event, names):
    note = names.notes.get(event.data.get("note")) if event.kind in PRIVATE else None
    return note is not None and note.only_for_id is not None and names.reader not in (note.only_for_id, note.agent_id)


def _line(event, names):
    icon, tone, sentence = _troubled(event) or _sentence(event)
    data, to = event.data, event.data.get("agent") or event.data.get("to_agent")
    text = str(sentence).format(
        who=names.agent(event.by_id),
        to=names.agent(to) if to else "",
        group=names.workgroup(data.get("workgroup") or data.get("to_workgroup")),
        delivery=_delivery(data),
        kind=event.kind.replace("_", " "),
        act=ACTS.get(data.get("state"), ""),
        step=_step(data, names),
        rating=data.get("rating", ""),
        number=data.get("as", ""),
    )
    line = Line(event.at, icon, tone, text, _detail(event, names))
    if event.kind == "alerted":
        line.candidates = _candidates(data, names)
        line.excluded = [(count, rule_words(rule), _out(data, rule, names)) for rule, count in _excluded(data)]
        line.ranked = ranked_words(data.get("interaction"))
    return line


def _candidates(data, names):
    """Who had room, the one who got it first, with what was weighed."""
    if "rule" not in data:
        return []
    scored = {agent: (score, skill) for agent, score, skill in data.get("scores", [])}
    room = {agent: _("%(has)s of %(most)s") % {"has": has, "most": most} for agent, has, most in data.get("room", [])}
    had_room = [(data.get("agent"), data.get("seconds", 0)), *data.get("next", [])]
    return [
        {
            "name": names.agent(agent),
            "available": clock(seconds),
            "room": room.get(agent),
            "score": scored.get(agent, (None, None))[0],
            "skill": scored.get(agent, (None, None))[1],
        }
        for agent, seconds in had_room
        if agent
    ]


def _sentence(event):
    """By kind and state where there are several of one kind, else by kind."""
    one = f"{event.kind}.{event.data.get('state')}"
    return SENTENCES.get(one) or SENTENCES.get(event.kind, ("right", "", gettext_lazy("{kind}")))


def _troubled(event):
    """A reply that did not arrive, or may not have, stands out."""
    bad = event.data.get("state") in (Delivery.State.FAILED, Delivery.State.UNCERTAIN)
    return ("alert", "disconnected", SENTENCES["delivery"][2]) if event.kind == "delivery" and bad else None


def _delivery(data):
    try:
        return Delivery.State(data.get("state")).label.lower()
    except ValueError:
        return ""


def _detail(event, names):
    tell = _DETAILS.get(event.kind)
    return tell(event.data, names) if tell else ""


def _why(data, names):
    others = len(data.get("next", []))
    more = ngettext("%(n)s other had room", "%(n)s others had room", others) % {"n": others} if others else ""
    return "; ".join(filter(None, [why_words(data), more]))


def _excluded(data):
    """[(rule, how many)], the most first."""
    return sorted(data.get("excluded", {}).items(), key=lambda item: -item[1])


def _out(data, rule, names):
    """Who they were, as far as they were noted."""
    return ", ".join(names.agent(pk) for pk in data.get("out", {}).get(rule, []))


def _step(data, names):
    """What an overflow did."""
    words = STEPS.get(data.get("step"), "")
    return str(words).format(points=data.get("points", ""), group=names.workgroup(data.get("to_workgroup")))


def _note(data, names):
    note = names.notes.get(data.get("note"))
    return _("“%(note)s”") % {"note": note.text} if note and note.pk in names.readable else ""


def _reason(data, names):
    return str(REASONS.get(data.get("reason"), data.get("reason", "").replace("_", " ")))


def _codes(data, names):
    wrap_up, account = names.wrap_ups.get(data.get("wrap_up")), names.account_codes.get(data.get("account_code"))
    said = [_("Wrap-up: %(code)s") % {"code": wrap_up}] if wrap_up else []
    return "; ".join(said + ([_("Account code: %(code)s") % {"code": account}] if account else []))


_DETAILS = {
    "alerted": _why,
    "transferred": _note,
    "declined": _note,
    "resumed": _reason,
    "released": _reason,
    "disconnected": _codes,
    "coded": _codes,
    "picked_up": lambda data, names: _("by hand from the queue") if data.get("from") == "queue" else "",
    "delivery": lambda data, names: data.get("code", ""),
    "act_failed": lambda data, names: data.get("code", ""),
}
