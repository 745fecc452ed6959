"""An agent records a snippet of his own work, from–to (R61)."""

import pytest

from supervision.models import Recording
from supervision.recordings import sealing
from tests import company

pytestmark = pytest.mark.django_db


def test_a_snippet_runs_until_it_is_ended_and_everybody_who_looks_is_told(page):
    care = company.workgroup("Care")
    alice, bob = company.agent("alice", care), company.agent("bob", care)
    interaction = company.connected(company.channel(care), alice)
    place, desk = f"interactions/{interaction.pk}", page(alice)
    assert desk.get(f"{place}/")["snippet"] is None
    assert page(bob).call("POST", f"{place}/recording/").status_code == 404
    desk.post(f"{place}/recording/")
    desk.post(f"{place}/recording/")
    shown = desk.get(f"{place}/")
    assert shown["snippet"]["agent"] == alice.pk and shown["snippet"]["since"]
    assert [event["kind"] for event in shown["events"]].count("recording_started") == 1
    assert desk.call("DELETE", f"{place}/recording/").status_code == 204
    assert desk.get(f"{place}/")["snippet"] is None
    assert desk.call("DELETE", f"{place}/recording/").json()["code"] == "not_recording"
    sealing.seal_snippets()
    assert Recording.objects.get().cause == "snippet"
