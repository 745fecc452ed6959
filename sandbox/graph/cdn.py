"""The servers from which Facebook's pictures, films and files come: no token, an address that is signed and dies."""

from sandbox.stage import Stage
from sandbox.wire import Answer, Call


def served(stage: Stage, call: Call) -> Answer:
    """GET /cdn/{id}/{name}?oe=&oh=: the bytes; 403 when the address is wrong or its time is over."""
    identifier = call.path.split("/")[2]
    end = call.text("oe", "0")
    valid = call.method in ("GET", "HEAD") and all(letter in "0123456789abcdef" for letter in end)
    file = stage.files.at_path(identifier, end, call.text("oh")) if valid else None
    if not file:
        return Answer("URL signature expired", 403)
    return Answer(stage.files.data(file), kind=file.mime)
