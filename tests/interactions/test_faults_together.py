"""Several processes at one outbox and at the same news: order, paces and rows are as if there were one."""

import json
import random
import time

import pytest
from django.utils import timezone

from channels_admin.models import Platform, PlatformApp
from interactions import changes, drain, outbox, polling
from interactions.models import Delivery, Inbox, Pace
from tests import company, crowd
from tests.interactions.faulty import TOKEN, Line
from tests.interactions.test_batches import end_state, everything_forgotten
from tests.sandbox.playing import APP, PAGE_FIELDS, SECRET, VERIFY, WHATSAPP_FIELDS, Receiver
from tests.servers import wait_until

together = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Stage = Delivery.State
CUSTOMERS, EACH = 20, 10
PATIENCE = 150  # seconds
REVISIONS = 1  # their place in the end state


def marked(test):
    for mark in together:
        test = mark(test)
    return test


@marked
def test_four_workers_send_two_hundred_replies_each_once_and_each_customer_reads_them_in_order(platform):
    line = Line(platform, "whatsapp")
    platform.control("rate_limits", {"rate_limits": "documented"})
    for number in range(CUSTOMERS):
        begun = line.answers_another("0", number=f"3519100000{number:02}")
        for turn in range(1, EACH):
            company.answers(begun.message.interaction, line.alice, str(turn))
    line.fails(code=131000, times=6)
    line.fails(code=130429, times=2)
    crowd.run(*[("tests.interactions.faulty:deliver_until_done", platform.url, PATIENCE)] * 4, timeout=PATIENCE + 60)

    got = {}
    for one in line.sent():
        got.setdefault(one["to"], []).append(one["text"])
    assert got == {f"3519100000{n:02}": [str(turn) for turn in range(EACH)] for n in range(CUSTOMERS)}
    assert set(Delivery.objects.values_list("state", flat=True)) == {Stage.SENT}


@pytest.mark.both
@pytest.mark.django_db
def test_sixty_replies_to_one_customer_keep_the_pace_and_never_meet_the_platforms_limit(platform):
    """44 at once, then one in six seconds; the time between is made to pass here and at the platform alike."""
    line = Line(platform, "whatsapp")
    platform.control("rate_limits", {"rate_limits": "documented"})
    replies = [line.answers(str(number)) for number in range(60)]
    tick()
    at_once = len(line.there())
    assert 44 <= at_once <= 50, "all that may go at once did, and what became possible meanwhile"
    for passed in range(6, 6 * 20, 6):
        company.passes(6, *Pace.objects.all(), *Delivery.objects.filter(state=Stage.QUEUED))
        platform.control("clock", {"offset": passed})
        tick()
    platform.control("clock", {"offset": 0})
    assert line.there() == [str(number) for number in range(60)]
    for reply in replies:
        reply.refresh_from_db()
    assert {(reply.state, reply.attempts) for reply in replies} == {(Stage.SENT, 1)}


def tick():
    """The outbox's ticks until one of them sends nothing."""
    out = -1
    while out != (out := Delivery.objects.filter(state=Stage.SENT).count()):
        for pk in outbox.due_now():
            outbox.deliver(pk)


@pytest.fixture
def receiver():
    taking = Receiver()
    yield taking
    taking.server.shutdown()
    taking.server.server_close()


@pytest.fixture
def told(platform, receiver):
    """A busy hour on a page and a number, as the sandbox told it: [(object, body)] in order."""
    fields = {"page": PAGE_FIELDS.split(), "whatsapp_business_account": WHATSAPP_FIELDS.split()}
    number = {"id": "106", "display_phone_number": "351215550100", "name": "Acme", "waba": "w"}
    world = {
        "apps": [{"id": APP, "secret": SECRET, "verify_token": VERIFY}],
        "pages": [{"id": "110", "name": "Acme", "token": TOKEN, "app": APP}],
        "numbers": [{**number, "token": TOKEN, "app": APP}],
        "webhooks": [{"app": APP, "object": kind, "url": receiver.url, "fields": of} for kind, of in fields.items()],
    }
    platform.control("world", world)
    happen(platform)
    quiet = lambda: not sum(one["webhooks"]["pending"] for one in platform.ask("counts").values())  # noqa: E731
    wait_until(lambda: receiver.deliveries and quiet(), patience=60, what="the last delivery")
    return [(json.loads(raw)["object"], raw.decode()) for raw, *_ in receiver.deliveries]


