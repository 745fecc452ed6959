"""The list of recordings, the player, and what leaves the house (R82)."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agents.models import Role
from audit.models import Change
from supervision.recordings import sealing
from supervision.recordings.exporting import verify_file
from supervision.recordings.models import Entry, Tag
from tests import factories
from tests.supervision.recordings.making import recording

pytestmark = pytest.mark.django_db
LIST = reverse("recordings:list")


@pytest.fixture
def sealed(worked, everything):
    """The recording of it."""
    sealing.record(worked.pk)
    return worked.recordings.get()


@pytest.fixture
def sam(client, sealed):
    """A browser in which the supervisor of the workgroup is signed in."""
    client.person = factories.AgentFactory(username="sam", roles=[Role.SUPERVISOR], supervises=[sealed.workgroup])
    client.force_login(client.person)
    return client


def found(client, **query):
    return {row["one"].pk for row in client.get(LIST, query).context["rows"]}


def test_recordings_are_found_by_their_attributes(sam, sealed):
    tag, now = Tag.objects.create(name="Complaint"), timezone.now()
    sealed.tags.add(tag)
    other = recording(workgroup=sealed.workgroup, began_at=now - timedelta(days=9), cause="snippet", archived_at=now)
    strange = recording()
    assert found(sam) == {sealed.pk}
    assert found(sam, archived="with") == {sealed.pk, other.pk} and found(sam, archived="only") == {other.pk}
    same = {
        "platform": "whatsapp",
        "agent": sealed.agent_id,
        "workgroup": sealed.workgroup_id,
        "channel": sealed.channel_id,
        "customer": "mart",
        "tag": tag.pk,
        "cause": "policy",
        "media_type": "social_direct_message",
        "interaction": sealed.interaction_id,
        "since": f"{now - timedelta(days=1):%F}",
        "until": f"{now + timedelta(days=1):%F}",
    }
    for name, value in same.items():
        assert found(sam, **{name: value}) == {sealed.pk}, name
    for name, value in {"platform": "facebook", "customer": "zoe", "cause": "snippet", "until": "2020-01-01"}.items():
        assert found(sam, **{name: value}) == set(), name
    assert found(sam, interaction=strange.interaction_id) == set()
    assert "“To” lies before “From”." in sam.get(LIST, {"since": "2026-02-01", "until": "2026-01-01"}).content.decode()
    assert "Choose a day from 2000" in sam.get(LIST, {"until": "9999-12-31"}).content.decode()
    assert "Media specific › Social › Platform" in sam.get(LIST).content.decode()


def test_the_list_turns_its_pages_and_costs_the_same_however_long(sam, sealed, django_assert_max_num_queries):
    many = [recording(interaction=sealed.interaction, first=99 + n, agent=sealed.agent) for n in range(55)]
    with django_assert_max_num_queries(24):
        page = sam.get(LIST)
    rest = sam.get(LIST + page.context["older"]).context["rows"]
    shown = [row["one"].pk for row in [*page.context["rows"], *rest]]
    assert len(shown) == len(set(shown)) == len(many) + 1 and page.context["number"] == 56


def test_the_player_shows_everything_with_its_moment_and_that_it_is_unaltered(sam, sealed):
    answer = sam.get(reverse("recordings:player", args=[sealed.pk]))
    page = answer.content.decode()
    assert "Unaltered" in page and "Recording 1 of 1" in page and "Terrible, really" in page
    moments = [int(ms) for ms in re.findall(r'<li class="[^"]*" data-ms="(-?\d+)"', page)]
    assert moments == sorted(moments) and moments[-1] == answer.context["length"] and len(moments) == 8
    one = Entry.objects.filter(content__contains="sorry").get()
    Entry.objects.filter(pk=one.pk).update(content=one.content.replace("sorry", "glad"))
    page = sam.get(reverse("recordings:player", args=[sealed.pk])).content.decode()
    assert f"Entry {one.number}:" in page and "Its content was altered." in page and 'data-test="unaltered"' not in page


def test_the_participant_plays_his_own_and_exports_nothing(client, sealed):
    client.force_login(sealed.agent)
    address = reverse("recordings:player", args=[sealed.pk])
    assert client.get(address).status_code == 200 and client.get(LIST).status_code == 403
    assert client.get(reverse("recordings:export", args=[sealed.pk, "json"])).status_code == 404
    file = sealed.entries.get(kind="file")
    answer = client.get(reverse("recordings:file", args=[sealed.pk, file.says["attachment"]]))
    assert b"".join(answer.streaming_content) == b"a photograph"
    client.force_login(factories.AgentFactory(workgroups=[sealed.workgroup]))
    assert client.get(address).status_code == 404


def test_what_is_exported_verifies_and_is_audited(sam, sealed):
    for form in ("json", "html"):
        answer = sam.get(reverse("recordings:export", args=[sealed.pk, form]))
        assert verify_file(answer.content.decode())[1].unaltered
        assert answer["Content-Disposition"] == f'attachment; filename="recording-{sealed.pk}.{form}"'
    assert [line.verb for line in Change.objects.filter(noun="supervision.recording")] == ["exported"] * 2
    assert json.loads(sam.get(reverse("recordings:export", args=[sealed.pk, "json"])).content)["number"] == sealed.pk


def test_only_who_may_deletes_and_the_mark_stays(sam, sealed):
    address = reverse("recordings:delete", args=[sealed.pk])
    assert sam.post(address).status_code == 404
    sam.force_login(factories.AgentFactory(first_name="Ada", roles=[Role.ADMINISTRATOR]))
    assert sam.post(address, follow=True).status_code == 200
    page = sam.get(reverse("recordings:player", args=[sealed.pk])).content.decode()
    assert "deleted by Ada" in page and "Unaltered" in page and "Terrible" not in page
    assert not Entry.objects.filter(content__isnull=False).exists()


def test_the_details_of_an_interaction_name_its_recordings_and_have_a_place_to_play_them(sam, sealed):
    dock = reverse("recordings:dock", args=[sealed.pk])
    for name in ("details", "sheet"):
        page = sam.get(reverse(f"supervision:{name}", args=[sealed.interaction_id])).content.decode()
        assert f'data-dock="{dock}"' in page and (
            name == "sheet" or reverse("recordings:player", args=[sealed.pk]) in page
        )
    piece = sam.get(dock).content.decode()
    for part in ("data-stage", "data-player", "We are sorry", "Unaltered", "Recording 1 of 1"):
        assert part in piece, part
    assert "<html" not in piece and "export" not in piece
