"""Media over HTTP: upload in one go or in segments, processing, alt text, and the files themselves (docs.x.com "Media")."""

import base64
import binascii
import hashlib

from sandbox.files import sniffed
from sandbox.samples import MP4, png
from sandbox.stage import Stage
from sandbox.wire import Answer, Call
from sandbox.world import XUser
from sandbox.x.endpoint import OPEN, Endpoint
from sandbox.x.media import CATEGORIES, DAY, KINDS, TYPES, XMedia
from sandbox.x.problems import Problem, invalid

LARGEST_ALT_TEXT, LAST_SEGMENT, LARGEST_SEGMENT = 1000, 999, 5 * 1024 * 1024


def _bytes(call: Call) -> tuple[bytes, str]:
    """The bytes in a form's file or in a JSON body as base64, and their type as far as it is told."""
    file = call.files.get("media")
    if file:
        return file.data, "" if file.mime == "application/octet-stream" else file.mime
    try:
        return base64.b64decode(call.text("media"), validate=True), ""
    except binascii.Error:
        raise invalid("media", "", "media is neither a file nor base64") from None


def _category(call: Call) -> str:
    category = call.text("media_category")
    if category not in CATEGORIES:
        raise invalid("media_category", category, f"$.media_category: [{category}] is not one of {[*CATEGORIES]}")
    return category


def _check_size(kind: str, size: int) -> None:
    most = KINDS[kind][1]
    if not 0 < size <= most:
        raise Problem(400, "Invalid Request", f"File size of {size} bytes is not allowed, the limit is {most} bytes.")


def _check_type(kind: str, mime: str) -> None:
    if mime not in TYPES[kind]:
        raise Problem(400, "Invalid Request", f"media type {mime} is not allowed for this media_category.")


def _found(stage: Stage, user: XUser, identifier: str) -> XMedia:
    one = stage.x.media.get(identifier)
    if not one or one.owner != user.id:
        raise invalid("media_id", identifier, f"Media id {identifier} is not known.")
    return one


def _described(stage: Stage, one: XMedia) -> dict:
    lives = max(0, int(one.at + DAY - stage.clock.now()))
    body = {"id": one.id, "media_key": one.key, "size": one.size, "expires_after_secs": lives}
    file = stage.x.media.file_of(one)
    if one.kind == "photo" and file:
        body["image"] = {"image_type": one.mime, "w": file.width, "h": file.height}
    if one.kind == "video":
        body["video"] = {"video_type": one.mime}
    return body | ({"processing_info": _processing(stage, one)} if one.kind != "photo" else {})


def _processing(stage: Stage, one: XMedia) -> dict:
    state = stage.x.media.stage_of(one)
    if state == "succeeded":
        return {"state": state, "progress_percent": 100}
    if state == "failed":
        return {"state": state, "progress_percent": 0}
    return {"state": state, "check_after_secs": 1, "progress_percent": 0 if state == "pending" else 50}


async def upload(stage: Stage, call: Call, user: XUser) -> dict:
    """POST /2/media/upload: the whole file at once."""
    category, (data, mime) = _category(call), _bytes(call)
    kind = CATEGORIES[category]
    _check_size(kind, len(data))
    _check_type(kind, mime or sniffed(data))
    one = stage.x.media.fill(stage.x.media.begin(user.id, category, mime, len(data)), data, mime)
    return {"data": _described(stage, one)}


async def status(stage: Stage, call: Call, user: XUser) -> dict:
    """GET /2/media/upload?command=STATUS."""
    one = _found(stage, user, call.text("media_id"))
    return {"data": _described(stage, one)}


async def initialize(stage: Stage, call: Call, user: XUser) -> dict:
    """POST /2/media/upload/initialize."""
    category, mime, total = _category(call), call.text("media_type"), call.text("total_bytes", "0")
    kind = CATEGORIES[category]
    _check_type(kind, mime)
    if not total.isdigit():
        raise invalid("total_bytes", total, "total_bytes is a whole number.")
    _check_size(kind, int(total))
    one = stage.x.media.begin(user.id, category, mime, int(total))
    return {"data": {"id": one.id, "media_key": one.key, "expires_after_secs": DAY}}


