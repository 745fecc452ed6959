"""Files both ways on Facebook, Messenger and WhatsApp, partly driven by client libraries that others wrote."""

import base64
import hashlib
import struct
import zlib

import httpx
import pyfacebook
import pytest
import pywa
from facebook_business.api import FacebookAdsApi
from facebook_business.session import FacebookSession

from tests.sandbox.playing import NUMBER, PAGE, wait_until


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00" + b"\x10\x20\x30" * 2))
    + _chunk(b"IEND", b"")
)
OWN = {"data": base64.b64encode(PICTURE).decode(), "mime": "image/png", "name": "receipt.png"}
HELLO = {"number": NUMBER, "from": "16505551234", "name": "Ann"}


@pytest.fixture
def whatsapp(sandbox):
    made = pywa.WhatsApp(phone_id=NUMBER, token="number token", session=httpx.Client(timeout=5, trust_env=False))
    made.api._session.base_url = sandbox.url + "/v26.0"
    return made


@pytest.fixture
def business(sandbox):
    session = FacebookSession(access_token="page token", timeout=5)
    session.GRAPH = sandbox.url
    return FacebookAdsApi(session)


def post(sandbox, **more):
    return sandbox.control("facebook/posts", {"page": PAGE, "author": {"name": "Ann"}, **more})["id"]


def write(sandbox, **more):
    return sandbox.control("messenger/messages", {"page": PAGE, "from": {"name": "Ann"}, **more})


def test_a_comment_with_a_photo_uploaded_by_facebook_business(sandbox, business):
    above = post(sandbox, message="Where is it?")
    files = {"source": ("map.png", PICTURE, "image/png")}
    made = business.call("POST", (PAGE, "photos"), params={"published": "false"}, files=files).json()
    body = {"message": "Here", "attachment_id": made["id"]}
    comment = sandbox.graph("POST", f"{above}/comments", data=body).json()["id"]
    shown = sandbox.graph("GET", f"{comment}?fields=attachment").json()["attachment"]
    assert shown["type"] == "photo" and shown["media"]["image"]["width"] == 2
    assert sandbox.http.get(shown["media"]["image"]["src"]).content == PICTURE
    assert sandbox.sent("facebook")[0]["files"] == [made["id"]]
    assert len(sandbox.graph("GET", f"{PAGE}/feed").json()["data"]) == 1


def test_photos_are_pictures_and_belong_to_the_page(sandbox):
    above = post(sandbox, message="Where is it?")
    refused = sandbox.graph("POST", f"{PAGE}/photos", files={"source": ("a.png", b"no picture")}).json()
    assert refused["error"]["code"] == 324
    foreign = sandbox.graph("POST", f"{above}/comments", data={"attachment_id": "12345"}).json()
    assert foreign["error"]["code"] == 100
    assert sandbox.sent() == []


def test_a_photo_without_words_is_a_comment_too_and_can_be_exchanged(sandbox):
    def photo():
        files = {"source": ("a.png", PICTURE, "image/png")}
        return sandbox.graph("POST", f"{PAGE}/photos", data={"published": "false"}, files=files).json()["id"]

    comment = sandbox.graph("POST", f"{post(sandbox, message='?')}/comments", data={"attachment_id": photo()}).json()
    second = photo()
    sandbox.graph("POST", comment["id"], data={"message": "Better", "attachment_id": second})
    shown = sandbox.graph("GET", f"{comment['id']}?fields=message,attachment").json()
    assert (shown["message"], shown["attachment"]["target"]["id"]) == ("Better", second)


def test_customers_send_pictures_films_and_links_in_public(hooked, receiver):
    one = post(hooked, message="Broken", files=[OWN])
    album = post(hooked, files=[{"kind": "image"}, {"kind": "image"}])
    post(hooked, message="Read this", link={"url": "https://example.com/", "title": "News"})
    body = {"object": one, "author": {"name": "Bob"}, "files": [{"kind": "video"}]}
    comment = hooked.control("facebook/comments", body)["id"]
    told = wait_until(lambda: len(receiver.feed()) == 4 and receiver.feed())
    by_item = {value["item"]: value for value in told}
    assert set(by_item) == {"photo", "status", "share", "comment"}
    assert httpx.get(by_item["photo"]["link"], trust_env=False).content == PICTURE
    assert len(by_item["status"]["photos"]) == 2 and by_item["share"]["link"] == "https://example.com/"
    assert by_item["comment"]["video"].startswith(hooked.url)
    feed = hooked.graph("GET", f"{PAGE}/feed?fields=attachments{{media_type,media,url,subattachments}},full_picture")
    rows = {row["id"]: row["attachments"]["data"][0] for row in feed.json()["data"]}
    assert [row["media_type"] for row in rows.values()] == ["link", "album", "photo"]
    assert len(rows[album]["subattachments"]["data"]) == 2
    source = hooked.graph("GET", f"{comment}?fields=attachment").json()["attachment"]["media"]["source"]
    assert hooked.http.get(source).headers["content-type"] == "video/mp4"


