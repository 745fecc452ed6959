"""Templates with a file on top: a sample goes to Meta as it is entered, and with the template when that is submitted (R17)."""

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import Change
from channels_admin.models import Template
from channels_admin.whatsapp import submit
from tests import factories
from tests.browser.playing import png
from tests.channels_admin.forms_filled import faults, fill, page_of
from tests.channels_admin.meta import OTHER_WABA, template

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF"
WORDS = {
    "name": "plate",
    "language": "en",
    "wanted": "UTILITY",
    "body": "This is where the number stands.",
    "buttons": "",
}


@pytest.fixture
def waba(meta):
    app = factories.PlatformAppFactory(platform="whatsapp", app_id="app")
    for account in meta.accounts:
        account.app = app
        account.save()
    return meta.waba()


def picture(name="plate.png", content=None):
    return SimpleUploadedFile(name, content or png(64, 48), "application/x-whatever")


def write(admin, waba, **changes):
    facts = {"waba": str(waba.pk), **WORDS, "top": "IMAGE", "sample": picture()}
    return fill(admin, page_of(Template, "add"), **facts | changes)


def change(admin, made, **changes):
    return fill(admin, page_of(Template, "change", made.pk), **changes)


def shown(admin, made):
    return admin.get(page_of(Template, "change", made.pk)).content.decode()


def press_submit(admin, made):
    answer = admin.post(f"/console/channels_admin/template/{made.pk}/submit/", follow=True)
    made.refresh_from_db()
    return answer.content.decode()


def test_a_template_with_a_picture_is_written_submitted_and_shown_by_meta(admin, waba, meta):
    assert write(admin, waba).status_code == 302
    made = template("plate")
    assert made.components[0]["format"] == "IMAGE" and made.components[0]["example"]["header_handle"][0].startswith(
        "4::"
    )
    assert "is submitted" in press_submit(admin, made)
    meta.decides("plate", "APPROVED")
    meta.sync()
    made.refresh_from_db()
    (address,) = made.components[0]["example"]["header_handle"]
    assert httpx.get(address).content == png(64, 48)
    assert made.usable
    line = Change.objects.filter(noun="channels_admin.template", verb="created").get()
    assert line.after["file_on_top"] == "IMAGE" and line.after["sample"]


def test_films_and_documents_too(admin, waba):
    assert write(admin, waba, top="DOCUMENT", sample=picture("a.pdf", PDF)).status_code == 302
    assert "is submitted" in press_submit(admin, template("plate"))


def test_without_a_sample_it_is_a_draft_that_says_what_it_lacks(admin, waba):
    assert write(admin, waba, sample=None).status_code == 302
    made = template("plate")
    assert "Add a sample file for the header: the reviewers need to see one." in shown(admin, made)
    assert change(admin, made, sample=picture()).status_code == 302
    assert "Before it can be submitted" not in shown(admin, made)


def test_what_is_saved_again_keeps_its_sample_and_another_format_does_not(admin, waba):
    write(admin, waba)
    made = template("plate")
    before = made.components
    change(admin, made, body="Here is where the number stands.")
    made.refresh_from_db()
    assert made.components[0] == before[0] and made.components[1] != before[1]
    change(admin, made, top="DOCUMENT")
    made.refresh_from_db()
    assert made.components[0] == {"type": "HEADER", "format": "DOCUMENT"}
    change(admin, made, top="TEXT")
    made.refresh_from_db()
    assert [part["type"] for part in made.components] == ["BODY"]


def test_a_change_after_approval_wants_the_sample_again(admin, waba, meta):
    write(admin, waba)
    made = template("plate")
    press_submit(admin, made)
    meta.decides("plate", "APPROVED")
    meta.sync()
    change(admin, made, body="Here is where the number stands.")
    assert "Add a sample file for the header again" in shown(admin, made)
    change(admin, made, sample=picture())
    assert "is submitted" in press_submit(admin, made)


def test_a_copy_for_another_business_account_wants_the_sample_again(admin, waba, meta):
    write(admin, waba)
    made = template("plate")
    press_submit(admin, made)
    meta.sync()
    made.refresh_from_db()
    with pytest.raises(submit.Refused, match="Add a sample file for the header again"):
        submit.copy(made, meta.waba(OTHER_WABA))
    assert template("plate", OTHER_WABA).status == "DRAFT"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sample": picture("plate.png", PDF)}, "plate.png is not a JPEG or PNG picture"),
        ({"top": "VIDEO"}, "plate.png is not an MP4 film"),
        ({"top": "TEXT"}, "Choose what the file is"),
        ({"header": "Where it stands"}, "Beside a file on top there are no words"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_goes_to_meta(admin, waba, meta, changes, said):
    meta.sandbox.control("faults", {"match": {"path": "/uploads"}, "do": "error", "code": 100, "times": 9})
    assert said in " ".join(faults(write(admin, waba, **changes)))
    assert not Template.objects.filter(name="plate").exists()


def test_an_upload_that_fails_is_said_beside_the_file(admin, waba, meta):
    meta.sandbox.control("faults", {"match": {"path": "/uploads"}, "do": "error", "status": 500, "times": 9})
    assert faults(write(admin, waba))
    assert not Template.objects.filter(name="plate").exists()


def test_an_account_without_an_app_cannot_take_a_sample(admin, waba, meta):
    meta.accounts[0].app = None
    meta.accounts[0].save()
    assert "has no platform app: choose it there." in " ".join(faults(write(admin, waba)))
