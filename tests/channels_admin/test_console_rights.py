"""Rights and roles (R30): what one has, from where, what it opens, and that nobody hands on more than he has."""

import pytest
from django.urls import reverse

from agents.models import Agent, Role
from agents.rights import held_by, rights_of, sources_of
from audit.models import Change
from audit.rights import Right
from tests import factories
from tests.channels_admin.forms_filled import faults, fill, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    """A browser of somebody with the right People and Workgroups, and two more."""
    rights = [Right.PEOPLE, Right.TRACKER, Right.REPORTS]
    client.person = factories.AgentFactory(username="chief", rights=rights)
    client.force_login(client.person)
    return client


def built_in(name):
    return Role.objects.get(name=name)


def test_there_are_twenty_rights_and_each_is_a_permission(db):
    bob = factories.AgentFactory(rights=list(Right))
    assert len(Right) == 20 and rights_of(bob) == list(Right)
    assert all(Agent.objects.get(pk=bob.pk).has_perm(right) for right in Right)


def test_the_built_in_roles_are_as_the_product_describes_them():
    assert built_in(Role.ADMINISTRATOR).rights() == list(Right)
    supervisor = built_in(Role.SUPERVISOR).rights()
    assert (supervisor[0], supervisor[7]) == (Right.TRACKER, Right.REPORTS)
    assert supervisor[8:] == [Right.MERGE, Right.BLOCK, Right.NEW_LABELS]
    assert built_in(Role.AGENT).rights() == [Right.MERGE]


def test_rights_of_roles_and_of_the_person_are_combined():
    role = factories.RoleFactory(name="Auditor", rights=[Right.AUDIT, Right.TRACKER])
    bob = factories.AgentFactory(rights=[Right.TRACKER])
    bob.groups.add(role)
    assert sources_of(bob) == {Right.TRACKER: ["", "Auditor"], Right.AUDIT: ["Auditor"]}
    assert held_by(bob) == {Right.TRACKER, Right.AUDIT}
    assert bob.has_perm(Right.AUDIT)


def test_a_role_is_made_given_and_takes_effect(admin, client):
    answer = fill(admin, page_of(Role, "add"), name="Auditor", description="Reads the log", rights=[Right.AUDIT])
    assert answer.status_code == 302
    role, bob = built_in("Auditor"), factories.AgentFactory()
    change = Change.objects.get()
    assert (change.verb, change.name, change.after["rights"]) == ("created", "Auditor", ["Audit"])
    fill(admin, page_of(Agent, "change", bob.pk), roles=[str(role.pk)])
    assert Change.objects.first().after == {"roles": ["Auditor"]}
    client.force_login(bob)
    assert client.get(reverse("console:audit_change_changelist")).status_code == 200
    role.user_set.clear()
    assert client.get(reverse("console:audit_change_changelist")).status_code == 403


def test_the_navigation_shows_what_one_may_see_and_home_leads_there(client):
    client.force_login(factories.AgentFactory(rights=[Right.AUDIT]))
    answer = client.get(reverse("console:index"))
    assert answer.url == reverse("console:audit_change_changelist")
    page = client.get(answer.url).content.decode()
    assert page_of(Agent, "changelist") not in page and f'href="{answer.url}"' in page
    refused = client.get(page_of(Agent, "changelist"))
    assert refused.status_code == 403 and "You need the right People and Workgroups." in refused.content.decode()


def test_the_console_is_offered_to_whoever_may_see_a_part_of_it(client):
    for rights, offered in (([Right.LICENSES], True), ([Right.TRACKER], False), ([], False)):
        client.force_login(factories.AgentFactory(rights=rights))
        assert (reverse("console:index") in client.get("/").content.decode()) is offered


def test_one_hands_on_only_what_he_has(chief):
    bob = factories.AgentFactory()
    said = faults(fill(chief, page_of(Agent, "change", bob.pk), rights=[Right.AUDIT]))
    assert any("not one of the available choices" in text for text in said)
    fill(chief, page_of(Agent, "change", bob.pk), roles=[str(built_in(Role.ADMINISTRATOR).pk)])
    assert held_by(bob) == set()
    fill(chief, page_of(Agent, "change", bob.pk), rights=[Right.TRACKER])
    assert held_by(bob) == {Right.TRACKER}


def test_who_may_more_is_changed_only_by_his_like(chief):
    bob = factories.AgentFactory(roles=[Role.ADMINISTRATOR])
    page = chief.get(page_of(Agent, "change", bob.pk)).content.decode()
    assert "See masked text" in page and "_save" not in page
    assert chief.post(page_of(Agent, "change", bob.pk), {"new_password": "correct horse"}).status_code == 403
    assert chief.get(page_of(Role, "change", built_in(Role.SUPERVISOR).pk)).status_code == 200
    assert chief.post(page_of(Role, "change", built_in(Role.SUPERVISOR).pk), {"rights": []}).status_code == 403


def test_nobody_takes_the_way_in_from_himself(chief):
    said = faults(fill(chief, page_of(Agent, "change", chief.person.pk), rights=[Right.TRACKER]))
    assert said == ["You cannot take the right People and Workgroups from yourself. Ask another administrator."]
    role = factories.RoleFactory(rights=[Right.PEOPLE])
    chief.person.user_permissions.clear()
    chief.person.groups.add(role)
    said = faults(fill(chief, page_of(Role, "change", role.pk), rights=[]))
    assert said == ["You have the right People and Workgroups by this role, and cannot take it from yourself."]


def test_built_in_roles_stay_and_the_administrators_one_keeps_every_right(admin):
    for name in (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.AGENT):
        assert admin.post(page_of(Role, "delete", built_in(name).pk), {"post": "yes"}).status_code == 403
    everything = built_in(Role.ADMINISTRATOR)
    assert admin.post(page_of(Role, "change", everything.pk), {"name": "X"}).status_code == 403
    fill(admin, page_of(Role, "change", built_in(Role.SUPERVISOR).pk), name="Boss", rights=[Right.TRACKER])
    assert built_in(Role.SUPERVISOR).rights() == [Right.TRACKER]


def test_a_role_that_somebody_has_is_not_deleted(admin):
    role = factories.RoleFactory()
    bob = factories.AgentFactory(roles=[role.name])
    page = admin.get(page_of(Role, "delete", role.pk)).content.decode()
    assert "is in use and stays" in page and "1 user" in page
    admin.post(page_of(Role, "delete", role.pk), {"post": "yes"})
    assert Role.objects.filter(pk=role.pk).exists()
    bob.groups.clear()
    admin.post(page_of(Role, "delete", role.pk), {"post": "yes"})
    assert not Role.objects.filter(pk=role.pk).exists()
    assert Change.objects.get().verb == "deleted"


def test_a_right_over_interactions_acts_only_where_one_supervises(client):
    interaction, elsewhere = factories.InteractionFactory(), factories.WorkgroupFactory()
    details = reverse("supervision:details", args=[interaction.pk])
    for workgroup, answered in ((elsewhere, 404), (interaction.workgroup, 200)):
        client.force_login(factories.AgentFactory(rights=[Right.TRACKER], supervises=[workgroup]))
        assert client.get(details).status_code == answered
