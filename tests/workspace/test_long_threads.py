"""Conversations of thousands: page by page, whole branches, the same few queries however long they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from channels_admin.models import Platform
from interactions.models import Reading, State
from tests import company
from tests.long_threads import comments

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(care, alice):
    """A post on a page, in alice's hands."""
    where = company.channel(care, public=care, platform=Platform.FACEBOOK, address="110")
    feed = where.feeds.get(kind="facebook_posts")
    company.take_in(feed, [company.commented("My Duo leaks", id="110_1")])
    interaction = company.Interaction.objects.get(thread__channel=where)
    return company.brought_to(State.CONNECTED, interaction, alice)


def path(interaction, more=""):
    return f"interactions/{interaction.pk}/{more}"


def cost(page, address):
    page.get(address)
    with CaptureQueriesContext(connection) as queries:
        page.get(address)
    return len(queries)


def test_a_page_costs_the_same_however_long_the_thread_is(post, alice, page):
    desk = page(alice)
    comments(post, 400)
    short = cost(desk, path(post)), cost(desk, path(post, "messages/"))
    comments(post, 1200, unread=5)
    assert (cost(desk, path(post)), cost(desk, path(post, "messages/"))) == short


def test_a_page_brings_what_stands_above_its_messages(post, alice, page):
    newest = comments(post, 1200)
    detail = page(alice).get(path(post))
    ids = {message["id"] for message in detail["messages"]}
    whole = ids | {message["id"] for message in detail["above"]}
    assert len(ids) == 200 and newest.pk in ids and detail["more"]
    assert all(message["parent"] in whole | {None} for message in detail["messages"] + detail["above"])
    assert newest.parent_id not in ids and detail["answers"][str(newest.parent_id)] == 2


def test_pages_follow_each_other_until_the_first_without_a_gap(post, alice, page):
    comments(post, 450)
    desk, seen = page(alice), []
    answer = desk.get(path(post, "messages/"))
    while True:
        seen = [message["id"] for message in answer["messages"]] + seen
        if not answer["more"]:
            break
        answer = desk.get(path(post, f"messages/?before={seen[0]}"))
    assert seen == list(post.thread.messages.values_list("pk", flat=True))


def test_a_page_reaches_back_to_a_message_that_is_asked_for(post, alice, page):
    comments(post, 900)
    desk, all_of_them = page(alice), list(post.thread.messages.values_list("pk", flat=True))
    oldest, wanted = all_of_them[-200], all_of_them[100]
    answer = desk.get(path(post, f"messages/?before={oldest}&back_to={wanted}"))
    ids = [message["id"] for message in answer["messages"]]
    assert wanted in ids and ids == all_of_them[-200 - len(ids) : -200] and answer["more"]


def test_the_branch_of_a_single_message_is_told(post, alice, page):
    newest = comments(post, 50)
    answer = page(alice).get(path(post, f"messages/?above={newest.pk}"))
    assert newest.parent_id in [message["id"] for message in answer["above"]]


def test_a_branch_is_marked_as_read_and_opened_again(post, alice, page):
    comments(post, 12, unread=6)
    desk = page(alice)
    head = post.thread.messages.get(external_id__startswith="long 4 ")
    told = desk.post(path(post, "read-marks/"), {"message": head.pk})
    newest = post.thread.messages.order_by("-pk").first()
    assert told == {"reads": {str(head.pk): newest.pk}, "marks": 1}
    detail = desk.get(path(post))
    assert detail["reads"] == {str(head.pk): newest.pk} and detail["interaction"]["marks"] == 1
    assert detail["interaction"]["unread"] == 5, "the seventh is under it; the sixth was read before"
    assert desk.post(path(post, "read-marks/"), {"message": head.pk})["marks"] == 2
    assert desk.get(path(post))["interaction"]["unread"] == 5, "once"
    assert desk.post(path(post, "read-marks/"), {"message": head.pk, "read": False}) == {"reads": {}, "marks": 3}


def test_all_branches_are_marked_as_read_at_once(post, alice, page):
    comments(post, 40)
    desk = page(alice)
    desk.post(path(post, "read-marks/"), {})
    top = Reading.objects.values_list("message__external_id", flat=True)
    assert {name.rpartition(" ")[0] for name in top} == {""} | {f"long {number}" for number in range(0, 40, 4)}
    desk.post(path(post, "read-marks/"), {"read": False})
    assert not Reading.objects.exists()


def test_only_who_has_it_in_hand_marks_anything(post, alice, care, page):
    boss = company.agent("boss")
    care.memberships.create(agent=boss, supervises=True)
    said = page(boss).post(path(post, "read-marks/"), {}, status=409)
    assert said["code"] == "not_allowed" and not Reading.objects.exists()
    foreign = company.agent("zoe")
    assert page(foreign).call("POST", path(post, "read-marks/"), {}).status_code == 404
    assert page(alice).call("POST", path(post, "read-marks/"), {"message": 10**9}).status_code == 404
