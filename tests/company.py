"""A small company in the test database: people, workgroups, a WhatsApp channel, and customers who write there."""

import itertools
from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from agents.models import (
    AccessLicense,
    Agent,
    Family,
    Installation,
    License,
    MediaType,
    Membership,
    Seat,
    Status,
    Utilization,
    Workgroup,
)
from channels_admin.models import Account, Channel, Platform, PlatformApp
from interactions.intake import take_in
from interactions.models import Attachment, Event, Interaction, Message, State
from interactions.standing import standing
from platforms.base import Person, Post, PostKind

_numbers = itertools.count(1)


def licensed():
    """All parts, enough of each, and social media switched on."""
    for part in License.Part.values:
        License.objects.get_or_create(part=part, defaults={"count": 1000})
    Installation.objects.update_or_create(pk=1, defaults={"social_media": True})


def agent(name, *workgroups, status=Status.AVAILABLE, seated=True, families=Family.values):
    """A person who can take interactions of these workgroups."""
    made = Agent.objects.create(username=name, first_name=name.title(), status=Status.objects.get(name=status))
    Membership.objects.bulk_create(Membership(agent=made, workgroup=workgroup) for workgroup in workgroups)
    AccessLicense.objects.bulk_create(AccessLicense(agent=made, family=family) for family in families)
    if seated:
        Seat.objects.create(agent=made)
    return made


def workgroup(name="Care", *, percent=25, most=4, **more):
    """A workgroup with a queue and utilization for both social types."""
    made = Workgroup.objects.create(name=name, **more)
    for media_type in (MediaType.SOCIAL_CONVERSATION, MediaType.SOCIAL_DIRECT_MESSAGE):
        Utilization.objects.create(workgroup=made, media_type=media_type, percent=percent, max_assign=most)
    return made


def channel(direct, *, public=None, platform=Platform.WHATSAPP, address="106", began=timedelta(hours=1), token="t"):
    """A channel that is enabled since `began` ago."""
    licensed()
    app = PlatformApp.objects.create(
        platform=platform, app_id=f"app{next(_numbers)}", name="App", secret="s", verify_token="v"
    )
    account = Account.objects.create(platform=platform, name="Acme", token=token, external_id=address, app=app)
    made = Channel.objects.create(
        name=f"{platform} {address}",
        platform=platform,
        account=account,
        addresses=[address],
        direct_workgroup=direct,
        conversation_workgroup=public,
    )
    made.enable()
    Channel.objects.filter(pk=made.pk).update(enabled_at=timezone.now() - began)
    made.refresh_from_db()
    return made


def said(text="hello", *, by="351900000001", name="Ann", id=None, at=None, **more):
    """A private message as a platform module gives it."""
    person = Person("phone", by, name=name)
    facts = {"private": True, "peer": person, "author": person} | more
    return Post(external_id=id or f"wamid.{next(_numbers)}", at=at or timezone.now(), text=text, **facts)


def commented(text="hello", *, by="901", id=None, thread="", under="", at=None, **more):
    """A public post or comment as a platform module gives it; `under` is the id of what it answers."""
    id = id or f"110_{next(_numbers)}"
    facts = {"author": Person("page_scoped", by, name=f"Visitor {by}", scope="110"), "thread": thread or id} | more
    return Post(external_id=id, at=at or timezone.now(), text=text, parent=under, **facts)


def receipt(what, external_id="", *, mark="", **more):
    """What a platform reports about a message of ours."""
    facts = {"kind": PostKind.RECEIPT, "private": True, "receipt": what, "mark": mark} | more
    return Post(external_id=external_id, at=timezone.now(), **facts)


def writes(where, *posts):
    """Customers wrote; returns the open interactions of the channel, newest last."""
    feed = where.feeds.get()
    take_in(feed, list(posts) or [said()])
    return list(Interaction.objects.open().filter(thread__channel=where).order_by("pk"))


def with_file(message, words="words", **more):
    """Give a message a file that was fetched, with these words in it."""
    made = Attachment(message=message, kind="file", name="words.txt", mime="text/plain", state="kept", **more)
    made.file.save(made.name, ContentFile(words.encode()))
    Message.objects.filter(pk=message.pk).update(carries="file")
    return made


def with_portrait(identity, words=""):
    """Give a person a portrait that was fetched, with these words in it."""
    png = b"\x89PNG\r\n\x1a\n" + words.encode()
    identity.picture.save("portrait", ContentFile(png))


def waiting(where, count):
    """`count` interactions in the queue, each of another customer."""
    take_in(where.feeds.get(), [said(by=f"35191{n:07}", name=f"Customer {n}") for n in range(count)])
    return list(Interaction.objects.filter(thread__channel=where).order_by("pk"))


WAYS = {
    State.WAITING: "",
    State.ALERTING: "alert",
    State.CONNECTED: "alert pick_up",
    State.HELD: "alert pick_up hold",
    State.PARKED: "alert pick_up park",
    State.DISCONNECTED: "alert pick_up disconnect",
}


def brought_to(state, interaction, by):
    """Lead a waiting interaction to `state`, in the hands of `by`."""
    for verb in WAYS[state].split():
        getattr(interaction, verb)(by, **({"why": {}} if verb == "alert" else {}))
    return interaction


def connected(where, by, *posts):
    """A customer wrote and `by` has picked it up; returns the interaction."""
    return brought_to(State.CONNECTED, writes(where, *posts)[-1], by)


def answers(interaction, by, text="Hello!", **more):
    """An agent writes a reply; returns its delivery, still queued."""
    return Message.objects.get(pk=interaction.reply(by, text, uuid=uuid4(), **more)[0].pk).delivery


def passes(seconds, *rows):
    """Time passes for these rows: every time that they hold moves into the past."""
    for row in rows:
        row.refresh_from_db()
        times = {
            field.name: getattr(row, field.name)
            for field in row._meta.fields
            if field.get_internal_type() == "DateTimeField"
        }
        moved = {name: at - timedelta(seconds=seconds) for name, at in times.items() if at}
        type(row).objects.filter(pk=row.pk).update(**moved)
        row.refresh_from_db()
        if isinstance(row, Interaction):  # it has waited longer than those beside it
            Interaction.objects.filter(pk=row.pk).update(**standing(row))
            row.refresh_from_db()


def journal(interaction):
    """The kinds of its journal's lines in order, after a look that they are numbered without a gap."""
    rows = list(Event.objects.filter(interaction_id=interaction.pk).order_by("number"))
    interaction.refresh_from_db()
    assert [row.number for row in rows] == list(range(1, interaction.last_event + 1))
    return [row.kind for row in rows]
