"""Style sheets, scripts, fonts and icons, straight from where they lie: nothing has to be collected before the first start."""

from asgiref.wsgi import WsgiToAsgi
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from whitenoise import WhiteNoise

PREFIX = "/" + settings.STATIC_URL.strip("/") + "/"


def _nothing(environ, start_response):
    start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"There is no such file."]


def static_files():
    """An ASGI application for everything under STATIC_URL.

    It stands beside Django, not in its middleware: one synchronous middleware there costs every request of the API two
    more changes of thread.
    """
    served = WhiteNoise(_nothing, max_age=0 if settings.DEBUG else 60)
    for finder in get_finders():
        for path, storage in finder.list(None):
            prefix = getattr(storage, "prefix", None)
            name = f"{prefix}/{path}" if prefix else path
            if PREFIX + name not in served.files:
                served.add_file_to_dictionary(PREFIX + name, storage.path(path))
    return WsgiToAsgi(served)
