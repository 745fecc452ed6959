"""Users, memberships and skills from a CSV file (R34a): first what would change, then, confirmed, all of it."""

import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agents.models import Agent, Invitation, Role
from audit.models import Change
from audit.rights import Right
from tests import company, factories

pytestmark = pytest.mark.django_db
HEADING = "username,first_name,last_name,email,time_zone,active,roles,workgroups,supervises,skills"
ANN = "ann,Ann,Keller,ann@acme.example,Europe/Berlin,yes,Agent,Care|Repairs,,German:90/70|Coffee:40"
BOB = "bob,Robert,,,,,Supervisor,-,Care,"


@pytest.fixture
def teams():
    """What the file names; and Bob, who is there already."""
    care, repairs = company.workgroup("Care"), company.workgroup("Repairs")
    for name in ("German", "Coffee"):
        factories.SkillFactory(name=name)
    bob = factories.AgentFactory(username="bob", first_name="Bob", workgroups=[care], roles=[Role.AGENT])
    return care, repairs, bob


def sent(client, *lines, mark="", encoding="utf-8"):
    """The page that answers a file of these lines."""
    content = (mark + "\r\n".join(lines)).encode(encoding)
    return client.post(reverse("console:agents_import"), {"file": SimpleUploadedFile("users.csv", content)})


def confirmed(client, page, **more):
    """The page's button pressed."""
    text = page.content.decode()
    given = {"text": page.context["text"], "digest": re.search(r'name="digest" value="(\w+)"', text)[1]}
    return client.post(reverse("console:agents_import"), given | more)


def wrong(page):
    """{(line, column): reason} of what the page says is wrong."""
    assert "confirm" not in page.content.decode()
    return {(line.number, column): why for line in page.context["plan"].lines for column, why in line.wrong.items()}


def facts(name):
    agent = Agent.objects.get(username=name)
    return {
        "name": agent.get_full_name(),
        "roles": sorted(agent.groups.values_list("name", flat=True)),
        "groups": sorted(agent.memberships.values_list("workgroup__name", "activated", "supervises")),
        "skills": sorted(agent.skill_levels.values_list("skill__name", "proficiency", "desire")),
    }


def test_the_file_is_shown_line_by_line_and_nothing_is_written(admin, teams):
    page = sent(admin, HEADING, ANN, BOB)
    plan = page.context["plan"]
    assert ([line.username for line in plan.new], [line.username for line in plan.changed]) == (["ann"], ["bob"])
    assert ("first_name", "Bob", "Robert") in plan.changed[0].told
    assert not Agent.objects.filter(username="ann").exists() and not Change.objects.exists()


def test_confirmed_it_is_all_done_with_lines_in_the_audit_log(admin, teams, mailoutbox):
    answer = confirmed(admin, sent(admin, HEADING, ANN, BOB), invite="on")
    assert answer.url == reverse("console:agents_agent_changelist")
    assert facts("ann") == {
        "name": "Ann Keller",
        "roles": ["Agent"],
        "groups": [("Care", True, False), ("Repairs", True, False)],
        "skills": [("Coffee", 40, 0), ("German", 90, 70)],
    }
    assert facts("bob")["groups"] == [("Care", False, True)] and facts("bob")["roles"] == ["Supervisor"]
    assert Invitation.objects.get().agent.username == "ann"
    made, changed = sorted(Change.objects.all(), key=lambda change: change.name)
    assert (made.verb, made.after["workgroups"]) == ("created", ["Care", "Repairs"])
    assert (changed.verb, changed.before["first_name"], changed.after["first_name"]) == ("changed", "Bob", "Robert")
    assert "1 user is new, 1 was changed." in admin.get(answer.url).content.decode()


def test_the_same_file_again_changes_nothing(admin, teams):
    confirmed(admin, sent(admin, HEADING, ANN, BOB))
    page = sent(admin, HEADING, ANN, BOB)
    assert page.context["plan"].same == 2 and "so already" in page.content.decode()


