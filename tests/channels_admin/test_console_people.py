"""Users, workgroups, stations, statuses and licenses in the console."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError

from agents.models import AccessLicense, Agent, Family, License, Seat, Station, Status, Utilization, Workgroup
from agents.rights import rights_of
from audit.models import Change
from tests import factories
from tests.channels_admin.forms_filled import faults, fill, page_of, rows

pytestmark = pytest.mark.django_db
NEW = {"username": "bob", "first_name": "Bob", "new_password": "correct horse", "is_active": "on"}


def test_a_user_is_made_who_can_sign_in_and_work(admin, licensed):
    care, repairs = factories.WorkgroupFactory(), factories.WorkgroupFactory()
    desk = Station.objects.create(name="DESK-1")
    answer = fill(
        admin,
        page_of(Agent, "add"),
        **NEW,
        rights=["agents.tracker"],
        time_zone="Europe/Lisbon",
        usual_station=str(desk.pk),
        **{"cost": "30", "attribute1": "1", "attribute2": "2", "attribute3": "3"},
        **rows(
            "memberships",
            {"workgroup": str(care.pk), "activated": "on"},
            {"workgroup": str(repairs.pk), "supervises": "on"},
        ),
        **rows("access_licenses", {"family": "whatsapp", "acd_option": "on"}),
        **rows("utilizations", {"media_type": "social_conversation", "percent": "50", "max_assign": "2"}),
    )
    assert answer.status_code == 302
    bob = authenticate(username="bob", password="correct horse")
    assert bob and not bob.is_superuser and (bob.time_zone, bob.usual_station) == ("Europe/Lisbon", desk)
    assert (bob.cost, bob.attribute1, bob.attribute2, bob.attribute3) == (30, 1, 2, 3)
    assert sorted(bob.memberships.values_list("workgroup", "activated", "supervises")) == [
        (care.pk, True, False),
        (repairs.pk, False, True),
    ]
    assert bob.access_licenses.get().family == Family.WHATSAPP
    assert rights_of(bob) == ["agents.tracker"]
    assert Utilization.objects.get(agent=bob).percent == 50


def test_the_audit_log_says_what_changed_and_never_a_password(admin):
    care = factories.WorkgroupFactory(name="Care")
    bob = factories.AgentFactory(username="bob", first_name="Bob", workgroups=[care])
    fill(
        admin,
        page_of(Agent, "change", bob.pk),
        first_name="Rob",
        new_password="battery staple",
        rights=["agents.tracker"],
        **{"memberships-0-supervises": "on"},
    )
    change = Change.objects.get()
    assert (change.by, change.verb, change.noun) == (admin.person, "changed", "agents.agent")
    assert change.before == {
        "first_name": "Bob",
        "memberships": [{"workgroup": "Care", "activated": True, "supervises": False}],
    }
    assert change.after == {
        "first_name": "Rob",
        "rights": ["Tracker"],
        "memberships": [{"workgroup": "Care", "activated": True, "supervises": True}],
        "new_password": "•••",
    }
    assert "battery" not in str(list(Change.objects.values())) and "argon2" not in str(list(Change.objects.values()))


def test_saving_without_a_change_notes_nothing(admin):
    group = factories.WorkgroupFactory()
    bob = factories.AgentFactory(workgroups=[group])
    for thing in (bob, group):
        assert fill(admin, page_of(type(thing), "change", thing.pk)).status_code == 302
    assert not Change.objects.exists()


def test_a_blank_password_keeps_the_present_one_and_a_weak_one_is_refused(admin):
    bob = factories.AgentFactory(username="bob")
    fill(admin, page_of(Agent, "change", bob.pk), first_name="Rob")
    assert authenticate(username="bob", password=factories.PASSWORD)
    said = faults(fill(admin, page_of(Agent, "change", bob.pk), new_password="short"))
    assert any("too short" in text for text in said)


def test_a_deactivated_user_leaves_his_desk_and_keeps_his_name(admin):
    bob = factories.AgentFactory(username="bob")
    Seat.take(bob)
    fill(admin, page_of(Agent, "change", bob.pk), is_active=None)
    assert not Seat.objects.exists()
    assert authenticate(username="bob", password=factories.PASSWORD) is None
    assert admin.post(page_of(Agent, "delete", bob.pk), {"post": "yes"}).status_code == 403
    assert Agent.objects.filter(username="bob").exists()


def test_nobody_locks_himself_out(admin):
    said = faults(fill(admin, page_of(Agent, "change", admin.person.pk), is_active=None))
    assert said == ["You cannot lock yourself out. Ask another administrator."]


def test_two_people_do_not_share_an_e_mail_address(admin):
    factories.AgentFactory(username="ann", first_name="Ann", email="care@acme.example")
    said = faults(fill(admin, page_of(Agent, "add"), **NEW, email="Care@acme.example"))
    assert said == ["Ann has this e-mail address already."]


def test_what_counts_in_a_score_is_a_number_from_0_to_100(admin):
    ann = factories.AgentFactory(username="ann")
    answer = fill(admin, page_of(Agent, "change", ann.pk), cost="101")
    assert faults(answer) == ["Ensure this value is less than or equal to 100."]
    fill(admin, page_of(Agent, "change", ann.pk), attribute3="7")
    ann.refresh_from_db()
    assert (ann.cost, ann.attribute3) == (0, 7)


def test_user_names_differ_by_more_than_capitals(admin):
    factories.AgentFactory(username="ann", first_name="Ann", last_name="")
    answer = fill(admin, page_of(Agent, "add"), **NEW | {"username": "Ann"})
    assert faults(answer) == ["Ann has this user name already."]


def test_only_who_has_all_rights_hands_them_on_or_changes_such_a_person(admin):
    root, bob = factories.AgentFactory(is_superuser=True), factories.AgentFactory()
    fill(admin, page_of(Agent, "change", bob.pk), is_superuser="on")
    assert not Agent.objects.get(pk=bob.pk).is_superuser
    page = admin.get(page_of(Agent, "change", root.pk))
    assert page.status_code == 200 and "_save" not in page.content.decode()
    answer = admin.post(page_of(Agent, "change", root.pk), {"new_password": "correct horse"})
    assert answer.status_code == 403
    root.refresh_from_db()
    assert root.check_password(factories.PASSWORD)


def test_who_has_all_rights_can_hand_them_on(root):
    bob = factories.AgentFactory()
    fill(root, page_of(Agent, "change", bob.pk), is_superuser="on")
    assert Agent.objects.get(pk=bob.pk).is_superuser


def test_access_licenses_are_never_exceeded(admin):
    factories.LicenseFactory(part=License.Part.ACCESS_SOCIAL_MEDIA, count=1)
    bob, desk = factories.AgentFactory(), factories.StationFactory()
    one = rows("access_licenses", {"family": "social_media", "acd_option": "on"})
    assert fill(admin, page_of(Agent, "change", bob.pk), **one).status_code == 302
    said = "No access license for Social media is free: 1 of 1 are assigned."
    assert faults(fill(admin, page_of(Station, "change", desk.pk), **one)) == [said]
    assert AccessLicense.objects.get().agent == bob
    assert "Social media: 0 of 1 free" in admin.get(page_of(Station, "change", desk.pk)).content.decode()


def test_a_license_taken_away_is_free_for_somebody_else(admin):
    factories.LicenseFactory(part=License.Part.ACCESS_SOCIAL_MEDIA, count=1)
    owned = factories.AccessLicenseFactory()
    fill(admin, page_of(Agent, "change", owned.agent.pk), **{"access_licenses-0-DELETE": "on"})
    desk = factories.StationFactory()
    fill(admin, page_of(Station, "change", desk.pk), **rows("access_licenses", {"family": "social_media"}))
    assert AccessLicense.objects.get().station == desk


@pytest.mark.parametrize(("given", "kept"), [("", 15), ("0", 15), ("7", 7), ("60", 60)])
def test_an_offer_lasts_fifteen_seconds_unless_somebody_says_otherwise(admin, given, kept):
    fill(admin, page_of(Workgroup, "add"), name="Care", offer_timeout=given)
    assert Workgroup.objects.get().offer_timeout == kept


@pytest.mark.parametrize("given", ["1", "6"])
def test_a_shorter_offer_is_refused_in_words(admin, given):
    said = faults(fill(admin, page_of(Workgroup, "add"), name="Care", offer_timeout=given))
    assert said == ["An offer needs at least 7 seconds. Blank or 0 means 15."]


def test_members_are_added_and_taken_away_on_the_workgroups_page(admin):
    care, ann, bob = factories.WorkgroupFactory(), factories.AgentFactory(), factories.AgentFactory()
    factories.MembershipFactory(agent=ann, workgroup=care)
    fill(
        admin,
        page_of(Workgroup, "change", care.pk),
        **rows("memberships", {"agent": str(bob.pk), "activated": "on"}, start=1),
        **{"memberships-0-DELETE": "on"},
    )
    assert [row.agent for row in care.memberships.all()] == [bob]


def test_the_same_person_twice_is_refused(admin):
    care, bob = factories.WorkgroupFactory(), factories.AgentFactory()
    twice = rows("memberships", {"agent": str(bob.pk)}, {"agent": str(bob.pk)})
    assert any("duplicate" in text for text in faults(fill(admin, page_of(Workgroup, "change", care.pk), **twice)))


def test_the_list_of_workgroups_says_where_nobody_answers(admin):
    factories.WorkgroupFactory()
    assert "offered to no one" in admin.get(page_of(Workgroup, "changelist")).content.decode()


def test_statuses_the_product_looks_for_keep_their_names(admin):
    found = factories.status(Status.NOT_ANSWERING)
    fill(admin, page_of(Status, "change", found.pk), name="Asleep")
    found.refresh_from_db()
    assert found.name == Status.NOT_ANSWERING
    assert admin.post(page_of(Status, "delete", found.pk), {"post": "yes"}).status_code == 403


def test_the_list_of_users_says_who_is_there(admin):
    bob = factories.AgentFactory(first_name="Bob")
    Seat.take(bob, factories.StationFactory(name="DESK-7"))
    page = admin.get(page_of(Agent, "changelist")).content.decode()
    assert "DESK-7" in page and "Not logged on" in page


def test_every_standard_status_has_its_marks(admin):
    marks = {
        status.name: (status.do_not_disturb, status.after_call_work, status.icon) for status in Status.objects.all()
    }
    assert len(marks) == 14
    assert (marks["Do Not Disturb"], marks["Follow Up"]) == ((True, False, "off"), (False, True, "pen"))
    assert marks["Available"] == (False, False, "ok")
    page = admin.get(page_of(Status, "changelist")).content.decode()
    assert 'href="#i-pen"' in page and "After-call work" in page


def test_administrators_add_statuses_and_contradictions_are_refused(admin):
    given = {"name": "Paperwork", "group": "follow_up", "icon": "pen", "place": "9", "after_call_work": "on"}
    fill(admin, page_of(Status, "add"), **given, takes_acd=None)
    made = Status.objects.get(name="Paperwork")
    assert made.after_call_work and Change.objects.get().after["after_call_work"] is True
    both = {"do_not_disturb": "on", "takes_acd": "on"}
    said = faults(fill(admin, page_of(Status, "change", made.pk), **both))
    assert said == ["Somebody who is not to be disturbed takes no ACD interactions: choose one of the two."]


def test_only_an_after_call_work_status_is_a_wrap_up_status():
    with pytest.raises(ValidationError, match="not a valid choice"):
        Workgroup(name="Care", wrap_up_status=factories.status("At Lunch")).full_clean()
    Workgroup(name="Care", wrap_up_status=factories.status("Follow Up")).full_clean()
