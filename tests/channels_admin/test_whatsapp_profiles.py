"""Business profiles (R23): photo, rules per provider, pushed to the platform, read back and compared."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from audit.models import Change
from channels_admin.models import BusinessProfile, PhoneNumber
from channels_admin.whatsapp import profiles
from tests.channels_admin.factories_whatsapp import OnboardingFactory, PhoneNumberFactory
from tests.channels_admin.meta import NUMBER
from tests.factories import AccountFactory


def picture(width=640, height=640, form="PNG", mode="RGB"):
    """A photo as somebody chooses one."""
    made = io.BytesIO()
    Image.new(mode, (width, height)).save(made, form)
    return SimpleUploadedFile(f"photo.{form.lower()}", made.getvalue())


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_photo_of_640_by_640_is_kept_as_png(form):
    kept = Image.open(io.BytesIO(profiles.photo(picture(form=form))))
    assert (kept.format, kept.size) == ("PNG", (640, 640))


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (lambda: picture(640, 639), "640×639 pixels"),
        (lambda: picture(100, 100), "100×100 pixels"),
        (lambda: picture(form="GIF"), "no PNG or JPEG"),
        (lambda: SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50), "no PNG or JPEG"),
        (lambda: SimpleUploadedFile("a.png", b"<svg onload='x'>"), "no PNG or JPEG"),
        (lambda: SimpleUploadedFile("a.png", b"0" * (profiles.LARGEST + 1)), "more than 5 MB"),
    ],
)
def test_photos_that_are_refused(upload, said):
    with pytest.raises(profiles.BadPhoto, match=said):
        profiles.photo(upload())


def test_with_genesys_cloud_all_or_none_and_each_missing_one_is_named():
    assert profiles.faults({}, genesys=True) == {}
    assert profiles.faults({"about": "Bread"}, genesys=True) == {}
    missing = profiles.faults({"address": "1 Mill Lane", "website": "https://a.example"}, genesys=True)
    assert set(missing) == {"description", "email", "vertical"}
    whole = dict.fromkeys(profiles.TOGETHER, "x")
    assert profiles.faults(whole, genesys=True) == {}


def test_meta_takes_any_subset_and_an_industry_of_its_list():
    assert profiles.faults({"address": "1 Mill Lane"}, genesys=False) == {}
    assert set(profiles.faults({"vertical": "Bakery"}, genesys=False)) == {"vertical"}
    assert profiles.faults({"vertical": "RETAIL"}, genesys=False) == {}
    assert set(profiles.faults({"website_2": "https://b.example"}, genesys=False)) == {"website"}


pytestmark = pytest.mark.django_db


@pytest.fixture
def number(meta, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    meta.sync()
    number = PhoneNumber.objects.select_related("waba__account").get(external_id=NUMBER)
    number.waba.account.app = number.waba.account.app or made_app(number)
    return number


def made_app(number):
    app = AccountFactory._meta.model.app.field.related_model.objects.create(
        platform="whatsapp", app_id="app", name="App"
    )
    type(number.waba.account).objects.filter(pk=number.waba.account_id).update(app=app)
    return app


def save(client, number, **fields):
    return client.post(reverse("console:profile", args=[number.pk]), fields)


def test_limits_are_counted_to_the_character_and_websites_need_http(admin, number):
    for field, longest in (("about", 139), ("address", 256), ("description", 256), ("email", 128)):
        long = "x" * (longest + 1) if field != "email" else "a@" + "x" * 124 + ".de"
        assert field in save(admin, number, **{field: long}).context["form"].errors, field
    assert "website" in save(admin, number, website="ftp://acme.example").context["form"].errors
    assert "website" in save(admin, number, website="acme.example").context["form"].errors
    assert save(admin, number, about="x" * 139, address="y" * 256, website="https://acme.example").status_code == 302


def test_it_is_pushed_read_back_compared_and_shown_as_a_customer_sees_it(admin, number):
    given = {"about": "Fresh at six", "vertical": "GROCERY", "website": "https://acme.example", "new_photo": picture()}
    assert save(admin, number, **given).status_code == 302
    act = lambda verb: admin.post(reverse("console:profile_act", args=[number.pk, verb]), follow=True)  # noqa: E731
    assert "WhatsApp has the profile" in act("push").content.decode()
    business = BusinessProfile.objects.get()
    assert business.apart == [] and business.pushed_by == admin.person and business.pushed_photo
    there = profiles.profile.read(number.waba.wire(NUMBER))
    assert (there.about, there.vertical, there.websites) == ("Fresh at six", "GROCERY", ("https://acme.example",))
    assert there.picture
    profiles.profile.write(number.waba.wire(NUMBER), {"about": "Closed for ever"})
    page = act("compare").content.decode()
    assert "WhatsApp has something else" in page and "Closed for ever" in page and "Fresh at six" in page
    assert "The form holds what WhatsApp has" in act("take").content.decode()
    assert BusinessProfile.objects.get().about == "Closed for ever"
    photo = admin.get(reverse("console:profile_photo", args=[business.pk]))
    assert photo.headers["Content-Type"] == "image/png"
    assert Change.objects.filter(noun="channels_admin.businessprofile").count() == 3
    assert admin.post(reverse("console:profile_act", args=[number.pk, "handed-in"])).status_code == 404


def test_what_the_platform_refuses_is_said(admin, number, meta):
    save(admin, number, about="Fresh")
    fault = {"match": {"method": "POST", "path": "/whatsapp_business_profile"}, "do": "error", "code": 131009}
    meta.sandbox.control("faults", fault)
    page = admin.post(reverse("console:profile_act", args=[number.pk, "push"]), follow=True).content.decode()
    assert "did not accept a value" in page and BusinessProfile.objects.get().pushed_at is None


def test_the_profile_can_be_written_before_there_is_a_number(admin):
    onboarding = OnboardingFactory(display_name="ACME Bread")
    address = reverse("console:profile_wanted", args=[onboarding.pk])
    assert "ACME Bread" in admin.get(address).content.decode()
    assert admin.post(address, {"about": "Soon"}).status_code == 302
    assert onboarding.profile.about == "Soon"


def test_genesys_cloud_is_handed_the_profile_by_people(admin):
    number = PhoneNumberFactory(waba__account__provider="genesys")
    answer = save(admin, number, address="1 Mill Lane")
    assert set(answer.context["form"].errors) == {"description", "email", "vertical", "website"}
    admin.post(reverse("console:profile_act", args=[number.pk, "handed-in"]))
    assert BusinessProfile.objects.get(number=number).pushed_by == admin.person
    assert admin.post(reverse("console:profile_act", args=[number.pk, "push"])).status_code == 404