@pytest.mark.parametrize(
    ("delimiter", "mark", "encoding"), [(",", "", "utf-8"), (";", "\ufeff", "utf-8"), ("\t", "", "utf-8")]
)
def test_what_spreadsheets_write_is_read(admin, teams, delimiter, mark, encoding):
    lines = [line.replace(",", delimiter) for line in (HEADING, ANN.replace("Keller", "Kéller"), "")]
    assert sent(admin, *lines, mark=mark, encoding=encoding).context["plan"].new[0].changes["last_name"][1] == "Kéller"


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"username": "a b!"}, "username", "Enter a valid username"),
        ({"username": ""}, "username", "cannot be blank"),
        ({"email": "ann"}, "email", "valid email"),
        ({"email": "BOB@acme.example"}, "email", "Somebody else has this address already."),
        ({"time_zone": "Berlin"}, "time_zone", "There is no time zone “Berlin”."),
        ({"active": "maybe"}, "active", "“maybe” is neither yes nor no."),
        ({"roles": "Boss"}, "roles", "There is no role “Boss”."),
        ({"workgroups": "Care|Sales"}, "workgroups", "There is no workgroup “Sales”."),
        ({"workgroups": "Care|care"}, "workgroups", "The same name stands there twice."),
        ({"skills": "Dutch:10"}, "skills", "There is no skill “Dutch”."),
        ({"skills": "German:101"}, "skills", "proficiency 1 to 100"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_column(admin, teams, cells, column, reason):
    given = dict(zip(HEADING.split(","), ANN.split(","), strict=True)) | cells
    (found,) = wrong(sent(admin, HEADING, ",".join(given.values()))).items()
    assert found[0] == (2, column) and reason in found[1]
    assert not Agent.objects.filter(username="ann").exists()


def test_one_wrong_line_keeps_all_others_from_being_written(admin, teams):
    page = sent(admin, HEADING, ANN, "eve,Eve,,,,,Boss,,,", "ann,Again,,,,,,,,")
    assert set(wrong(page)) == {(3, "roles"), (4, "username")}
    confirmed(admin, page)
    assert not Agent.objects.filter(username="ann").exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["first_name", "Ann"], "no column “username”"),
        (["username,nickname", "ann,a"], "Unknown columns: nickname."),
        (["username"], "no line below the heading"),
        (["username,first_name", 'ann,"Ann'], "cannot be read"),
        ([""], "no column “username”"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(admin, lines, said):
    page = sent(admin, *lines)
    assert page.status_code == 400 and said in page.content.decode()


def test_a_file_in_another_encoding_is_refused_in_words(admin):
    for encoding in ("latin-1", "utf-16-le"):
        page = sent(admin, "username,first_name", "ann,Ann" if "16" in encoding else "ann,Änn", encoding=encoding)
        assert page.status_code == 400 and "not in UTF-8" in page.content.decode()


def test_what_changed_since_it_was_shown_is_shown_again(admin, teams):
    page = sent(admin, HEADING, BOB)
    Agent.objects.filter(username="bob").update(first_name="Bert")
    again = confirmed(admin, page)
    assert again.status_code == 200 and ("first_name", "Bert", "Robert") in again.context["plan"].changed[0].told
    assert not Change.objects.exists()
    assert confirmed(admin, again).status_code == 302


def test_nobody_hands_on_what_he_has_not_nor_locks_himself_out(client, teams):
    chief = factories.AgentFactory(username="chief", rights=["agents.people", Right.MERGE])
    factories.AgentFactory(username="above", roles=[Role.ADMINISTRATOR])
    client.force_login(chief)
    page = sent(
        client, "username,first_name,active,roles", "bob,,,Supervisor", "above,Low,,", "chief,,no,-", "chief,,,Agent"
    )
    found = wrong(page)
    assert "rights that you do not have" in found[2, "roles"] and "rights that you do not have" in found[3, "username"]
    assert "lock yourself out" in found[4, "active"] and "your own roles" in found[5, "roles"]


def test_who_is_made_inactive_is_put_out(admin, teams):
    confirmed(admin, sent(admin, "username,active", "bob,no"))
    bob = Agent.objects.get(username="bob")
    assert (bob.is_active, bob.sign_in) == (False, 1)
    assert facts("bob")["groups"] == [("Care", True, False)], "a column that is not there changes nothing"


def test_a_thousand_lines_take_few_queries(admin, teams, django_assert_max_num_queries):
    rest = "UTC,yes,Agent,Care|Repairs,,German"
    lines = [f"user{n},First{n},Last{n},u{n}@acme.example,{rest}:{n % 100 + 1}" for n in range(1000)]
    began = time.perf_counter()
    with django_assert_max_num_queries(40):
        page = sent(admin, HEADING, *lines)
    assert len(page.context["plan"].new) == 1000
    with django_assert_max_num_queries(1150):  # one line each in the audit log
        confirmed(admin, page, invite="on")
    assert Agent.objects.filter(username__startswith="user").count() == 1000 == Invitation.objects.count()
    assert time.perf_counter() - began < 60


def test_the_sample_can_be_imported(admin, teams):
    company.workgroup("Home Care")
    sample = admin.get(reverse("console:agents_sample")).content.decode()
    page = sent(admin, *sample.splitlines())
    assert len(page.context["plan"].new) == 2 and not page.context["plan"].wrong
