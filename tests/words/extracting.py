"""Every sentence that is marked for translation, read from the sources as makemessages does, without gettext."""

import ast
import re
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = "acd agents audit channels_admin hints interactions platforms rows socialmedia supervision workspace handlers".split()
# A marking function -> which of its arguments are context, sentence, plural.
MARKS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"], (None, 0, None)),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (None, 0, 1)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], (0, 1, None)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], (0, 1, 2)),
}
TEXT = r"""(?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|gettext|ngettext|pgettext|npgettext)\(\s*({TEXT}(?:\s*,\s*{TEXT})*)")


def everything():
    """{(context or None, sentence, plural or None): one file that has it}."""
    found = {}
    for path in _files():
        text = path.read_text(encoding="utf-8")
        for key in _in_python(text) if path.suffix == ".py" else _in_template(text):
            found.setdefault(key, str(path.relative_to(ROOT)))
    return found


def _files():
    for room in ROOMS:
        yield from (path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)
    yield from (ROOT / "templates").rglob("*.html")


def _in_python(text):
    if not re.search(r"translation|platforms\.words", text):
        return
    for node in ast.walk(ast.parse(text)):
        name = getattr(getattr(node, "func", None), "id", "")
        if name in MARKS:
            key = _key(name, [getattr(argument, "value", None) for argument in node.args])
            if key:
                yield key


def _in_template(text):
    for name, arguments in CALL.findall(templatize(text)):
        key = _key(name, [ast.literal_eval(one) for one in re.findall(TEXT, arguments)])
        if key:
            yield key


def _key(name, arguments):
    key = tuple(None if place is None else arguments[place] for place in MARKS[name])
    return key if isinstance(key[1], str) else None