def test_an_address_of_a_file_dies_and_cannot_be_made_up(sandbox):
    above = post(sandbox, files=[OWN])
    address = sandbox.graph("GET", f"{above}?fields=full_picture").json()["full_picture"]
    assert sandbox.http.get(address).status_code == 200
    assert sandbox.http.get(address.replace("oe=", "oe=f")).status_code == 403
    sandbox.control("clock", {"offset": 3700})
    assert sandbox.http.get(address).status_code == 403


def test_messenger_takes_an_upload_and_sends_it_by_its_id(hooked, receiver):
    person = write(hooked, text="Hi")["from"]
    described = '{"attachment":{"type":"image","payload":{"is_reusable":true}}}'
    files = {"filedata": ("map.png", PICTURE, "image/png")}
    uploaded = hooked.graph("POST", f"{PAGE}/message_attachments", data={"message": described}, files=files).json()
    payload = {"attachment_id": uploaded["attachment_id"]}
    body = {"recipient": {"id": person}, "message": {"attachment": {"type": "image", "payload": payload}}}
    sent = hooked.graph("POST", "me/messages", json=body).json()["message_id"]
    echo = wait_until(lambda: [one for one in receiver.events() if one.get("message", {}).get("is_echo")])[0]
    assert echo["message"]["mid"] == sent and "text" not in echo["message"]
    assert hooked.http.get(echo["message"]["attachments"][0]["payload"]["url"]).content == PICTURE
    entry = hooked.sent("messenger")[0]
    assert (entry["kind"], entry["text"], entry["files"]) == ("image", "", [uploaded["attachment_id"]])


def test_messenger_fetches_what_is_named_by_address(sandbox):
    person = write(sandbox, text="Hi")["from"]
    above = post(sandbox, files=[OWN])
    address = sandbox.graph("GET", f"{above}?fields=full_picture").json()["full_picture"]

    def send(url, kind="image"):
        attachment = {"type": kind, "payload": {"url": url}}
        body = {"recipient": {"id": person}, "message": {"attachment": attachment}}
        return sandbox.graph("POST", f"{PAGE}/messages", json=body).json()

    sent = send(address)["message_id"]
    shown = sandbox.graph("GET", f"{sent}?fields=attachments").json()["attachments"]["data"][0]
    assert shown["size"] == len(PICTURE)
    assert send(sandbox.url + "/cdn/nothing")["error"]["error_subcode"] == 2018008
    assert send(address, kind="nonsense")["error"]["code"] == 100


def test_pyfacebook_sees_attachments_and_stickers_in_conversations(sandbox):
    class Redirected(pyfacebook.GraphAPI):
        GRAPH_URL = sandbox.url + "/"

    client = Redirected(access_token="page token", version="v24.0", timeout=5)
    write(sandbox, text="See", files=[OWN])
    write(sandbox, files=[{"kind": "file"}])
    write(sandbox, sticker="369239263222822")
    fields = "messages{message,attachments,sticker}"
    thread = client.get_connection(PAGE, connection="conversations", fields=fields)["data"][0]
    sticker, document, picture = thread["messages"]["data"]
    assert sticker["sticker"].startswith(sandbox.url) and "attachments" not in sticker
    assert document["attachments"]["data"][0]["file_url"].startswith(sandbox.url)
    shown = picture["attachments"]["data"][0]
    assert (shown["mime_type"], shown["name"], shown["size"]) == ("image/png", "receipt.png", len(PICTURE))
    assert sandbox.http.get(shown["image_data"]["url"]).content == PICTURE


