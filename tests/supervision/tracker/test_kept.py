"""What people keep of the Tracker: columns, searches of their own and shared ones."""

import pytest
from django.urls import reverse

from audit.models import Change
from supervision.models import SavedSearch
from tests import factories

pytestmark = pytest.mark.django_db
TRACKER = reverse("supervision:tracker")


def shown(client):
    return [column.name for column in client.get(TRACKER).context["columns"]]


def test_columns_are_chosen_kept_and_given_back(sam, handled):
    handled()
    usual = shown(sam)
    answer = sam.post(
        reverse("supervision:tracker-columns"), {"column": ["number", "channel", "nonsense"], "query": "text=a"}
    )
    assert answer.url == f"{TRACKER}?text=a" and shown(sam) == ["number", "channel"]
    page = sam.get(TRACKER).content.decode()
    assert 'class="hits cols-2"' in page and ">To pick-up</span>" in page
    sam.post(reverse("supervision:tracker-columns"), {"query": ""})
    assert shown(sam) == usual


def save(client, **given):
    asked = {"name": "Leaks", "query": "text=leak*&period=today&nonsense=1", "shared": "nobody"} | given
    return client.post(reverse("supervision:tracker-save"), asked, follow=True)


def test_a_search_is_kept_opened_replaced_and_deleted_by_its_owner_alone(sam, handled, client):
    save(sam)
    (kept,) = SavedSearch.objects.all()
    assert kept.query == "text=leak%2A&period=today" and not Change.objects.filter(noun="supervision.savedsearch")
    page = sam.get(f"{TRACKER}?{kept.query}").content.decode()
    assert f'href="?{kept.query.replace("&", "&amp;")}" aria-current="true"' in page and 'data-test="forget"' in page
    save(sam, query="state=held")
    assert SavedSearch.objects.get().query == "state=held"
    client.force_login(factories.AgentFactory())
    assert client.post(reverse("supervision:tracker-forget", args=[kept.pk])).status_code == 404
    client.force_login(sam.person)
    sam.post(reverse("supervision:tracker-forget", args=[kept.pk]))
    assert not SavedSearch.objects.exists()


def test_who_sees_a_shared_search_and_that_sharing_is_audited(sam, care, elsewhere, client):
    save(sam, name="Ours", shared="workgroup", workgroup=care.pk)
    save(sam, name="All", shared="all")
    save(sam, name="Mine")
    here, there, nobody = (factories.AgentFactory(supervises=groups) for groups in ([care], [elsewhere], []))
    names = {
        who: {one.name for one in SavedSearch.objects.for_person(who)} for who in (sam.person, here, there, nobody)
    }
    assert names == {sam.person: {"Ours", "All", "Mine"}, here: {"Ours", "All"}, there: {"All"}, nobody: set()}
    assert set(Change.objects.filter(noun="supervision.savedsearch").values_list("name", flat=True)) == {"Ours", "All"}


def test_sharing_reaches_no_further_than_one_supervises(sam, elsewhere, client):
    assert "Choose the workgroup" in save(sam, shared="workgroup").content.decode()
    assert "Select a valid choice" in save(sam, shared="workgroup", workgroup=elsewhere.pk).content.decode()
    client.force_login(factories.AgentFactory())
    assert "Select a valid choice" in save(client, shared="all").content.decode()
    assert not SavedSearch.objects.exists()
