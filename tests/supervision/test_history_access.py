"""Who sees what of the history and the details."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
HISTORY = reverse("supervision:history")


def details(interaction):
    return reverse("supervision:details", args=[interaction.pk])


def test_without_the_right_the_page_names_it(client, handled, care):
    one = handled()
    client.force_login(factories.AgentFactory(username="alice", supervises=[care]))
    for address in (HISTORY, details(one)):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "You need the right Tracker." in answer.content.decode()


def test_a_stranger_is_sent_to_sign_in(client, handled):
    for address in (HISTORY, details(handled())):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.url == f"{reverse('account_login')}?next={address}"


def test_only_what_is_supervised_is_found(sam, handled, elsewhere):
    mine, theirs = handled("It leaks"), handled("It leaks", workgroup=elsewhere)
    for query in ({}, {"text": "leaks"}, {"number": str(theirs.pk)}):
        rows = [row["interaction"] for row in sam.get(HISTORY, query).context["rows"]]
        assert theirs not in rows and ("number" in query or rows == [mine])


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
    assert client.get(HISTORY).context["rows"] == []
    assert client.get(details(one)).status_code == 404


def test_only_workgroups_and_people_of_his_are_offered_as_filters(sam, care, elsewhere):
    factories.AgentFactory(first_name="Ann", workgroups=[care])
    factories.AgentFactory(first_name="Zoe", workgroups=[elsewhere])
    page = sam.get(HISTORY).content.decode()
    assert ">Care</option>" in page and ">Ann</option>" in page
    assert "Elsewhere" not in page and "Zoe" not in page


def test_messages_handled_elsewhere_are_counted_and_not_shown(sam, handled, elsewhere):
    theirs = handled("Between us", workgroup=elsewhere)
    mine = handled("And now to you", thread=theirs.thread)
    page = sam.get(details(mine)).content.decode()
    assert "And now to you" in page and "Between us" not in page
    assert "1 message was handled in a workgroup that you do not supervise" in page
    assert sam.get(details(mine)).context["before"] is None


def test_only_get(sam):
    assert sam.post(HISTORY).status_code == 405
