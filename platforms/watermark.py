"""Reading on from a time: what is news, what only overlaps, and how far the mark may move.

Graph shows some posts late (held back as spam, hidden, ranked), so each reading begins before the mark.
"""

from datetime import timedelta

from platforms import times

OVERLAP = timedelta(minutes=10)


def oldest(posts, mark, limit):
    """(posts to hand on, new mark, is there more): all up to `mark`, and beyond it the oldest `limit`.

    The new mark is the time of the last news handed on, so a reading that is lost is repeated, never skipped.
    """
    posts = distinct(posts)
    news = [post for post in posts if post.at > mark]
    taken = news[: max(limit, 1)]
    reached = taken[-1].at if taken else mark
    return [post for post in posts if post.at <= reached], reached, reached < news[-1].at if news else False


def distinct(posts):
    """`posts` oldest first, each id once; posts of the same second stay in the order given."""
    return sorted({post.external_id: post for post in posts}.values(), key=lambda post: post.at)


def first_try(outgoing):
    """From when on a message of ours may be found at the platform, whose clock may differ by a minute."""
    return (outgoing.first_try or times.now() - timedelta(days=1)) - timedelta(seconds=60)
