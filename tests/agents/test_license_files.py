"""License files: what is signed counts, what is not is refused with the reason, and counts hold whatever was assigned (R33)."""

import json
import stat
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from agents.licensing import issuing, keys, loading
from agents.licensing.paper import BadLicense
from agents.models import AccessLicense, Family, License, LicenseFile, NoneFree, Seat
from agents.room import Access, without_license
from audit.models import Change
from tests import company, crowd, factories, licenses
from tests.licenses import a_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(tmp_path, settings):
    """Makes license files whose key is trusted."""
    licenses.trusted(tmp_path, settings)
    return lambda **facts: licenses.file(tmp_path, **facts)


@pytest.fixture
def ada():
    """Who loads them."""
    return factories.AgentFactory(username="ada")


def allowed(*agents):
    """Those of the agents who may receive WhatsApp."""
    access = Access.load([agent.pk for agent in agents])
    return [agent for agent in agents if access.allows(agent.pk, Family.WHATSAPP)]


def refused(text):
    """Why a file is refused; nothing may have changed by it."""
    before = list(License.objects.values_list())
    with pytest.raises(BadLicense) as reason:
        loading.put_in_force(text, None)
    assert list(License.objects.values_list()) == before and not LicenseFile.objects.exists()
    return str(reason.value)


def test_a_file_is_put_in_force_in_place_of_what_was_there(made, ada):
    factories.LicenseFactory(part=License.Part.ACCESS_WHATSAPP, count=3)
    loading.put_in_force(made(whatsapp=0, social=7, ends=a_day(90)), ada)
    assert dict(License.objects.values_list("part", "count")) == {
        "I3_FEATURE_SOCIAL_MEDIA": 1,
        "I3_FEATURE_WHATSAPP_SOCIAL_MEDIA": 1,
        "I3_ACCESS_ACD_SOCIAL_MEDIA": 7,
    }
    assert set(License.objects.values_list("expires_on", flat=True)) == {a_day(90)}
    change = Change.objects.get()
    assert (change.by, change.verb, change.before["I3_ACCESS_ACD_WHATSAPP"]) == (ada, "loaded", "3 · without end")
    assert "I3_ACCESS_ACD_WHATSAPP" not in change.after
    assert change.after["I3_ACCESS_ACD_SOCIAL_MEDIA"] == f"7 · {a_day(90)}"


@pytest.mark.parametrize("path", [("parts", 2, "count"), ("parts", 0, "expires_on"), ("customer",), ("installation",)])
def test_one_that_was_changed_is_refused(made, path):
    whole = json.loads(made(ends=a_day(5)))
    *way, last = path
    spot = whole["license"]
    for step in way:
        spot = spot[step]
    spot[last] = 5000 if last == "count" else "2099-12-31"
    assert refused(json.dumps(whole)).startswith("Its signature does not fit what it says")


def test_one_signed_with_another_key_is_refused_and_says_which(made, tmp_path):
    text = licenses.file(tmp_path, key="stranger.pem")
    said = refused(text)
    assert json.loads(text)["key"] in said and "does not trust" in said
    assert next(iter(keys.trusted())) in said
    # And a stranger who borrows the name of a trusted key.
    assert "signature" in refused(json.dumps(json.loads(text) | {"key": next(iter(keys.trusted()))}))


def test_one_for_another_installation_is_refused_and_names_both(made):
    said = refused(made(installation="7d9c", customer="Globex"))
    assert "issued for the installation 7d9c (Globex)" in said
    assert str(loading.Installation.here().key) in said


def test_one_that_has_expired_is_refused_but_not_on_its_last_day(made):
    assert refused(made(ends=a_day(-1))) == f"It has expired: the last of its parts was valid until {a_day(-1)}."
    loading.put_in_force(made(ends=a_day(0)), None)
    assert allowed(company.agent("alice"))


@pytest.mark.parametrize("text", ["", "{}", "[1]", "no JSON", '{"format": "another"}', "[" * 5000, "\x00\xff"])
def test_what_is_no_license_file_is_refused(made, text):
    assert refused(text).startswith("This is not a license file.")


def test_half_a_file_is_refused(made):
    whole = json.loads(made())
    assert "not complete" in refused(json.dumps({name: whole[name] for name in ("format", "license", "key")}))


@pytest.mark.parametrize(
    "change",
    [{"parts": []}, {"issued_at": "yesterday"}, {"serial": 7}, {"parts": [{"part": "A", "name": "", "count": 0}]}],
)
def test_contents_that_cannot_be_read_are_refused_though_they_are_signed(made, tmp_path, change):
    license = json.loads(made())["license"] | change
    text = issuing.write(license, keys.signing_key(tmp_path / "vendor.pem")[0])
    assert refused(text).startswith("Its contents cannot be read")


def test_a_part_that_this_version_does_not_know_is_shown_and_has_no_effect(made):
    text = made(I3_FEATURE_TELEGRAM=(1, None))
    line = loading.effect_of(loading.look_into(text)).lines[-1]
    assert (line.part, line.known) == ("I3_FEATURE_TELEGRAM", False)
    loading.put_in_force(text, None)
    assert License.objects.count() == 4


