"""The pages about quality, through the browser's door: writing a questionnaire, scoring, results, calibration."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Change
from interactions.models import Refused
from supervision.models import Calibration, Questionnaire, Scorecard
from supervision.quality.assigning import assign
from tests import company, factories
from tests.supervision.quality.making import completed, questionnaire

pytestmark = pytest.mark.django_db


def page(client, name, *args, **asked):
    answer = client.get(reverse(f"quality:{name}", args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client, where, *args, **given):
    return client.post(reverse(f"quality:{where}", args=args), given)


def texts(version):
    return [str(one) for one in version.questions()]


@pytest.fixture
def editor(sam):
    """A questionnaire begun on the page, and its buttons: (questionnaire, do)."""
    answer = send(sam, "questionnaires", name="Care", description="For all")
    made = Questionnaire.objects.get()
    assert answer["Location"] == reverse("quality:questionnaire", args=[made.pk])
    return made, lambda what, **given: send(sam, "questionnaire", made.pk, do=what, **given)


def three(made, do):
    """Two groups, and in the first of them three questions."""
    do("add_group", name="Manner")
    do("add_group", name=" Facts ")
    base = {"group": made.draft().groups.get(name="Manner").pk, "importance": "required", "weight": 2, "minimum": 0}
    do("question", **base, text="Greeted?", kind="yes_no", yes_is_good="on")
    do("question", **base, text="Tone?", kind="choice", choices="Cold = 0\nWarm = 3")
    do("question", **base, text="Speed?", kind="integer", lowest="1", highest="5")
    return base


def test_a_questionnaire_is_written_and_ordered(sam, editor):
    made, do = editor
    base = three(made, do)
    greeted, tone, speed = made.draft().questions()
    assert tone.choices == [{"text": "Cold", "points": 0}, {"text": "Warm", "points": 3}]
    moved = do("up", question=speed.pk)
    assert texts(made.draft()) == ["Greeted?", "Speed?", "Tone?"]
    shown = sam.get(moved["Location"].partition("#")[0]).content.decode()
    assert re.search(r'value="up"[^>]*Move Speed\? up[^>]*autofocus', shown), "the same key moves it on"
    elsewhere = base | {"group": made.draft().groups.get(name="Facts").pk}
    do("question", question=tone.pk, **elsewhere, text="Tone?", kind="choice", choices="A=0\nB=1")
    do("down", group=base["group"])
    assert texts(made.draft()) == ["Tone?", "Greeted?", "Speed?"]
    do("remove", question=greeted.pk)
    do("rename_group", group=base["group"], name="Tempo")
    assert [str(group) for group in made.draft().groups.all()] == ["Facts", "Tempo"]
    assert "heading" in sam.get(do("add_group", name=" ")["Location"]).content.decode()
    assert texts(made.draft()) == ["Tone?", "Speed?"]


def test_what_is_published_is_changed_as_a_new_version_only(sam, editor):
    made, do = editor
    assert "needs one question" in sam.get(do("publish")["Location"]).content.decode()
    three(made, do)
    do("pass_mark", pass_mark="80")
    do("publish")
    assert (made.in_use.number, made.in_use.pass_mark) == (1, 80)
    refused = do("remove", question=made.in_use.questions()[0].pk)
    assert "no draft" in sam.get(refused["Location"]).content.decode() and len(made.in_use.questions()) == 3
    assert "Change as a new version" in page(sam, "questionnaire", made.pk)
    do("begin")
    assert "Draft of version 2" in page(sam, "questionnaire", made.pk)
    do("discard")
    do("settings", **{"of-name": "Caring", "of-description": ""})
    made.refresh_from_db()
    assert (made.name, made.active, made.versions.count()) == ("Caring", False, 1)
    nouns = set(Change.objects.filter(by=sam.person).values_list("noun", flat=True))
    assert {"supervision.questionnaire", "supervision.question", "supervision.group", "supervision.version"} <= nouns


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "choice", "choices": "Cold\nWarm = 3"}, "as an answer with its points"),
        ({"kind": "choice", "choices": "Cold = 1"}, "two answers at least"),
        ({"kind": "integer", "lowest": "5", "highest": "5"}, "above the lowest"),
        ({"kind": "text", "importance": "critical"}, "cannot be critical"),
        ({"kind": "yes_no", "importance": "critical"}, "minimum above 0"),
        ({"kind": "yes_no", "weight": "101"}, "less than or equal to 100"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_words(sam, wrong, words):
    made, _questions = questionnaire(published=False)
    given = {"group": made.draft().groups.first().pk, "text": "?", "importance": "required", "weight": 1, "minimum": 0}
    answer = send(sam, "questionnaire", made.pk, do="question", **(given | wrong))
    assert answer.status_code == 400 and words in answer.content.decode().replace("&#x27;", "'")


def test_a_card_is_scored_keeps_itself_and_is_signed_off(sam, ended, alice):
    made, (name, tone, promise, what) = questionnaire()
    assert "Score interaction" in page(sam, "assign", ended.pk)
    answer = send(sam, "assign", ended.pk, questionnaire=made.pk, agent=alice.pk, who="me")
    card = Scorecard.objects.get()
    assert answer["Location"] == reverse("quality:card", args=[card.pk])
    shown = page(sam, "card", card.pk)
    assert "hello" in shown and "Greeted by name?" in shown and "Still to be answered" in shown
    kept = send(sam, "answers", card.pk, **{f"q-{name.pk}": "yes", f"q-{tone.pk}": "0"}).json()
    assert (kept["score"], kept["below"]) == ("33.33", [tone.pk])
    assert [one["id"] for one in kept["missing"]] == [promise.pk]
    assert send(sam, "answers", card.pk, **{f"q-{tone.pk}": "7"}).status_code == 400
    refused = send(sam, "act", card.pk, do="complete")
    assert refused.status_code == 400 and "Nothing promised?" in refused.content.decode()
    given = {f"q-{tone.pk}": "2", f"q-{promise.pk}": "yes", f"q-{what.pk}": "<b>Kind</b>", "comment": "Well done"}
    send(sam, "act", card.pk, do="complete", **given)
    card.refresh_from_db()
    assert (card.state, card.score, card.comment) == ("complete", Decimal(100), "Well done")
    assert send(sam, "answers", card.pk, comment="Late").status_code == 409
    shown = page(sam, "card", card.pk)
    assert "&lt;b&gt;Kind&lt;/b&gt;" in shown and "Reopen" in shown
    send(sam, "act", card.pk, do="sign_off")
    assert "Reopen" not in page(sam, "card", card.pk)
    again = send(sam, "assign", ended.pk, questionnaire=made.pk, agent=alice.pk, who="anybody")
    assert again["Location"] == answer["Location"] and Scorecard.objects.count() == 1


def test_my_teams_cards_are_found_by_state_and_cost_no_query_each(sam, queue, alice, django_assert_max_num_queries):
    made, _questions = questionnaire()
    for number, one in enumerate(company.waiting(queue, 12)):
        card, _new = assign(made, company.brought_to("disconnected", one, alice), alice, None)
        if number < 3:
            completed(card, sam.person)
    page(sam, "cards")
    with django_assert_max_num_queries(14):
        assert page(sam, "cards").count('data-test="card"') == 12
    assert page(sam, "cards", state="complete", agent=alice.pk).count('data-test="card"') == 3
    assert page(sam, "cards", state="unread", scorer="me").count('data-test="card"') == 3
    assert page(sam, "cards", scorer="nobody").count('data-test="card"') == 9
    tomorrow = (timezone.now() + timedelta(days=2)).date().isoformat()
    assert "Nothing fits" in page(sam, "cards", since=tomorrow)
    assert page(sam, "cards", workgroup="99999999999999999999999").count('data-test="card"') == 12


def test_results_of_agents_over_time(sam, queue, alice, care):
    bob = company.agent("bob", care)
    made, _questions = questionnaire(pass_mark=60)
    cases = [(alice, ("yes", "2", "yes"), 15), (alice, ("no", "2", "yes"), 1), (bob, ("no", "0", "yes"), 1)]
    for one, (agent, values, days) in zip(company.waiting(queue, 3), cases, strict=True):
        card, _new = assign(made, company.brought_to("disconnected", one, agent), agent, None)
        completed(card, sam.person, *values)
        Scorecard.objects.filter(pk=card.pk).update(completed_at=timezone.now() - timedelta(days=days))
    answer = sam.get(reverse("quality:results"))
    rows = {row.agent: row for row in answer.context["rows"]}
    scores = lambda row: [mean and mean.score for mean in row.means]  # noqa: E731
    assert (scores(rows[alice])[0], scores(rows[alice])[-1], scores(rows[bob])[-1]) == (100, 75, 25)
    assert scores(answer.context["team"])[-1] == 50
    assert (rows[alice].total.score, rows[alice].total.count) == (Decimal("87.5"), 2)
    assert (rows[alice].not_passed, rows[bob].not_passed) == (0, 1)
    lines = {line["label"]: line["values"] for line in answer.context["chart"]["series"]}
    assert (lines["All together"][-1], lines[str(bob)][-1], lines[str(bob)][0]) == (50, 25, None)
    assert len(answer.context["chart"]["times"]) == len(lines[str(alice)]) == len(answer.context["labels"])
    only = sam.get(reverse("quality:results"), {"agent": bob.pk, "every": "month"})
    assert [row.agent for row in only.context["rows"]] == [bob]
    assert [line["label"] for line in only.context["chart"]["series"]] == [str(bob)]


def test_a_calibration_goes_on_without_who_does_not_score(sam, care, ended, alice):
    made, _questions = questionnaire()
    tom, eve = (factories.AgentFactory(supervises=[care], rights=["agents.quality"]) for _n in range(2))
    one = Calibration.begin(made.in_use, ended, alice, [sam.person, tom, eve], by=sam.person)
    mine, toms, eves = one.scorecards.order_by("pk")
    completed(mine, sam.person)
    assert page(sam, "calibration", one.pk).count('data-test="without"') == 2
    for card, said in ((mine, "This score is in"), (toms, ""), (toms, "left out before"), (eves, "")):
        answer = sam.post(reverse("quality:without", args=[one.pk]), {"card": card.pk}, follow=True)
        assert said in answer.content.decode()
    assert answer.context["spread"] == 0 and list(one.scorecards.all()) == [mine]
    with pytest.raises(Refused, match="not needed"):
        toms.complete(tom)
    other = Calibration.begin(made.in_use, ended, alice, [tom], by=tom)
    answer = sam.post(reverse("quality:without", args=[other.pk]), {"card": other.scorecards.get().pk}, follow=True)
    assert "Somebody has to score it." in answer.content.decode() and other.scorecards.exists()


def test_calibrators_see_each_other_only_when_all_are_in(sam, care, ended, alice, client):
    tom = factories.AgentFactory(first_name="Tom", supervises=[care], rights=["agents.quality"])
    made, _questions = questionnaire()
    several = {"questionnaire": made.pk, "agent": alice.pk, "who": "several"}
    assert "two people" in send(sam, "assign", ended.pk, **several, people=[tom.pk]).content.decode()
    answer = send(sam, "assign", ended.pk, **several, people=[tom.pk, sam.person.pk])
    one = Calibration.objects.get()
    assert answer["Location"] == reverse("quality:calibration", args=[one.pk])
    toms, his = one.scorecards.get(scorer=tom), one.scorecards.get(scorer=sam.person)
    completed(toms, tom, "no", "0", "yes")
    shown = page(sam, "calibration", one.pk)
    assert 'data-test="hidden"' in shown and "25" not in re.sub(r"<[^>]*>", "", shown.partition("Who is in")[2])
    assert sam.get(reverse("quality:card", args=[toms.pk])).status_code == 404
    completed(his, sam.person)
    answer = sam.get(reverse("quality:calibration", args=[one.pk]))
    assert (answer.context["spread"], answer.context["mean"]) == (Decimal(75), Decimal("62.5"))
    rows = answer.context["rows"]
    assert [(row.spread, row.differs) for row in rows][:2] == [(100.0, True), (100.0, True)]
    assert not rows[-1].differs and 'data-test="calibration"' in page(sam, "calibrations")
    assert sam.get(reverse("quality:card", args=[toms.pk])).status_code == 200
