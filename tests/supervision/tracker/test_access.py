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
    for address in (details(own), reverse("supervision:sheet", args=[own.pk])):
        assert client.get(address).status_code == 200
    for address in (details(others), reverse("supervision:sheet", args=[others.pk])):
        assert client.get(address).status_code == 404
    assert "It leaks" not in client.get(TRACKER, {"open": others.pk, "number": others.pk}).content.decode()


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
