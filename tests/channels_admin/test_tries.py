"""Trying keywords before a channel uses them: what is repeated is told apart, and what keeps out is left out of the query."""

from channels_admin.checking.tries import kept_out
from platforms.base import Post
from platforms.times import now
from platforms.twitter.trying import Tried, wide


def test_what_keeps_posts_out_is_no_part_of_the_query_that_is_tried():
    assert wide(["espresso", "bean to cup", "-hiring"], ["acme"]) == ['(@acme OR espresso OR "bean to cup")']
    assert wide(["-hiring"], []) == []
    assert len(wide([f"word{n}" * 8 for n in range(20)], [])) > 1


def test_a_repost_is_told_apart():
    repost = Tried(Post("1", now(), text="RT espresso"), repeats=True)
    assert kept_out(repost, [])[0] == "ignored"
    assert kept_out(Tried(Post("1", now(), text="Hiring now"), repeats=False), ["hiring"])[0] == "ignored"
    assert kept_out(Tried(Post("1", now(), text="rehiring"), repeats=False), ["hiring"]) is None