def test_a_smaller_file_suspends_the_newest_and_a_larger_one_brings_them_back(made, ada):
    loading.put_in_force(made(whatsapp=3), None)
    alice, bob, carol = (company.agent(name) for name in ("alice", "bob", "carol"))
    assert allowed(alice, bob, carol) == [alice, bob, carol]

    effect = loading.effect_of(loading.look_into(made(whatsapp=1)))
    assert [row.agent for row in effect.suspended] == [bob, carol] and effect.returning == []
    loading.put_in_force(made(whatsapp=1), ada)
    assert allowed(alice, bob, carol) == [alice], "at the next decision, without a restart"
    assert [row.agent for row in AccessLicense.objects.suspended().order_by("pk")] == [bob, carol]
    assert Change.objects.latest("pk").after["suspended"] == ["whatsapp: Bob", "whatsapp: Carol"]
    assert without_license(bob.seat) == [Family.WHATSAPP], "he is told when he logs on"

    _file, effect = loading.put_in_force(made(whatsapp=2), None)
    assert [row.agent for row in effect.returning] == [bob] and effect.suspended == []
    assert allowed(alice, bob, carol) == [alice, bob]
    alice.access_licenses.all().delete()
    assert allowed(alice, bob, carol) == [bob, carol], "what is taken away makes room for the suspended"


def test_the_license_of_a_station_is_counted_and_suspended_like_that_of_a_person(made):
    desk = factories.StationFactory()
    loading.put_in_force(made(whatsapp=1), None)
    alice = company.agent("alice", families=[], seated=False)
    seat = Seat.take(alice, desk)
    AccessLicense.objects.assign(Family.WHATSAPP, station=desk)
    assert allowed(alice) == [alice] and without_license(seat) == []
    with pytest.raises(NoneFree, match="1 are loaded, and all are assigned"):
        AccessLicense.objects.assign(Family.WHATSAPP, agent=alice)
    loading.put_in_force(made(whatsapp=0), None)
    assert allowed(alice) == [] and without_license(seat) == [Family.WHATSAPP]


def test_a_license_that_is_assigned_but_switched_off_is_used_all_the_same(made):
    loading.put_in_force(made(whatsapp=1), None)
    AccessLicense.objects.assign(Family.WHATSAPP, agent=company.agent("alice", families=[]), acd_option=False)
    bob = company.agent("bob", families=[Family.WHATSAPP])
    assert allowed(bob) == []


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_several_processes_never_assign_more_than_there_are():
    factories.LicenseFactory(part=License.Part.ACCESS_WHATSAPP, count=9)
    people = [factories.AgentFactory() for _n in range(30)]
    lots = [",".join(str(agent.pk) for agent in people[n::3]) for n in range(3)]
    crowd.run(*[("tests.jobs:assign_all", lot) for lot in lots])
    assert AccessLicense.objects.count() == 9


def test_the_command_makes_key_and_file_and_says_how_to_trust_them(tmp_path, settings):
    settings.LICENSING_DIR = tmp_path / "licensing"
    said, out = StringIO(), tmp_path / "acme.license"
    order = ["--customer", "Acme", "--part", "I3_ACCESS_ACD_WHATSAPP=4", "--expires", str(a_day(10))]
    call_command("issue_license", *order, "--key", str(tmp_path / "new.pem"), "--out", str(out), stderr=said)
    assert stat.S_IMODE((tmp_path / "new.pem").stat().st_mode) == 0o600
    assert "does not trust" in refused(out.read_text())
    settings.LICENSE_KEYS = [said.getvalue().partition("LICENSE_KEYS=")[2].split()[0]]
    loading.put_in_force(out.read_text(), None)
    assert License.objects.get().count == 4


def test_a_key_can_be_trusted_by_a_file_in_the_data_folder(tmp_path, settings):
    settings.LICENSING_DIR, settings.LICENSE_KEYS = tmp_path / "licensing", []
    out = StringIO()
    order = ["--part", "I3_ACCESS_ACD_WHATSAPP=4", "--key", str(tmp_path / "new.pem"), "--trust"]
    call_command("issue_license", *order, stdout=out, stderr=StringIO())
    loading.put_in_force(out.getvalue(), None)
    assert License.objects.get().count == 4


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (["--part", "I3_ACCESS_ACD_WHATSAPP"], "PART=COUNT"),
        (["--part", "I3_ACCESS_ACD_WHATSAPP=0"], "PART=COUNT"),
        (["--part", "I3_NOTHING=1"], "one of the parts I3_FEATURE_SOCIAL_MEDIA"),
        (["--part", "I3_ACCESS_ACD_WHATSAPP=1", "--expires", "31.12.2027"], "write it like 2027-12-31"),
    ],
)
def test_the_command_says_what_is_wrong_with_its_words(tmp_path, settings, order, reason):
    settings.LICENSING_DIR = tmp_path
    with pytest.raises(CommandError, match=reason):
        call_command("issue_license", *order)


def test_the_first_start_makes_a_license_once(tmp_path, settings):
    settings.LICENSING_DIR, settings.LICENSE_KEYS = tmp_path / "licensing", []
    assert issuing.first_license() is True
    assert set(License.objects.values_list("part", flat=True)) == set(License.Part.values)
    assert issuing.first_license() is False and LicenseFile.objects.count() == 1


def test_a_setting_that_is_no_key_is_named(settings):
    settings.LICENSE_KEYS = ["not a key"]
    with pytest.raises(ImproperlyConfigured, match="LICENSE_KEYS"):
        keys.trusted()
