"""Media of the WhatsApp Cloud API: up, an address for five minutes, down with the token ("Media" reference)."""

from sandbox.files import File
from sandbox.graph.errors import GraphError, bad, missing
from sandbox.graph.nodes import Node
from sandbox.graph.tokens import grants_of
from sandbox.stage import Stage
from sandbox.whatsapp.wellformed import wrong
from sandbox.wire import Answer, Call

FIVE_MINUTES, DAY = 300.0, 24 * 3600.0
UPLOADED_LIVES, RECEIVED_LIVES = 30 * DAY, 7 * DAY
MEGABYTE = 1024 * 1024
DOCUMENTS = """application/pdf text/plain text/csv application/msword application/vnd.ms-excel
application/vnd.ms-powerpoint application/vnd.openxmlformats-officedocument.wordprocessingml.document
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
application/vnd.openxmlformats-officedocument.presentationml.presentation"""
# kind: (types, largest size in bytes); "Supported media types".
ALLOWED: dict[str, tuple[set[str], int]] = {
    "image": ({"image/jpeg", "image/png"}, 5 * MEGABYTE),
    "video": ({"video/mp4", "video/3gpp"}, 16 * MEGABYTE),
    "audio": ({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}, 16 * MEGABYTE),
    "document": (set(DOCUMENTS.split()), 100 * MEGABYTE),
    "sticker": ({"image/webp"}, MEGABYTE // 2),
}


def fits(kind: str, mime: str, size: int) -> bool:
    """Whether a file can be sent as this kind of message; a document may be of any type."""
    types, largest = ALLOWED[kind]
    return size <= largest and (kind == "document" or mime in types)


async def upload(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{phone-number-id}/media: multipart `file`, `type`, `messaging_product`."""
    if call.text("messaging_product") != "whatsapp":
        raise bad("The parameter messaging_product is required.")
    sent = call.files.get("file")
    if not sent:
        raise bad("The parameter file is required.")
    mime = (sent.mime or call.text("type")).partition(";")[0]
    if not any(mime in types for types, _ in ALLOWED.values()):
        every = ", ".join(sorted(set.union(*(types for types, _ in ALLOWED.values()))))
        raise bad(
            f"Param file must be a file with one of the following types: {every}. Received file of type '{mime}'."
        )
    if not any(mime in types and len(sent.data) <= largest for types, largest in ALLOWED.values()):
        raise GraphError(131053, "(#131053) Media upload error", details="The file is too large for its type.")
    file = stage.files.add(node.id, sent.data, mime, sent.name)
    stage.store.commit()
    return {"id": file.id}


def _alive(stage: Stage, node: Node, method: str) -> File:
    file: File = node.object
    if stage.clock.now() - file.at > (RECEIVED_LIVES if file.incoming else UPLOADED_LIVES):
        raise missing(file.id, method)
    return file


async def show(stage: Stage, call: Call, node: Node) -> dict:
    """GET /{media-id}: where it can be fetched for five minutes; `phone_number_id` must be its owner if given."""
    file = _alive(stage, node, call.method)
    if call.text("phone_number_id", file.owner) != file.owner:
        raise missing(file.id, call.method)
    end = f"{int(stage.clock.now() + FIVE_MINUTES)}"
    mark = stage.files.signed(file, end)
    return {
        "messaging_product": "whatsapp",
        "url": f"{stage.base}/whatsapp_business/attachments/?mid={file.id}&ext={end}&hash={mark}",
        "mime_type": file.mime,
        "sha256": file.sha256,
        "file_size": str(file.size),
        "id": file.id,
    }


async def delete(stage: Stage, call: Call, node: Node) -> dict:
    """DELETE /{media-id}."""
    stage.files.drop(_alive(stage, node, call.method))
    stage.store.commit()
    return {"success": True}


def download(stage: Stage, call: Call) -> Answer:
    """GET the address of a file with the same token: 401 without it, 404 when the five minutes are over."""
    file = stage.files.get(call.text("mid"))
    end = call.text("ext", "0")
    if not file or call.text("hash") != stage.files.signed(file, end) or float(end) < stage.clock.now():
        return Answer("Not Found", 404)
    refused = call.token in stage.switches.expired_tokens or call.token in stage.switches.refused_tokens
    if refused or file.owner not in grants_of(stage, call.token).numbers:
        return Answer("Unauthorized", 401)
    return Answer(stage.files.data(file), kind=file.mime)


def check_media(stage: Stage, number: str, kind: str, content: dict) -> str:
    """The file of a message to be sent: error 131009 when unknown; words when it will fail, else empty."""
    if kind not in ALLOWED or not content.get("id"):
        return ""
    file = stage.files.get(str(content["id"]))
    if not file or file.owner != number:
        raise wrong(f"There is no media {content['id']} of this phone number.")
    return "" if fits(kind, file.mime, file.size) else f"The media is {file.mime}, which cannot be sent as {kind}."


HANDLERS = {
    ("POST", "WhatsAppBusinessPhoneNumber", "media"): upload,
    ("GET", "WhatsAppMedia", ""): show,
    ("DELETE", "WhatsAppMedia", ""): delete,
}
