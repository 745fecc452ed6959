"""The Resumable Upload API: a file goes up in a session and becomes a handle, for templates and profile pictures."""

import base64

from sandbox import ids
from sandbox.graph.errors import bad
from sandbox.graph.nodes import Node
from sandbox.stage import Stage
from sandbox.wire import Call

HANDLE = "4::"


async def begin(stage: Stage, call: Call, node: Node) -> dict:
    """POST /{app}/uploads?file_name=&file_length=&file_type=: the session."""
    length, mime = call.text("file_length"), call.text("file_type")
    if not length.isdigit() or not mime:
        raise bad("The parameters file_length and file_type are required.")
    session = f"upload:{ids.number()}"
    stage.uploads[session] = (node.id, int(length), mime, call.text("file_name"))
    return {"id": session}


async def receive(stage: Stage, call: Call, node: Node) -> dict:
    """POST /upload:{id} with the bytes and the header file_offset: the handle; all of it in one piece."""
    app, length, mime, name = node.object
    if call.headers.get("file_offset", "") != "0" or len(call.raw) != length:
        raise bad(f"The upload has {length} bytes, from file_offset 0.")
    file = stage.files.add(app, call.raw, mime, name)
    stage.uploads.pop(node.id)
    stage.store.commit()
    return {"h": f"{HANDLE}{base64.b64encode(mime.encode()).decode()}:{file.id}:e"}


def file_of(stage: Stage, handle: str) -> str:
    """The id of the file behind a handle; empty when it is none."""
    parts = handle.split(":")
    file = stage.files.get(parts[3]) if handle.startswith(HANDLE) and len(parts) > 3 else None
    return file.id if file else ""


HANDLERS = {("POST", "App", "uploads"): begin, ("POST", "Upload", ""): receive}
