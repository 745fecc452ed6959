"""Reading JSON that others wrote: nothing here raises, whatever shape it has."""

import json


def loads(body):
    """The JSON object in `body` (bytes or text); an empty one if there is none."""
    try:
        value = json.loads(body)
    except (TypeError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def dig(value, *path):
    """What lies at `path` in nested objects, or None."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def rows(value, *path):
    """The objects of the list at `path`; what is not an object is left out."""
    found = dig(value, *path)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def ident(value, *path):
    """The id at `path` as text: captures have ids both as strings and as numbers. Empty if there is none."""
    found = dig(value, *path)
    return str(found) if isinstance(found, (str, int)) and not isinstance(found, bool) else ""


def words(value, *path):
    """The text at `path`, empty if there is none."""
    found = dig(value, *path)
    return found if isinstance(found, str) else ""


def worded(kind, text=""):
    """How a message is shown whose kind cannot be shown yet: "Image", or "Image: what was written under it"."""
    return f"{kind}: {text}" if text else kind
