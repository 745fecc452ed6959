"""Deliveries as platforms really send them, mixed, merged, repeated and in any order, end in the same rows."""

import json
from collections import Counter

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from channels_admin.models import Channel, Feed, Platform, PlatformApp, PlatformNotice
from interactions import changes, drain, wishes
from interactions.models import (
    Alias,
    Attachment,
    Change,
    Delivery,
    Identity,
    Inbox,
    Interaction,
    Message,
    Reaction,
    Revision,
    Thread,
)
from platforms import hub
from platforms.base import SAID
from tests import company, payloads

pytestmark = [pytest.mark.django_db, pytest.mark.both]

FOLDERS = {"facebook": ["facebook-webhooks"], "whatsapp": ["whatsapp/post__whatsapp_webhooks", "whatsapp-webhooks"]}


def pieces(platform):
    """Every captured delivery of a platform, taken apart into entries of one change or event each."""
    bodies = [body for folder in FOLDERS[platform] for body in payloads.deliveries(folder)]
    for body in [*bodies, *payloads.BUILT_BODIES[platform]]:
        for entry in body.get("entry", ()):
            rest = {key: value for key, value in entry.items() if key not in ("changes", "messaging", "standby")}
            for name in ("changes", "messaging", "standby"):
                yield from ({**rest, name: [one]} for one in entry.get(name, ()))


def different(platform):
    """The pieces of a platform, without those that give the id of another message: its documentation repeats ids."""
    seen, kept = set(), []
    for entry in pieces(platform):
        ids = {post.external_id for _, part in parsed(platform, [entry]) for post in part.posts if post.kind in SAID}
        if not ids & seen:
            kept.append(entry)
        seen |= ids
    return kept


def parsed(platform, entries):
    return hub.parse_webhook(platform, json.dumps({"object": "page", "entry": entries}).encode())


def addresses(platform, entries):
    """Where these entries came to, by kind of feed."""
    return {(kind, part.address) for kind, part in parsed(platform, entries) if part.posts}


@pytest.fixture(params=FOLDERS)
def inbound(request, care):
    """(app, entries) of a platform, with a channel that reads every address which the entries name."""
    entries = different(request.param)
    channel = company.channel(care, public=care, platform=Platform(request.param), address="110")
    Channel.objects.filter(pk=channel.pk).update(enabled_at=timezone.now().replace(year=2010))
    for kind, address in addresses(request.param, entries):
        Feed.objects.get_or_create(channel=channel, kind=kind, address=address)
    return PlatformApp.objects.get(), entries


def delivered(app, batches):
    """These batches of entries come as deliveries, and are worked off."""
    for batch in batches:
        body = json.dumps({"object": "page", "entry": batch}).encode()
        Inbox.objects.create(month=timezone.now().date().replace(day=1), app_id=app.pk, body=body)
        drain.drain(app.pk)
    assert not Inbox.objects.exclude(failure="").exists()
    changes.settle()


def end_state():
    """All that is left, without ids of ours."""
    said = Message.objects.order_by("external_id").values_list(
        *("external_id", "text", "kind", "outbound", "carries", "edited_at", "deleted_at", "hidden", "reacted"),
        *("author__external_id", "thread__kind", "thread__peer__external_id", "platform_at"),
    )
    revisions = Revision.objects.values_list("message__external_id", "at", "text")
    reactions = Reaction.objects.values_list("message__external_id", "identity__external_id", "emoji")
    early = Change.objects.values_list("external_id", "kind", "at", "text", "hidden", "identity__external_id")
    notices = PlatformNotice.objects.values_list("address", "field", "object_id", "digest")
    files = Attachment.objects.values_list("message__external_id", "place", "kind")
    people = Identity.objects.values_list("kind", "external_id", "scope")
    rest = (sorted(map(str, rows)) for rows in (revisions, reactions, early, notices, files, people))
    return [list(said), *rest]


def everything_forgotten():
    Interaction.objects.update(last_message=None)
    for model in (Revision, Reaction, Alias, Change, Attachment, Delivery, PlatformNotice, Inbox):
        model.objects.all().delete()
    Message.objects.update(interaction=None, parent=None)
    for model in (Interaction, Message, Thread, Identity):
        model.objects.all().delete()
    wishes.forget()


@settings(
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
    deadline=None,
    max_examples=settings.default.max_examples // 8,  # each example is a database
    # What is drawn is large: making it smaller takes minutes and tells no more.
    phases=[Phase.generate],
)
@given(data=st.data())
def test_any_mixture_of_deliveries_ends_in_the_same_rows(inbound, data):
    app, entries = inbound
    everything_forgotten()
    chosen = data.draw(st.lists(st.sampled_from(range(len(entries))), min_size=20, max_size=80, unique=True))
    delivered(app, [[entries[place] for place in sorted(chosen)]])
    expected = end_state()
    everything_forgotten()
    order = data.draw(st.permutations(chosen + data.draw(st.lists(st.sampled_from(chosen), max_size=15))))
    size = data.draw(st.integers(1, 30))
    delivered(app, [[entries[place] for place in order[at : at + size]] for at in range(0, len(order), size)])
    for there, wanted in zip(end_state(), expected, strict=True):
        assert Counter(there) - Counter(wanted) == Counter(wanted) - Counter(there)
