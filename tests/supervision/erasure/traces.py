"""A customer who left traces everywhere, and looking for them in every table and file."""

from pathlib import Path

from django.apps import apps
from django.utils import timezone

from interactions import attributes, blocking
from interactions.models import Attribute, Change, Draft, Event, HelpRequest, Inbox, Interaction, Message, Stay
from supervision.quality.assigning import assign
from supervision.recordings import archiving, sealing
from supervision.recordings.archive import Archive
from supervision.tracker.exports import Export
from supervision.tracker.models import SavedSearch
from tests import company
from tests.supervision.quality.making import answered, questionnaire

NUMBER, NAME = "351987600001", "Qwistel"
# Letters that stand nowhere by chance.
WORDS = [NUMBER, NAME, "zanzibarleak", "vexatiousnote", "krakenfile", "yodeldraft", "ACCT-99887", "gnomehelp"]


def leave(channel, alice):
    """His one interaction, ended, recorded and scored."""
    post = company.said("zanzibarleak", by=NUMBER, name=NAME, id=f"wamid.{NUMBER}")
    one = company.connected(channel, alice, post)
    company.with_file(one.messages.get(), "krakenfile")
    company.with_portrait(one.thread.peer, "krakenfile")
    company.answers(one, alice, f"About your zanzibarleak, {NAME}")
    _written_by_colleagues(one, alice)
    _known(one, alice)
    one.disconnect(alice)
    sealing.record(one.pk)
    archiving.archive(one.recordings.get(), by=alice)
    _scored(one, alice)
    _looked_for(alice)
    return one


def _written_by_colleagues(one, alice):
    one.write_note(alice, "vexatiousnote")
    one.notes.get().reword("vexatiousnote twice", alice)
    typed = {"text": "yodeldraft", "private": False, "files": []}
    Draft.objects.keep(alice, one, ("reply", 0), typed, 0)
    HelpRequest.objects.create(interaction=one, agent=alice, text="gnomehelp")
    blocking.block(one.customer, alice, "vexatiousnote")
    one.refresh_from_db()


def _known(one, alice):
    machine = Attribute.objects.create(name="Machine")
    attributes.set_attribute(one.customer, "account_number", "ACCT-99887", alice)
    attributes.set_attribute(one.customer, str(machine.pk), "zanzibarleak", alice)
    early = {"channel": one.thread.channel, "identity": one.thread.peer, "kind": "reaction", "at": timezone.now()}
    Change.objects.create(external_id="x", text=NAME, digest="d", **early)
    body = f'{{"from":"{NUMBER}","text":"zanzibarleak"}}'.encode()
    Inbox.objects.create(app_id=1, body=body, done_at=timezone.now())
    one.refresh_from_db()


def _looked_for(alice):
    """A search that names him, and a file of what it found."""
    SavedSearch.objects.create(owner=alice, name="His", query=f"customer={NAME}")
    export = Export.begin(alice, f"customer={NAME}")
    export.path.parent.mkdir(parents=True, exist_ok=True)
    export.path.write_text(f"{NAME}\n")


def _scored(one, alice):
    card, _new = assign(questionnaire()[0], one, alice, None, scorer=alice)
    answered(card, alice, "yes", "2", "yes", f"{NAME} was right")
    type(card).objects.filter(pk=card.pk).update(comment=f"{NAME} thanked her")


def found(folder):
    """Which of the words stand in any table or any file, and where."""
    places = set()
    for model in apps.get_models(include_auto_created=True):
        for row in model._default_manager.values() if model._meta.managed else ():
            text = " ".join(_text(value) for value in row.values())
            places |= {(word, model._meta.label) for word in WORDS if word in text}
    for kept in Archive.objects.all():
        text = " ".join(entry.content or "" for entry in kept.entries())
        places |= {(word, "archive") for word in WORDS if word in text}
    for path in Path(folder).rglob("*"):
        if path.is_file():
            places |= {(word, path.name) for word in WORDS if word.encode() in path.read_bytes()}
    return places


def _text(value):
    return bytes(value).decode(errors="replace") if isinstance(value, (bytes, memoryview)) else str(value)


def statistics():
    """What figures are made of."""
    facts = ("pk", "state", "created_at", "disconnected_at", "picked_up_at", "first_reply_at", "workgroup", "owner")
    return (
        list(Interaction.objects.order_by("pk").values_list(*facts)),
        list(Event.objects.order_by("interaction_id", "number").values_list("interaction_id", "number", "kind", "at")),
        list(Stay.objects.order_by("pk").values_list("interaction", "waited_ms", "end")),
        Message.objects.count(),
    )
