"""The file on top of a template: a sample for Meta's reviewers, handed over to the company's app when it is entered.

Meta keeps it and gives a handle, which goes with the template when that is submitted. What Meta later shows of the sample is an
address, with which nothing can be submitted: for another submission the file is given anew.
"""

import tempfile
from pathlib import Path

import filetype
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platforms import whatsapp
from platforms.base import MediaKind, Outcome, PlatformError, Upload
from platforms.whatsapp.management import samples

# "Template components", media headers: (what is sent in its place, the types that reviewers take, in words).
FORMATS = {
    "IMAGE": (MediaKind.IMAGE, ("image/jpeg", "image/png"), gettext_lazy("a JPEG or PNG picture")),
    "VIDEO": (MediaKind.VIDEO, ("video/mp4",), gettext_lazy("an MP4 film")),
    "DOCUMENT": (MediaKind.FILE, ("application/pdf",), gettext_lazy("a PDF document")),
}
TOPS = [
    ("TEXT", gettext_lazy("Words, or nothing")),
    ("IMAGE", gettext_lazy("An image")),
    ("VIDEO", gettext_lazy("A video")),
    ("DOCUMENT", gettext_lazy("A document")),
]


def unfit(form, file):
    """Why this file cannot be the sample of a header of this format; blank if it can."""
    kind, types, words = FORMATS[form]
    found = filetype.guess_mime(file.read(8192))
    file.seek(0)
    if found not in types:
        return _("%(name)s is not %(wanted)s, which the header is to be.") % {"name": file.name, "wanted": words}
    largest = whatsapp.CAPABILITIES.media[kind]
    if file.size > largest:
        return _("%(name)s is too large: WhatsApp takes %(most)s MB.") % {"name": file.name, "most": largest // 1024**2}
    return ""


def hand_over(waba, form, file):
    """Give the file to the app of this business account's token; returns its handle. PlatformError says what is wrong."""
    kind, types, _words = FORMATS[form]
    app = waba.account.app
    if app is None:
        raise PlatformError(
            Outcome.MESSAGE_FAILED,
            "app",
            _("“%(account)s” has no platform app: choose it there.") % {"account": waba.account},
        )
    with tempfile.NamedTemporaryFile() as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        mime = filetype.guess_mime(copy.name) or types[0]
        return samples.handle(waba.wire(), app.app_id, Upload(kind, Path(copy.name), file.name, mime))
