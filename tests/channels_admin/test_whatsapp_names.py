"""Display names (R20): the rules, the check while one types, ownership on record."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Change
from channels_admin.models import Evidence, OwnedName
from channels_admin.whatsapp import known
from channels_admin.whatsapp.display_names import Known, refusals
from tests.channels_admin.factories_whatsapp import BusinessManagerFactory, OwnedNameFactory
from tests.channels_admin.forms_filled import faults, fill, page_of

PDF = b"%PDF-1.7\n1 0 obj"
CUSTOMER = Known("ACME Bread", abbreviations=("Dept",))


def codes(name, facts=CUSTOMER):
    return [one.code for one in refusals(name, facts)]


@pytest.mark.parametrize("name", ["ACME Bread", "ACME Bread Support", "ACME Bread, St. Mary", " ACME  Bread "])
def test_names_that_pass(name):
    assert codes(name) == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("ACMEBread", ["customer"]),
        ("Acme Bread", ["customer"]),
        ("ACME BREAD", ["capitals", "customer"]),
        ("ACME Bread CC", ["abbreviation"]),
        ("ACME Bread dept.", ["abbreviation"]),
        ("ACME Breadsticks", ["customer"]),
        ("ACME Bread WhatsApp", ["whatsapp"]),
        ("ACME Bread whats-app", ["whatsapp"]),
        ("ACME Bread 🥖", ["emoji"]),
        ("ACME Bread www.acme.example", ["url"]),
        ("ACME Bread acmebread.co.uk", ["url"]),
        ("ACME Bread " + "x" * 65, ["long"]),
        ("AB", ["short", "capitals", "customer"]),
        ("", ["short"]),
    ],
)
def test_names_that_are_refused(name, wanted):
    assert codes(name) == wanted


def test_the_length_counts_to_the_character():
    assert codes("ACME Bread " + "x" * 64) == [] and len("ACME Bread " + "x" * 64) == 75
    assert codes("Abc", Known()) == [] and codes("Ab", Known()) == ["short"]


def test_what_is_owned_on_record_may_be_used_as_it_is_and_nothing_else():
    owning = Known("ACME Bread", owned=("ACME BREAD", "CC"))
    assert codes("ACME BREAD", owning) == [] and codes("ACME Bread CC", owning) == []
    assert codes("ACME BREAD SHOP", owning) == ["capitals"]
    assert codes("CC", owning) == ["short"], "what is always refused stays so"
    assert [one.provable for one in refusals("ACME BREAD", CUSTOMER)] == [True, True]
    assert [one.provable for one in refusals("WhatsApp ACME Bread", CUSTOMER)] == [False]


@pytest.mark.django_db
def test_the_check_while_one_types_knows_the_owner(admin):
    owner = BusinessManagerFactory()
    asked = {"name": "ACME", "owner": owner.pk}
    said = admin.get(reverse("console:name_check"), asked).json()
    assert not said["passes"] and {one["code"] for one in said["refusals"]} == {"capitals", "customer"}
    OwnedNameFactory(owner=owner, text="ACME")
    assert admin.get(reverse("console:name_check"), asked).json()["passes"]
    assert admin.get(reverse("console:name_check"), {"name": "ACME Bread CC", "owner": owner.pk}).json()["refusals"]
    assert admin.get(reverse("console:name_check"), {"name": "x", "owner": "7x"}).status_code == 200


@pytest.mark.django_db
def test_who_may_not_enter_the_console_cannot_ask(alice):
    assert alice.get(reverse("console:name_check"), {"name": "x"}).status_code == 403


@pytest.mark.django_db
def test_ownership_is_recorded_with_its_paper_and_the_paper_is_shown_to_administrators_only(admin, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    owner = BusinessManagerFactory()
    add = page_of(OwnedName, "add")
    assert "Attach the paper" in faults(fill(admin, add, owner=str(owner.pk), text="CC"))[0]
    fake = SimpleUploadedFile("mark.pdf", b"<script>alert(1)</script>", "application/pdf")
    assert "no PDF, PNG or JPEG" in faults(fill(admin, add, owner=str(owner.pk), text="CC", proof=fake))[0]
    paper = SimpleUploadedFile("mark.pdf", PDF, "text/html")
    assert fill(admin, add, owner=str(owner.pk), text="CC", proof=paper).status_code == 302
    assert known.name_refusals("ACME Bread CC", owner) == []
    assert Change.objects.get(noun="channels_admin.ownedname").after["evidence"] == "mark.pdf"
    address = reverse("console:evidence", args=[Evidence.objects.get().pk])
    answer = admin.get(address)
    assert (b"".join(answer.streaming_content), answer.headers["Content-Type"]) == (PDF, "application/pdf")
    assert (
        "attachment" in answer.headers["Content-Disposition"] and answer.headers["X-Content-Type-Options"] == "nosniff"
    )
    assert admin.get(reverse("console:evidence", args=[10**6])).status_code == 404
    admin.logout()
    assert admin.get(address).status_code == 302


@pytest.mark.django_db
def test_a_paper_that_is_too_large_is_refused(admin, monkeypatch):
    monkeypatch.setattr("channels_admin.models.evidence.LARGEST", 10)
    paper = SimpleUploadedFile("mark.pdf", PDF)
    answer = fill(admin, page_of(OwnedName, "add"), owner=str(BusinessManagerFactory().pk), text="CC", proof=paper)
    assert "too large" in faults(answer)[0] and not Evidence.objects.exists()
