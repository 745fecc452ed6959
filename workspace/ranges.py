"""Parts of files: players ask for them to begin anywhere, and some play nothing without (RFC 9110, section 14)."""

import re

from django.http import FileResponse, HttpResponse

ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Part:
    """The next `length` bytes of an open file, read like a file."""

    def __init__(self, file, length):
        self.file, self.left = file, length

    def read(self, size=-1):
        """Up to `size` bytes, blank at the end."""
        wanted = self.left if size < 0 else min(size, self.left)
        data = self.file.read(wanted) if wanted else b""
        self.left -= len(data)
        return data

    def close(self):
        """Close the file."""
        self.file.close()


def served(request, file, **more):
    """An open file as a response, or the one part of it that was asked for; `more` as `FileResponse` takes it."""
    size, found = file.size, ONE.fullmatch(request.headers.get("Range", ""))
    wanted = found and span(*found.groups(), size)
    if not found or wanted is None:
        answer = FileResponse(file, **more)
    elif not wanted:
        file.close()
        answer = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        answer = _part(file, wanted, size, **more)
    answer["Accept-Ranges"] = "bytes"
    return answer


def span(first, last, size):
    """The first and the last byte meant; () where the file has none of them, None where nothing sensible was asked."""
    if not first and not last or first and last and int(first) > int(last):
        return None
    begin = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    return (begin, end) if begin <= end else ()


def _part(file, wanted, size, **more):
    begin, end = wanted
    file.seek(begin)
    answer = FileResponse(Part(file, end - begin + 1), status=206, **more)
    answer["Content-Length"] = str(end - begin + 1)
    answer["Content-Range"] = f"bytes {begin}-{end}/{size}"
    return answer
