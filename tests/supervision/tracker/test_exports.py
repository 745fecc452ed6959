"""CSV of what was found: streamed, and in the background, where workers may die and owners may change their minds."""

import csv
import fcntl
import io
from datetime import timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from interactions.models import Identity
from supervision.models import Export
from supervision.tracker import csv_lines, exports, tasks
from tests import crowd, factories

pytestmark = [pytest.mark.django_db, pytest.mark.both]
EXPORT = reverse("supervision:tracker-export")


@pytest.fixture(autouse=True)
def small(monkeypatch, settings, tmp_path):
    """Two lines a batch, and a folder of one's own."""
    monkeypatch.setattr(csv_lines, "BATCH", 2)
    settings.DATA_DIR = tmp_path


@pytest.fixture
def five(handled):
    first = handled("leak", ago=timedelta(hours=1))
    Identity.objects.filter(customer=first.customer).update(name="=HYPERLINK(1)")
    type(first).objects.filter(pk=first.pk).update(customer=factories.CustomerFactory(name="=HYPERLINK(1)"))
    return [first] + [handled("leak", thread=factories.ThreadFactory(channel=first.thread.channel)) for _n in range(4)]


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def streamed(client, **query):
    answer = client.get(EXPORT, query)
    assert answer["Content-Type"].startswith("text/csv")
    return table(b"".join(answer))


def test_it_streams_all_that_fits_in_order_and_harmless(sam, five, handled, elsewhere):
    handled("leak", workgroup=elsewhere)
    rows = streamed(sam, text="leak")
    assert [int(row["Number"]) for row in rows] == [one.pk for one in reversed(five)]
    assert rows[-1]["Customer"] == "'=HYPERLINK(1)" and rows[0]["State"] == "Disconnected"
    assert int(rows[-1]["Duration (s)"]) >= 3600
    assert streamed(sam, text="nothing") == [] and len(streamed(sam, sort="duration")) == 5


def test_a_criterion_that_is_wrong_exports_nothing_instead_of_everything(sam, five):
    for answer in (sam.get(EXPORT, {"label": "99"}, follow=True), sam.post(f"{EXPORT}?label=99", follow=True)):
        page = answer.content.decode()
        assert "Nothing was exported" in page and "Label: " in page and "99 is not one of the" in page
    made = begin(sam)
    Export.objects.update(query="label=99")  # it was there when he asked
    with pytest.raises(ValueError, match="label"):
        exports.run(made.pk)
    assert Export.objects.values_list("state", "done").get() == ("failed", 0)


def begin(sam, **query):
    sam.post(EXPORT + "?" + "&".join(f"{name}={value}" for name, value in query.items()))
    return Export.objects.latest("pk")


def test_in_the_background_with_progress_for_its_owner_alone(sam, five, client):
    made = begin(sam, text="leak")
    assert made.state == "waiting" and "data-busy" in sam.get(reverse("supervision:tracker-exports")).content.decode()
    exports.run(made.pk)
    made.refresh_from_db()
    assert (made.state, made.done, made.total, made.percent) == ("done", 5, 5, 100)
    file = reverse("supervision:tracker-export-file", args=[made.pk])
    assert len(table(sam.get(file).getvalue())) == 5
    client.force_login(factories.AgentFactory())
    assert client.get(file).status_code == 404
    assert client.post(reverse("supervision:tracker-export-change", args=[made.pk])).status_code == 404


@pytest.fixture
def twenty(five, handled):
    """Enough to be caught in the middle of."""
    channel = five[0].thread.channel
    return five + [handled("leak", thread=factories.ThreadFactory(channel=channel)) for _n in range(15)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_is_completed_by_the_next_tick_and_what_is_canceled_stops(sam, twenty, tmp_path):
    made = begin(sam, text="leak")
    crowd.kill_in("tests.jobs:export_half", made.pk, tmp_path)
    exports.run(made.pk)  # it may still be at it
    made.refresh_from_db()
    assert made.state == "running" and made.done < 20 and not exports.due(timezone.now())
    with open(made.path, "ab") as file:
        file.write(b"half a li")
    Export.objects.update(seen_at=F("seen_at") - exports.SILENT)
    tasks.export_due()
    for waiting in exports.due(timezone.now()):
        exports.run(waiting.pk)
    made.refresh_from_db()
    assert (made.state, made.done, made.size) == ("done", 20, made.path.stat().st_size)
    assert [int(row["Number"]) for row in table(made.path.read_bytes())] == [one.pk for one in reversed(twenty)]
    other = begin(sam)
    with crowd.standing_still("tests.jobs:export_half", other.pk, tmp_path):
        sam.post(reverse("supervision:tracker-export-change", args=[other.pk]), {"do": "cancel"})
    other.refresh_from_db()
    assert other.state == "canceled" and other.done < 20 and not other.path.exists()


def test_what_failed_is_gone_on_with_when_its_owner_says_so(sam, five, tmp_path):
    made, folder = begin(sam), tmp_path / exports.FOLDER
    folder.write_text("in the way")
    with pytest.raises(FileExistsError):
        exports.run(made.pk)
    made.refresh_from_db()
    assert made.state == "failed"
    folder.unlink()
    exports.run(made.pk)  # not asked to
    assert not folder.exists()
    sam.post(reverse("supervision:tracker-export-change", args=[made.pk]), {"do": "resume"})
    exports.run(made.pk)
    assert Export.objects.get().done == 5


def test_one_worker_has_it_at_a_time_until_it_is_silent(sam, five):
    made = begin(sam)
    Export.objects.update(state="running", seen_at=timezone.now())
    exports.run(made.pk)
    assert Export.objects.get().done == 0
    Export.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    made.path.parent.mkdir()
    with open(made.path, "ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # it was only held up, and writes
        exports.run(made.pk)
        assert Export.objects.get().done == 0
    Export.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    exports.run(made.pk)
    assert Export.objects.get().done == 5


def test_what_is_done_expires_with_its_file(sam, five):
    made = begin(sam)
    exports.run(made.pk)
    Export.objects.update(ended_at=timezone.now() - timedelta(days=4))
    exports.sweep()
    assert not Export.objects.exists() and not made.path.exists()


def test_what_was_asked_for_is_said_in_words_in_few_queries(sam, care, django_assert_max_num_queries):
    def page():
        with django_assert_max_num_queries(20) as captured:
            html = sam.get(reverse("supervision:tracker-exports")).content.decode()
        return html, len(captured)

    begin(sam, text="leak", platform="whatsapp", workgroup=care.pk, since="2026-03-01", sort="-duration")
    html, few = page()
    assert "Text leak · From 2026-03-01 · Platform WhatsApp · Workgroup Care" in html
    begin(sam, workgroup=care.pk)
    Export.objects.create(owner=sam.person)
    html, number = page()
    assert "Everything" in html and number <= few


def test_three_at_a_time_are_enough(sam, five):
    for _n in range(5):
        begin(sam)
    assert Export.objects.count() == 3
