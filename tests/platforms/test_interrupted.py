"""Reading while people write, with workers that die before they store what they read: nothing may be skipped."""

import json
import random

import pytest

from platforms import hub

from .conftest import PAGE, collect, readings


class Crowd:
    """Customers who write at any time: `number` makes each text and name one of a few."""

    def __init__(self, company, chance):
        self.company, self.chance = company, chance
        own = {"page": PAGE, "author": {"id": PAGE, "name": "ACME Bread"}, "message": "News"}
        self.objects = [company.control("facebook/posts", own)["id"]]

    def x_posts(self, number):
        tweet = {"author": {"username": f"guest{number % 5}"}, "text": f"@acme {number}"}
        return self.company.control("x/tweets", tweet)["id"]

    def messenger(self, number):
        message = {"page": PAGE, "from": {"id": f"p{number % 7}", "name": "Guest"}, "text": str(number)}
        return self.company.control("messenger/messages", message)["id"]

    def facebook_posts(self, number):
        said = {"author": {"id": f"p{number}", "name": "Guest"}, "message": str(number)}
        if self.chance.random() < 0.3:
            self.objects.append(self.company.control("facebook/posts", {"page": PAGE, **said})["id"])
            return self.objects[-1]
        return self.company.control("facebook/comments", {"object": self.chance.choice(self.objects), **said})["id"]


@pytest.mark.parametrize("kind", ["x_posts", "facebook_posts", "messenger"])
def test_nothing_is_skipped_whenever_a_worker_dies(company, kind):
    chance = random.Random(kind)
    write = getattr(Crowd(company, chance), kind)
    written, stored, cursor = set(), set(), {}
    for turn in range(25):
        written |= {write(10 * turn + n) for n in range(chance.randint(0, 3))}
        page = hub.module(kind).fetch(
            company.wire(kind),
            json.loads(json.dumps(cursor)),
            chance.choice([1, 2, 10]),
            company.watch(handles=["acme"]),
        )
        if chance.random() < 0.7:
            stored |= {post.external_id for post in page.posts}
            cursor = page.cursor
    # A round of readings ends at what was there when it began, so the last news needs a round of its own.
    for _ in range(2):
        posts, cursor = collect(readings(kind, company.wire(kind), company.watch(handles=["acme"]), 50, cursor))
        stored |= {post.external_id for post in posts}
    assert len(written) > 15
    assert stored == written
