"""Responses: who may use them, how they are found, what suits where, how uses are counted (R67)."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from agents.models import Role
from audit.models import Change
from audit.rights import Right
from interactions.models import Delivery
from tests import company, factories
from tests.workspace.factories_responses import (
    ResponseCategoryFactory,
    ResponseFactory,
    ResponseLibraryFactory,
    own,
)
from workspace.models import Response, ResponseCategory, ResponseFile, ResponseLibrary, ResponseUse
from workspace.sought import _by_full_text, containing, folded, words

pytestmark = pytest.mark.django_db


# ---- who may use them ----------------------------------------------------------------------------------------------


def test_own_responses_are_nobody_elses_business(alice):
    mine = own(alice, title="Mine")
    manager = factories.AgentFactory(rights=[Right.RESPONSES])
    assert list(Response.objects.for_agent(alice)) == [mine]
    assert list(Response.objects.for_agent(manager)) == [] and list(Response.objects.changed_by(manager)) == []


def test_a_library_is_shared_by_workgroup_by_role_or_with_everybody(alice, care):
    elsewhere = company.workgroup("Elsewhere")
    role = factories.RoleFactory()
    factories.AgentFactory(workgroups=[elsewhere])
    ours = ResponseFactory(library=ResponseLibraryFactory(everybody=False, workgroups=[care, elsewhere]))
    ResponseFactory(library=ResponseLibraryFactory(everybody=False, workgroups=[elsewhere]))
    by_role = ResponseFactory(library=ResponseLibraryFactory(everybody=False, roles=[role]))
    for_all = ResponseFactory()
    assert set(Response.objects.for_agent(alice)) == {ours, for_all}
    alice.groups.add(role)
    assert set(Response.objects.for_agent(alice)) == {ours, for_all, by_role}


def test_what_is_switched_off_is_seen_by_those_who_may_change_it_and_offered_to_nobody(alice):
    off = ResponseFactory(active=False)
    hidden = ResponseFactory(library=ResponseLibraryFactory(active=False))
    manager = factories.AgentFactory(rights=[Right.RESPONSES])
    assert list(Response.objects.for_agent(alice)) == []
    assert set(Response.objects.for_agent(manager)) == {off, hidden} == set(Response.objects.changed_by(manager))
    assert list(Response.objects.offered_to(manager)) == []


def test_every_administrator_may_manage_them():
    assert Right.RESPONSES in Role.objects.get(name=Role.ADMINISTRATOR).rights()
    assert Right.RESPONSES not in Role.objects.get(name=Role.AGENT).rights()


def test_an_agent_has_one_library_of_his_own(alice):
    first = ResponseLibrary.objects.own_of(alice)
    assert ResponseLibrary.objects.own_of(alice) == first and str(first) == "My responses"
    with pytest.raises(IntegrityError), transaction.atomic():
        ResponseLibrary.objects.create(owner=alice, name="Another", everybody=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResponseLibrary.objects.filter(pk=first.pk).update(everybody=True)


# ---- shortcuts and categories --------------------------------------------------------------------------------------


def test_a_shortcut_stands_once_in_a_library_and_ones_own_come_first(alice):
    shared = ResponseFactory(shortcut="gasket", uses=99)
    mine = own(alice, shortcut="gasket")
    assert list(Response.objects.for_agent(alice).own_first(alice)) == [mine, shared]
    with pytest.raises(IntegrityError), transaction.atomic():
        ResponseFactory(library=shared.library, shortcut="gasket")
    ResponseFactory(library=shared.library, shortcut="")
    ResponseFactory(library=shared.library, shortcut="")


@pytest.mark.parametrize("typed, kept", [("/Gasket-DE", "gasket-de"), ("  gas ", "gas"), ("größe", "größe")])
def test_a_shortcut_is_kept_in_small_letters(typed, kept):
    response = ResponseFactory.build(library=ResponseLibraryFactory(), shortcut=typed)
    response.clean()
    assert response.shortcut == kept


@pytest.mark.parametrize("typed", ["two words", "a/b", "-x", "é!"])
def test_a_shortcut_that_could_not_be_typed_is_refused(typed):
    with pytest.raises(ValidationError, match="Letters, digits and dashes"):
        ResponseFactory.build(library=ResponseLibraryFactory(), shortcut=typed).clean()


def test_categories_have_two_levels_and_go_when_they_are_empty():
    library = ResponseLibraryFactory()
    gaskets = ResponseCategory.at(library, " Parts /  Gaskets ")
    assert gaskets.path == "Parts / Gaskets" and gaskets.parent.name == "Parts"
    assert ResponseCategory.at(library, "Parts/Gaskets") == gaskets
    assert ResponseCategory.at(library, "  ") is None
    with pytest.raises(ValidationError, match="two levels"):
        ResponseCategory.at(library, "a / b / c")
    response = ResponseFactory(library=library, category=gaskets)
    ResponseCategory.clear_out(library)
    assert library.categories.count() == 2
    response.remove(factories.AgentFactory())
    assert library.categories.count() == 0


def test_a_category_of_another_library_is_refused():
    response = ResponseFactory.build(library=ResponseLibraryFactory(), category=ResponseCategoryFactory())
    with pytest.raises(ValidationError, match="another library"):
        response.clean()


# ---- where they suit -----------------------------------------------------------------------------------------------


def test_a_response_is_offered_on_its_platforms_and_channels(alice, queue, care):
    page = company.channel(care, platform="facebook", address="110")
    everywhere, whatsapp = ResponseFactory(title="1"), ResponseFactory(title="2", platforms=["whatsapp"])
    facebook = ResponseFactory(title="3", platforms=["facebook", "twitter"])
    here = ResponseFactory(title="4")
    here.channels.add(queue)
    seen = Response.objects.for_agent(alice)
    assert set(seen.suited_to(queue)) == {everywhere, whatsapp, here}
    assert set(seen.suited_to(page)) == {everywhere, facebook}


# ---- search --------------------------------------------------------------------------------------------------------


def found(text):
    return {response.title for response in containing(Response.objects.all(), text)}


@pytest.mark.both
def test_words_are_found_by_their_beginning_without_accents_in_two_languages():
    ResponseFactory(title="Gasket kit", text="It takes ten minutes, no tools needed.", shortcut="gas-kit")
    ResponseFactory(title="Dichtung für Ihr Gerät", text="Größe 3, kostenlos. Grüße!", language="de")
    ResponseFactory(title="Café au lait", text="Voilà: l’eau doit être à 93 °C (E14).")
    assert found("gas") == {"Gasket kit"} == found("minu TEN")
    assert found("ask") == set()
    for typed in ("gerät", "gerat", "GERAET", "groesse", "größ", "gross", "grusse dicht", "für ihr"):
        assert found(typed) == {"Dichtung für Ihr Gerät"}, typed
    for typed in ("cafe", "café", "voila etre", "93", "e14", "l’eau"):
        assert found(typed) == {"Café au lait"}, typed
    assert found("kit dichtung") == set()
    assert found("") == found(" /?& ") == {"Gasket kit", "Dichtung für Ihr Gerät", "Café au lait"}


@pytest.mark.both
@pytest.mark.parametrize("typed", ["a & b", "it's", "' OR 1=1 --", "100%", "_", ":*", "\\", "\0", "x" * 5000, "<->"])
def test_whatever_is_typed_the_search_answers(typed):
    ResponseFactory(title="Plain")
    assert found(typed) in ({"Plain"}, set())


@pytest.mark.both
def test_words_that_look_like_numbers_or_addresses_are_words():
    ResponseFactory(title="One", text="Error 1e5, firmware v2.10.3, see help.brewline.example/kit_7")
    for typed in ("1e5", "v2", "10", "brewline", "kit 7", "help example"):
        assert found(typed) == {"One"}, typed


@pytest.mark.postgres
def test_postgresql_finds_them_by_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "response_sought" in _by_full_text(Response.objects.order_by(), ["gas", "kit"]).explain()


def test_folding():
    assert folded("Größe, Łódź & Ærø!") == " grosse groesse lodz aero aeroe "
    assert words("Größe  GRÖSSE") == ["grosse", "grosse"]
    assert folded("") == "  "


# ---- files ---------------------------------------------------------------------------------------------------------


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def test_a_file_is_taken_for_what_it_is_and_refused_where_no_platform_takes_it():
    made = ResponseFile.checked(SimpleUploadedFile("grey.txt", PNG, "text/plain"), [])
    assert (made.mime, made.kind, made.name) == ("image/png", "image", "grey.txt")
    assert set(made.taken_on(["facebook", "twitter", "whatsapp"])) == {"facebook", "twitter", "whatsapp"}
    with pytest.raises(ValidationError, match="is empty"):
        ResponseFile.checked(SimpleUploadedFile("nothing.png", b""), [])
    with pytest.raises(ValidationError, match="None of these platforms"):
        ResponseFile.checked(SimpleUploadedFile("manual.pdf", b"%PDF-1.7 " + b"0" * 64, "application/pdf"), ["twitter"])


def with_file(response, name="grey.png"):
    made = ResponseFile.checked(SimpleUploadedFile(name, PNG, "image/png"), [])
    made.response = response
    made.file.save(made.name, SimpleUploadedFile(name, PNG))
    return made


def test_a_copy_has_its_own_file_and_no_uses(alice, django_capture_on_commit_callbacks):
    first = ResponseFactory(uses=7, shortcut="gas", category=None, title="Kit")
    with_file(first)
    copy = first.duplicate(alice)
    assert (copy.library.owner, copy.uses, copy.shortcut, copy.title) == (alice, 0, "gas", "Kit")
    again = first.duplicate(alice)
    assert (again.shortcut, again.title) == ("", "Copy of Kit")
    path = Path(first.files.get().file.path)
    with django_capture_on_commit_callbacks(execute=True):
        first.remove(alice)
    assert not path.exists()
    assert copy.files.get().file.read() == PNG


# ---- history -------------------------------------------------------------------------------------------------------


def test_the_audit_log_has_what_becomes_of_shared_ones_and_nothing_of_ones_own(alice):
    shared, mine = ResponseFactory(text="Old"), own(alice, text="Secret")
    shared.remove(alice)
    mine.remove(alice)
    (line,) = Change.objects.filter(noun="workspace.response")
    assert (line.verb, line.by, line.before["text"]) == ("deleted", alice, "Old")


# ---- uses ----------------------------------------------------------------------------------------------------------


def sent(interaction, agent):
    delivery = company.answers(interaction, agent)
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.SENT)
    return delivery.message


def test_a_use_counts_once_and_only_when_the_answer_was_sent(alice, queue):
    response, other = ResponseFactory(), ResponseFactory()
    interaction = company.connected(queue, alice)
    gone, waits = sent(interaction, alice), company.answers(interaction, alice).message
    for message in (gone, waits, gone):
        ResponseUse.note(message, [response.pk])
    ResponseUse.count_sent()
    ResponseUse.count_sent()
    response.refresh_from_db()
    assert response.uses == 1 and response.used_at is not None
    assert other.uses == 0
    Delivery.objects.filter(message=waits).update(state=Delivery.State.FAILED)
    ResponseUse.count_sent()
    Delivery.objects.filter(message=waits).update(state=Delivery.State.READ)
    ResponseUse.count_sent()
    response.refresh_from_db()
    assert response.uses == 2 and not ResponseUse.objects.exists()


def test_a_use_whose_answer_never_goes_is_forgotten(alice, queue):
    response = ResponseFactory()
    message = company.answers(company.connected(queue, alice), alice).message
    ResponseUse.note(message, [response.pk])
    company.passes(31 * 24 * 3600, ResponseUse.objects.get())
    ResponseUse.count_sent()
    response.refresh_from_db()
    assert response.uses == 0 and not ResponseUse.objects.exists()
