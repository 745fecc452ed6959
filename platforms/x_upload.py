"""Giving files to X before a post or message carries them (docs.x.com, "Media": "Chunked Media Upload", "Best practices").

Images go in one request, films and GIFs in segments, after which X works on them for a while. Nobody sees what is
merely uploaded, so a failure that leaves the result open is RETRY: to upload it again does no harm.
"""

import base64
import time

from platforms import payload, x_api
from platforms.base import MediaKind, Outcome, PlatformError
from platforms.words import _

MEGABYTE = 1024 * 1024
IMAGE_LIMIT, GIF_LIMIT, VIDEO_LIMIT = 5 * MEGABYTE, 15 * MEGABYTE, 512 * MEGABYTE
GIF = "image/gif"
TYPES = {
    MediaKind.IMAGE: ("image/jpeg", "image/png", "image/webp", GIF),
    MediaKind.VIDEO: ("video/mp4", "video/quicktime"),
}
SEGMENT = 4 * MEGABYTE
# How long to wait for X to work on a film, in seconds, and how often to ask when it does not say.
PATIENCE, PAUSE = 60.0, 1.0
ALT_LENGTH = 1000


def check(files, most):
    """Raise `PlatformError` if X would not take these files together: `most` images, or one GIF, or one film."""
    for file in files:
        _check_one(file)
    alone = [file for file in files if _form(file) != "image"]
    if alone and len(files) > 1:
        raise _refused(_("A GIF or a video goes alone: send the other files in another message."))
    if len(files) > most:
        one, several = _("X takes at most 1 image in one message."), _("X takes at most %(n)s images in one message.")
        raise _refused(one if most == 1 else several % {"n": most})


def upload(wire, file, use):
    """Upload one file for `use` ("tweet" or "dm") and return its media id, once X is ready to show it."""
    try:
        number = _uploaded(wire, file, f"{use}_{_form(file)}")
        if file.alt and use == "tweet":
            _describe(wire, number, file.alt)
    except OSError:
        problem = _refused(_("The file is not here any more: attach it again."))
    except PlatformError as error:
        problem = _harmless(error)
    else:
        return number
    raise problem


def _uploaded(wire, file, category):
    answer = _at_once(wire, file.path, category) if _form(file) == "image" else _in_segments(wire, file, category)
    number = payload.ident(answer, "data", "id") or payload.ident(answer, "id")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", _("X did not name the file it took."))
    _await(wire, number, payload.dig(answer, "data", "processing_info"))
    return number


def _at_once(wire, path, category):
    body = {"media": base64.b64encode(path.read_bytes()).decode(), "media_category": category}
    return x_api.call(wire, "POST", "/2/media/upload", body=body)[0]


def _in_segments(wire, file, category):
    size = file.path.stat().st_size
    body = {"media_type": file.mime, "total_bytes": size, "media_category": category}
    begun, _ = x_api.call(wire, "POST", "/2/media/upload/initialize", body=body)
    number = x_api.answered(begun, "data", "id")
    with file.path.open("rb") as content:
        for index, part in enumerate(iter(lambda: content.read(SEGMENT), b"")):
            segment = {"media": base64.b64encode(part).decode(), "segment_index": index}
            x_api.call(wire, "POST", f"/2/media/upload/{number}/append", body=segment)
    return x_api.call(wire, "POST", f"/2/media/upload/{number}/finalize")[0]


def _await(wire, number, state):
    """Ask until X has worked on the file; without `state` there is nothing to wait for."""
    ends = time.monotonic() + PATIENCE
    while payload.words(state, "state") in ("pending", "in_progress"):
        left = ends - time.monotonic()
        if left <= 0:
            raise PlatformError(Outcome.RETRY, "", _("X is still working on the file; it will be sent again."))
        time.sleep(min(_pause(state), left))
        answer, _rate = x_api.call(wire, "GET", "/2/media/upload", params={"command": "STATUS", "media_id": number})
        state = payload.dig(answer, "data", "processing_info")
    if payload.words(state, "state") == "failed":
        raise _refused(
            _("X cannot show this file: %(reason)s")
            % {"reason": payload.words(state, "error", "message") or _("it is damaged.")}
        )


def _pause(state):
    seconds = payload.dig(state, "check_after_secs")
    return max(float(seconds), 0.1) if isinstance(seconds, int | float) else PAUSE


def _describe(wire, number, alt):
    body = {"id": number, "metadata": {"alt_text": {"text": alt[:ALT_LENGTH]}}}
    x_api.call(wire, "POST", "/2/media/metadata", body=body)


def _check_one(file):
    limit = {"image": IMAGE_LIMIT, "gif": GIF_LIMIT, "video": VIDEO_LIMIT}[_form(file)]
    if file.mime not in TYPES.get(file.kind, ()):
        raise _refused(_("X does not take a file of this kind (%(mime)s).") % {"mime": file.mime})
    try:
        size = file.path.stat().st_size
    except OSError:
        size = None
    if size is None:
        raise _refused(_("The file is not here any more: attach it again."))
    if size > limit:
        raise _refused(_("This file is larger than the %(limit)s MB that X takes.") % {"limit": limit // MEGABYTE})


def _form(file):
    """X's name of the sort of file: image, gif or video."""
    return "gif" if file.mime == GIF else "video" if file.kind is MediaKind.VIDEO else "image"


def _refused(reason):
    return PlatformError(Outcome.MESSAGE_FAILED, "media", reason)


def _harmless(error):
    if error.code == "403":
        # An account linked without the right to upload may still read and write.
        return PlatformError(Outcome.MESSAGE_FAILED, 403, error.reason)
    return PlatformError(Outcome.RETRY, error.code, error.reason) if error.outcome is Outcome.UNKNOWN else error