def test_pywa_uploads_sends_and_downloads(sandbox, whatsapp):
    sandbox.control("whatsapp/messages", {**HELLO, "text": "Hi"})
    media = whatsapp.upload_media(media=PICTURE, mime_type="image/png", filename="map.png")
    sent = whatsapp.send_image("16505551234", image=media.id, caption="Here")
    entry = sandbox.sent("whatsapp")[0]
    assert (entry["id"], entry["text"], entry["files"], entry["kind"]) == (sent.id, "Here", [media.id], "image")
    found = whatsapp.get_media_url(media.id)
    assert found.sha256 == hashlib.sha256(PICTURE).hexdigest() and found.mime_type == "image/png"
    assert whatsapp.get_media_bytes(found.url) == PICTURE
    assert whatsapp.delete_media(media_id=media.id)
    assert sandbox.graph("GET", media.id, token="number token").json()["error"]["error_subcode"] == 33


def test_whatsapp_addresses_need_the_token_and_last_five_minutes(hooked, receiver):
    hooked.control("whatsapp/messages", {**HELLO, "kind": "image", "content": {"caption": "See"}, "file": OWN})
    image = wait_until(lambda: receiver.values("messages"))[0]["image"]
    assert image["caption"] == "See" and image["sha256"] == hashlib.sha256(PICTURE).hexdigest()
    asked = hooked.graph("GET", f"{image['id']}?phone_number_id={NUMBER}", token="number token").json()
    bearer = {"Authorization": "Bearer number token"}
    assert hooked.http.get(asked["url"], headers=bearer).content == PICTURE
    assert hooked.http.get(asked["url"]).status_code == 401
    assert hooked.graph("GET", f"{image['id']}?phone_number_id=7", token="number token").status_code == 400
    hooked.control("clock", {"offset": 301})
    assert hooked.http.get(asked["url"], headers=bearer).status_code == 404
    hooked.control("clock", {"offset": 8 * 86400})
    assert hooked.graph("GET", image["id"], token="number token").json()["error"]["code"] == 100


@pytest.mark.parametrize(
    ("mime", "size", "code"), [("text/html", 10, 100), ("image/png", 5 * 1024 * 1024 + 1, 131053), ("", 10, 100)]
)
def test_whatsapp_refuses_files_that_it_does_not_take(sandbox, mime, size, code):
    files = {"file": ("a", b"x" * size, mime or "application/octet-stream")}
    data = {"messaging_product": "whatsapp", "type": mime}
    answer = sandbox.graph("POST", f"{NUMBER}/media", token="number token", data=data, files=files)
    assert answer.json()["error"]["code"] == code


def test_media_of_another_kind_fail_later_and_unknown_ones_at_once(hooked, receiver):
    hooked.control("whatsapp/messages", {**HELLO, "text": "Hi"})
    files = {"file": ("a.png", PICTURE, "image/png")}
    data = {"messaging_product": "whatsapp", "type": "image/png"}
    media = hooked.graph("POST", f"{NUMBER}/media", token="number token", data=data, files=files).json()["id"]

    def send(identifier):
        body = {"messaging_product": "whatsapp", "to": "+16505551234", "type": "video", "video": {"id": identifier}}
        return hooked.graph("POST", f"{NUMBER}/messages", token="number token", json=body).json()

    assert send("12345")["error"]["code"] == 131009
    assert send(media)["messages"][0]["message_status"] == "accepted"
    failed = wait_until(lambda: receiver.values("statuses"))[0]
    assert (failed["status"], failed["errors"][0]["code"]) == ("failed", 131053)
    assert hooked.sent("whatsapp") == []


def test_the_customer_page_shows_pictures(sandbox):
    post(sandbox, files=[OWN])
    state = sandbox.http.get("/customer/state", params={"platform": "facebook", "channel": PAGE}).json()
    file = state["items"][0]["files"][0]
    assert file["kind"] == "image"
    shown = sandbox.http.get(f"/customer/files/{file['id']}")
    assert shown.content == PICTURE and "sandbox" in shown.headers["content-security-policy"]


def test_files_survive_a_restart(new_sandbox):
    new_sandbox.control("world", {"pages": [{"id": PAGE, "name": "Acme", "token": "page token"}]})
    above = post(new_sandbox, files=[OWN])
    assert new_sandbox.stop() == 0
    new_sandbox.start()
    address = new_sandbox.graph("GET", f"{above}?fields=full_picture").json()["full_picture"]
    assert new_sandbox.http.get(address).content == PICTURE
