"""Static files as small as they come: scripts without comments and spaces, and all text compressed, made at the start.

There is no build step: what is served is made from the sources when a web process starts, and kept under DATA_DIR by what it
was made from, so that the next start finds it.
"""

import gzip
import hashlib
import os
from pathlib import Path

from django.conf import settings
from rjsmin import jsmin
from whitenoise.middleware import WhiteNoiseMiddleware

TEXT = {".css", ".js", ".json", ".svg", ".txt"}
SMALLEST = 200  # bytes: less is not worth the header


class SmallFiles(WhiteNoiseMiddleware):
    """Serves each text file from its small copy."""

    _found = {}

    def add_files_from_finders(self):
        """Look for all files once in a process, however often its middleware is made."""
        where = self.static_prefix, settings.DATA_DIR, *settings.STATICFILES_DIRS
        if where not in self._found:
            super().add_files_from_finders()
            self._found[where] = dict(self.files)
        self.files.update(self._found[where])

    def add_file_to_dictionary(self, url, path, stat_cache=None):
        """Put the small copy in the file's place."""
        small = small_copy(Path(path), settings.DATA_DIR / "static")
        if small != Path(path):
            path, stat_cache = str(small), None
        super().add_file_to_dictionary(url, path, stat_cache)


def small_copy(source, folder):
    """The path of what is to be served for `source`, with a compressed variant beside it; other than text is left as it is."""
    if source.suffix not in TEXT or source.stat().st_size < SMALLEST:
        return source
    content = source.read_bytes()
    copy = folder / f"{hashlib.sha256(content).hexdigest()[:32]}{source.suffix}"
    if not copy.with_name(copy.name + ".gz").exists():
        folder.mkdir(parents=True, exist_ok=True)
        content = jsmin(content) if source.suffix == ".js" else content
        _write(copy, content)
        _write(copy.with_name(copy.name + ".gz"), gzip.compress(content, 9, mtime=0))
    return copy


def _write(path, content):
    """All at once: several processes may be at it."""
    made = path.with_name(f"{path.name}.{os.getpid()}.part")
    made.write_bytes(content)
    made.replace(path)
