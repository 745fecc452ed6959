"""Where in its list an interaction stands: "3 of 128" beside the details, counted as far as is worth it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from supervision.tracker import finding
from supervision.tracker.sorting import written_moment
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def six(handled):
    """Six that leak, newest first; the first of them lasted longest. Between them one that does not."""
    first = handled("leak", ago=timedelta(hours=1), disconnected_at=timezone.now() + timedelta(days=1))
    channel = first.thread.channel

    def another(says, hours):
        return handled(says, thread=factories.ThreadFactory(channel=channel), ago=timedelta(hours=hours))

    made = [first, *(another("a leak", hours) for hours in range(2, 7))]
    another("all is well", 3.5)
    return made


def place(client, one, **query):
    return client.get(reverse("supervision:place", args=[one.pk]), query).json()["short"]


@pytest.mark.parametrize("near", [4000, 1])
def test_its_place_in_every_order_by_either_way(sam, six, near, monkeypatch):
    monkeypatch.setattr(finding, "NEAR", near)
    assert [place(sam, one) for one in six] == ["1", "2", "3", "5", "6", "7"]
    assert [place(sam, one, text="leak") for one in six] == ["1", "2", "3", "4", "5", "6"]
    assert [place(sam, one, text="leak", sort="started") for one in six] == ["6", "5", "4", "3", "2", "1"]
    assert place(sam, six[0], text="leak", sort="-duration") == "1"
    assert place(sam, six[5], text="leak", sort="-duration") == "2"
    factories.MessageFactory(thread=six[3].thread, interaction=six[3], text="the leak again")
    assert [place(sam, one, text="leak", sort="-relevance") for one in six[2:5]] == ["4", "1", "5"]


def test_what_is_not_in_the_list_has_none_there(sam, six, elsewhere):
    assert place(sam, six[0], text="well") == place(sam, six[0], state="waiting") == ""
    assert place(sam, six[0], text="well", sort="-relevance") == ""
    theirs = factories.InteractionFactory(workgroup=elsewhere)
    assert sam.get(reverse("supervision:place", args=[theirs.pk])).status_code == 404


def test_what_came_after_the_list_was_drawn_moves_no_place_and_no_number(sam, six, handled):
    at = written_moment(timezone.now())
    page = sam.get(reverse("supervision:tracker"))
    assert page.context["of_list"].startswith("at=")
    handled("leak", thread=factories.ThreadFactory(channel=six[0].thread.channel))
    number = reverse("supervision:tracker-count")
    assert place(sam, six[2], at=at) == "3" and place(sam, six[2]) == "4"
    assert sam.get(number, {"at": at}).json()["short"] == "7" and sam.get(number).json()["short"] == "8"


def test_counting_ends_where_it_is_no_longer_worth_it(sam, six, monkeypatch):
    monkeypatch.setattr(finding, "PLACED_MOST", 3)
    assert [place(sam, one) for one in six[:4]] == ["1", "2", "3", "3+"]
    sheet = sam.get(reverse("supervision:sheet", args=[six[0].pk]), {"text": "leak"}).content.decode()
    assert f'data-place="/supervision/tracker/{six[0].pk}/place/?text=leak"' in sheet