async def append(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """POST /2/media/upload/{id}/append: one segment, in any order."""
    one, index = _found(stage, user, id), call.text("segment_index", "x")
    if not index.isdigit() or int(index) > LAST_SEGMENT:
        raise invalid("segment_index", index, f"segment_index is a number from 0 to {LAST_SEGMENT}.")
    data, _ = _bytes(call)
    if not 0 < len(data) <= LARGEST_SEGMENT:
        raise Problem(400, "Invalid Request", f"A segment has 1 to {LARGEST_SEGMENT} bytes, not {len(data)}.")
    if one.state != "waiting":
        raise Problem(400, "Invalid Request", "The upload of this media is finished.")
    stage.x.media.append(one, int(index), data)
    return {"data": {"expires_at": int(one.at + DAY)}}


async def finalize(stage: Stage, call: Call, user: XUser, id: str) -> dict:
    """POST /2/media/upload/{id}/finalize."""
    one = _found(stage, user, id)
    if one.state == "waiting":
        data = stage.x.media.joined(one)
        if data is None or len(data) != one.expected:
            have = "a segment is missing" if data is None else f"{len(data)} bytes came"
            raise Problem(400, "Invalid Request", f"Segments do not add up to provided total file size: {have}.")
        stage.x.media.fill(one, data, one.mime)
    return {"data": _described(stage, one)}


async def metadata(stage: Stage, call: Call, user: XUser) -> dict:
    """POST /2/media/metadata: the alternative text."""
    one = _found(stage, user, call.text("id"))
    alt = call.piece("metadata").get("alt_text")
    text = alt.get("text") if isinstance(alt, dict) else None
    if not isinstance(text, str) or len(text) > LARGEST_ALT_TEXT:
        raise invalid("metadata", "", f"alt_text.text has at most {LARGEST_ALT_TEXT} characters.")
    one.alt_text = text
    stage.x.media.save(one)
    return {"data": {"id": one.id, "associated_metadata": {"alt_text": {"text": text}}}}


async def file(stage: Stage, call: Call, _caller: object, key: str, name: str) -> Answer:
    """GET /media/x/{key}/{name}: what X's own file servers give everybody."""
    if key == "profile":
        return Answer(png(*hashlib.sha256(name.encode()).digest()[:3]), kind="image/png")
    one = stage.x.media.get(key)
    if not one or not one.file:
        return Answer("Not Found", 404)
    if name == "preview.png":
        return Answer(png(), kind="image/png")
    if name.endswith(".mp4") and one.mime == "image/gif":
        return Answer(MP4, kind="video/mp4")
    if name.endswith(".m3u8"):
        return Answer("#EXTM3U\n", kind="application/x-mpegURL")
    return Answer(stage.files.data(stage.x.media.file_of(one)), kind=one.mime)


async def of_message(stage: Stage, call: Call, user: XUser, dm: str, media: str, resource: str) -> Answer:
    """GET /2/dm_conversations/media/{dm_id}/{media_id}/{resource_id}: only for those who are in the conversation."""
    message, one = stage.direct.messages.get(dm), stage.x.media.get(media)
    if not message or not one or one.id not in message.media or not message.seen_by(user.id):
        raise Problem(404, "Not Found Error", f"Could not find the media [{media}] of the message [{dm}].")
    return Answer(stage.files.data(stage.x.media.file_of(one)), kind=one.mime)


WRITE = ("media.write",)
OF_MESSAGE = "/2/dm_conversations/media/{dm}/{media}/{resource}"
ENDPOINTS = [
    Endpoint("POST", "/2/media/upload", ("x.media_upload",), upload, scopes=WRITE),
    Endpoint("GET", "/2/media/upload", ("x.media_status",), status, scopes=WRITE),
    Endpoint("POST", "/2/media/upload/initialize", ("x.media_initialize",), initialize, scopes=WRITE),
    Endpoint("POST", "/2/media/upload/{id}/append", ("x.media_append",), append, scopes=WRITE),
    Endpoint("POST", "/2/media/upload/{id}/finalize", ("x.media_finalize",), finalize, scopes=WRITE),
    Endpoint("POST", "/2/media/metadata", ("x.media_metadata",), metadata, scopes=WRITE),
    Endpoint("GET", "/media/x/{key}/{name}", (), file, auth=OPEN),
    Endpoint("GET", OF_MESSAGE, (), of_message, scopes=("dm.read",)),
]
