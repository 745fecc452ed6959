"""Who finds what in the Tracker and its details."""

import pytest
from django.urls import reverse

from interactions.models import Message
from tests import factories

pytestmark = pytest.mark.django_db
TRACKER = reverse("supervision:tracker")


def details(interaction):
    return reverse("supervision:details", args=[interaction.pk])


def rows(client, **query):
    return [row["interaction"] for row in client.get(TRACKER, query).context["rows"]]


def test_without_the_right_only_what_is_ones_own(client, handled, care):
    alice = factories.AgentFactory(username="alice", supervises=[care])
    own, others = handled("It leaks", owner=alice), handled("It leaks")
    client.force_login(alice)
    assert rows(client) == rows(client, text="leaks") == [own]
    assert rows(client, workgroup=care.pk) == [own] and rows(client, number=others.pk) == []
    for name in ("details", "sheet", "place"):
        assert client.get(reverse(f"supervision:{name}", args=[own.pk])).status_code == 200
        assert client.get(reverse(f"supervision:{name}", args=[others.pk])).status_code == 404
    answer = client.get(TRACKER, {"open": others.pk})
    assert "opened" not in answer.context and "Your own interactions" in answer.content.decode()
    assert {"agent"}.isdisjoint(chip["name"] for chip in [*answer.context["chips"], *answer.context["others"]])
    assert client.get(reverse("supervision:tracker-count")).json()["short"] == "1"
    lines = b"".join(client.get(reverse("supervision:tracker-export"))).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [str(own.pk)]


def test_in_his_own_he_does_not_read_what_others_handled(client, handled, care):
    bob = factories.AgentFactory(username="bob", workgroups=[care])
    before = handled("Between us")
    own = handled("And now to you", owner=bob, thread=before.thread)
    client.force_login(bob)
    answer = client.get(details(own))
    page = answer.content.decode()
    assert "And now to you" in page and "Between us" not in page and answer.context["before"] is None
    assert "1 message belongs to an interaction of others and is not shown." in page


def test_a_stranger_is_sent_to_sign_in(client, handled):
    for address in (TRACKER, details(handled())):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.url == f"{reverse('account_login')}?next={address}"


def test_only_what_is_supervised_is_found(sam, handled, elsewhere):
    mine, theirs = handled("It leaks"), handled("It leaks", workgroup=elsewhere)
    for query in ({}, {"text": "leaks"}, {"number": str(theirs.pk)}, {"sort": "-duration"}):
        found = rows(sam, **query)
        assert theirs not in found and ("number" in query or found == [mine])


def test_an_interaction_of_somebody_elses_workgroup_is_404(sam, handled, elsewhere):
    assert sam.get(details(handled())).status_code == 200
    assert sam.get(details(handled(workgroup=elsewhere))).status_code == 404
    assert sam.get(reverse("supervision:details", args=[999])).status_code == 404


def test_being_a_member_is_not_supervising(sam, handled, elsewhere):
    factories.MembershipFactory(agent=sam.person, workgroup=elsewhere)
    assert sam.get(details(handled(workgroup=elsewhere))).status_code == 404


def test_the_right_alone_shows_nothing(client, handled):
    one = handled()
    client.force_login(factories.AgentFactory(is_superuser=True))
    assert rows(client) == [] and client.get(details(one)).status_code == 404


def test_only_workgroups_and_people_of_his_are_offered_as_criteria(sam, care, elsewhere):
    factories.AgentFactory(first_name="Ann", workgroups=[care])
    factories.AgentFactory(first_name="Zoe", workgroups=[elsewhere])
    page = sam.get(TRACKER).content.decode()
    assert ">Care</span>" in page and ">Ann</span>" in page
    assert "Elsewhere" not in page and "Zoe" not in page


def test_messages_handled_elsewhere_are_counted_and_not_shown(sam, handled, elsewhere):
    theirs = handled("Between us", workgroup=elsewhere)
    mine = handled("And now to you", thread=theirs.thread)
    page = sam.get(details(mine)).content.decode()
    assert "And now to you" in page and "Between us" not in page
    assert "1 message was handled in a workgroup that you do not supervise" in page
    assert sam.get(details(mine)).context["before"] is None


def test_words_that_were_deleted_are_found_by_nobody_without_the_right(sam, handled):
    one = handled("the secret word")
    Message.objects.update(deleted_at=one.created_at)
    assert rows(sam, text="secret") == []


def test_only_get(sam):
    assert sam.post(TRACKER).status_code == 405


def test_old_addresses_lead_on(sam, handled):
    one = handled()
    for old, new in (
        ("/history/?text=leak", f"{TRACKER}?text=leak"),
        (f"/history/{one.pk}/", details(one)),
        ("/history/floor/", reverse("supervision:floor")),
    ):
        assert sam.get(old).url == new
