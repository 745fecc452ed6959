"""Message links with their QR codes, and templates for the desk, over the API."""

import re

import pytest

from audit.models import Change
from channels_admin.models import Template
from tests import factories
from tests.channels_admin.meta import BODY, NUMBER
from tests.channels_admin.scanning import scanned

pytestmark = pytest.mark.django_db


@pytest.fixture
def links(meta):
    return f"/api/v1/channels/{meta.channel().pk}/message-links/"


def send(client, method, address, **body):
    return getattr(client, method)(address, body, content_type="application/json")


def test_what_is_scanned_opens_exactly_that_link(admin, links):
    first = send(admin, "post", links, prefilled="My order has not come")
    assert first.status_code == 201
    link = first.json()
    assert re.fullmatch(r"https://wa\.me/message/[A-Z0-9]{14}", link["url"])
    other = send(admin, "post", links, prefilled="I would like bread").json()
    for one in (link, other):
        picture = admin.get(one["qr"]["png"])
        assert picture.headers["Content-Type"] == "image/png"
        assert scanned(picture.content) == one["url"]
    assert link["url"] != other["url"]


def test_links_are_listed_changed_and_deleted(admin, links):
    code = send(admin, "post", links, prefilled="Hello", image="SVG").json()["code"]
    changed = send(admin, "put", f"{links}{code}/", prefilled="Good morning").json()
    assert (changed["code"], changed["prefilled"]) == (code, "Good morning")
    assert [link["prefilled"] for link in admin.get(links).json()["links"]] == ["Good morning"]
    assert admin.delete(f"{links}{code}/").status_code == 204
    assert admin.get(links).json()["links"] == []
    assert [row.after.get("message_link", "") for row in Change.objects.order_by("pk")][1] == f"{code} Good morning"


def test_a_picture_as_svg_cannot_run_anything(admin, links):
    link = send(admin, "post", links, prefilled="Hello", image="SVG").json()
    picture = admin.get(link["qr"]["svg"])
    assert picture.headers["Content-Type"] == "image/svg+xml" and b"<svg" in picture.content
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert picture.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"prefilled": "x" * 141}, "no more than 140 characters"),
        ({"prefilled": ""}, "A link without words is https://wa.me/"),
        ({"prefilled": "Hello", "image": "GIF"}, "not a valid choice"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(admin, links, body, said):
    answer = send(admin, "post", links, **body)
    assert answer.status_code == 400 and said in answer.json()["detail"]
    assert admin.get(links).json()["links"] == []


def test_what_meta_refuses_is_handed_on(admin, links, meta):
    assert send(admin, "put", f"{links}ABCDEFGHIJKLMN/", prefilled="Hello").status_code == 400
    assert admin.get(f"{links}ABCDEFGHIJKLMN/qr.png").json()["detail"] == "There is no such message link any more."
    meta.sandbox.control("faults", {"match": {"path": NUMBER}, "do": "error", "status": 500, "times": 1})
    assert admin.get(links).status_code == 502


def test_other_channels_have_no_links(admin, meta):
    channel = factories.ChannelFactory()
    answer = admin.get(f"/api/v1/channels/{channel.pk}/message-links/")
    assert (answer.status_code, answer.json()["code"]) == (400, "no_number")
    assert admin.get("/api/v1/channels/999/message-links/").status_code == 404


def test_agents_are_told_which_right_is_missing(alice, links):
    answer = alice.get(links)
    assert answer.status_code == 403 and "You need the right Social Media Admin." in answer.json()["detail"]
    assert send(alice, "post", links, prefilled="Hello").status_code == 403


def test_the_desk_gets_the_templates_that_can_be_sent(alice, meta):
    channel = meta.channel()
    meta.has(("order", {"components": [BODY]}), ("sale", {"category": "MARKETING"}), ("new", {"status": "PENDING"}))
    meta.has(("elsewhere", {}), waba="3000000002")
    for waba in ("3000000001", "3000000002"):
        meta.sync(waba)
    Template.objects.filter(name="order").update(
        purpose="shipping_update", variables={"1": {"source": "case_number", "example": "4711"}}
    )
    answer = alice.get("/api/v1/templates/", {"channel": channel.pk}).json()
    assert [template["name"] for template in answer["templates"]] == ["order"]
    order = answer["templates"][0]
    assert order["placeholders"] == [{"key": "1", "source": "case_number", "example": "4711"}]
    assert (order["preview"], order["paid"], order["purpose"]) == (
        "Your order 4711 is on its way.", True, "shipping_update",
    )  # fmt: skip
    assert alice.get("/api/v1/templates/").status_code == 404


def test_a_preview_says_what_is_missing(alice, meta):
    meta.has(("order", {"components": [BODY]}))
    meta.sync()
    order = Template.objects.get(name="order")
    Template.objects.update(variables={"1": {"source": "case_number", "example": "4711"}})
    address = f"/api/v1/templates/{order.pk}/preview/"
    blank = send(alice, "post", address).json()
    assert (blank["complete"], blank["missing"]) == (False, ["1"]) and "{{1}}" in blank["preview"]
    known = send(alice, "post", address, facts={"case_number": "C-9"}).json()
    assert (known["complete"], known["preview"]) == (True, "Your order C-9 is on its way.")
    typed = send(alice, "post", address, facts={"case_number": "C-9"}, values={"1": "X"}).json()
    assert typed["preview"] == "Your order X is on its way."
    Template.objects.update(status="PAUSED")
    assert send(alice, "post", address).status_code == 404


def test_strangers_get_nothing(client, meta):
    assert client.get("/api/v1/templates/", {"channel": 1}).status_code == 403