def happen(platform):
    """People post, write, change their minds and take things back."""
    control, chance = platform.control, random.Random("an hour")
    page = {"page": "110", "at": time.time() - 60}  # so that what becomes of it comes in a later second
    for n in range(6):
        author = {"id": f"90{n}", "name": f"Visitor {n}"}
        post = control("facebook/posts", {**page, "author": author, "message": f"Post {n}"})["id"]
        comments = [
            control(
                "facebook/comments",
                {"object": post, "author": author, "message": f"Comment {n}.{m}", "at": page["at"] + 1},
            )["id"]
            for m in range(2)
        ]
        control("facebook/edits", {"object": comments[0], "message": f"Comment {n}.0 again"})
        control("facebook/reactions", {"object": comments[0], "author": author, "reaction": "LOVE"})
        control("facebook/hidings", {"object": post, "hidden": True})
        if chance.random() < 0.5:
            control("facebook/deletions", {"object": comments[1]})
        said = control("messenger/messages", {**page, "from": author, "text": f"Chat {n}"})["id"]
        control("messenger/edits", {"id": said, "text": f"Chat {n} again"})
        control("messenger/reactions", {"id": said, "reaction": "love"})
        control("messenger/messages", {**page, "from": author, "text": f"Also {n}"})
        ann = {"number": "106", "from": f"35190000010{n}", "name": f"Customer {n}"}
        wrote = control("whatsapp/messages", {**ann, "text": f"Text {n}"})["id"]
        gone = control("whatsapp/messages", {**ann, "text": f"Oops {n}"})["id"]
        control("whatsapp/messages", {**ann, "kind": "reaction", "content": {"message_id": wrote, "emoji": "👍"}})
        control("whatsapp/messages", {**ann, "kind": "revoke", "content": {"original_message_id": gone}})


def in_order(apps, told):
    """One worker, one after the other."""
    for about, body in told:
        Inbox.objects.create(month=timezone.now().date().replace(day=1), app_id=apps[about], body=body.encode())
        drain.drain(apps[about])
    changes.settle()


@marked
@pytest.mark.parametrize("seed", [1])
def test_two_who_drain_and_two_who_poll_leave_what_one_would_have_left(platform, told, care, tmp_path, seed):
    page = company.channel(care, public=care, platform=Platform.FACEBOOK, address="110", token=TOKEN)
    company.channel(care, token=TOKEN)
    ids = {app.platform: app.pk for app in PlatformApp.objects.all()}
    apps = {"page": ids["facebook"], "whatsapp_business_account": ids["whatsapp"]}
    in_order(apps, told)
    for feed in page.feeds.all():
        polling.poll(feed)
    expected = end_state()
    assert len(expected[0]) > 30 and not Inbox.objects.exclude(failure="").exists()
    everything_forgotten()
    page.feeds.update(cursor={})

    chance = random.Random(seed)
    mixed = [(apps[about], body) for about, body in told * 2]
    chance.shuffle(mixed)
    files = [tmp_path / f"{n}.json" for n in range(2)]
    for n, file in enumerate(files):
        file.write_text(json.dumps(mixed[n::2]))
    feeds = [feed.pk for feed in page.feeds.all()]
    crowd.run(
        *[("tests.interactions.faulty:drain_these", file) for file in files],
        *[("tests.interactions.faulty:poll_these", platform.url, 6, *feeds)] * 2,
        timeout=PATIENCE,
    )
    for app in apps.values():
        drain.drain(app)
    changes.settle()
    # What polling shows first has no earlier wording: the revisions may differ, the messages may not.
    for part, (there, wanted) in enumerate(zip(end_state(), expected, strict=True)):
        if part == REVISIONS:
            continue
        assert [row for row in there if row not in wanted] == [row for row in wanted if row not in there]
        assert there == wanted
    assert not Inbox.objects.exclude(failure="").exists() and not Inbox.objects.filter(done_at=None).exists()
