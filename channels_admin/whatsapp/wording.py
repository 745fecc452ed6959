"""A template as an administrator writes it, and as Meta wants it ("Message templates", "Template components").

Words, a file on top and simple buttons can be written here. A template with more (a form, a catalog, a place on top,
one-time passwords) is made in WhatsApp Manager; it is listed, previewed and sent all the same.
"""

import re
from dataclasses import dataclass

from channels_admin.models import Format, Source
from platforms import payload
from platforms.whatsapp.filling import needed
from platforms.whatsapp.management.drafts import MEDIA_FORMATS, Draft, part, placeholders, template_problems

BUTTON_KINDS = ("QUICK_REPLY", "URL", "PHONE_NUMBER")
PLAIN = {
    "HEADER": {"type", "format", "text", "example"},
    "BODY": {"type", "text", "example"},
    "FOOTER": {"type", "text"},
    "BUTTONS": {"type", "buttons"},
}
PLAIN_BUTTON = {"type", "text", "url", "phone_number", "example"}
PHONE = re.compile(r"\+[0-9 ()/-]{5,}")


@dataclass(frozen=True, slots=True)
class Words:
    """The parts of a plain template; each button is a line: `Yes`, `Track it | https://…/{{1}}` or `Call us | +49…`.

    `file` is the format of the header where that is a file (IMAGE, VIDEO, DOCUMENT), `sample` Meta's handle of one.
    """

    header: str = ""
    body: str = ""
    footer: str = ""
    buttons: tuple[str, ...] = ()
    file: str = ""
    sample: str = ""


def plain(components):
    """Can a template with these components be written here, without losing anything of it?"""
    return all(_plain(one) for one in components)


def words(components):
    """The parts of a template."""
    header, body, footer = (payload.words(part(components, kind), "text") for kind in ("HEADER", "BODY", "FOOTER"))
    buttons = payload.rows(part(components, "BUTTONS"), "buttons")
    file = file_kind(components).upper()
    sample = sample_of(components) if file else ""
    return Words(header, body, footer, tuple(_line(button) for button in buttons), file, sample)


def sample_of(components):
    """Meta's handle of the header's sample file, or the address at which it shows the sample; blank for none."""
    given = payload.dig(part(components, "HEADER"), "example", "header_handle")
    return str(given[0]) if isinstance(given, list) and given else ""


def components(written, variables, numbered=True):
    """Meta's components for what was written; examples are those of `variables`."""
    examples = {key: str(payload.dig(row, "example") or "") for key, row in variables.items()}
    buttons = [_button(line, examples.get(f"button.{n}", "")) for n, line in enumerate(written.buttons)]
    parts = [
        _header(written, examples, numbered),
        {"type": "BODY", "text": written.body, **_example("body", written, examples, numbered)},
        {"type": "FOOTER", "text": written.footer},
        {"type": "BUTTONS", "buttons": buttons},
    ]
    return [one for one in parts if one.get("text") or one.get("buttons") or one.get("format") in MEDIA_FORMATS]


def _header(written, examples, numbered):
    if written.file:
        sample = {"example": {"header_handle": [written.sample]}} if written.sample else {}
        return {"type": "HEADER", "format": written.file, **sample}
    example = _example("header", written, examples, numbered)
    return {"type": "HEADER", "format": "TEXT", "text": written.header, **example}


def keys(template_components):
    """The placeholders of a template, as `platforms.whatsapp.filling` names them."""
    return needed(template_components)


def variables(template_components, known):
    """{key: {"source", "example"}} for every placeholder: what is `known`, else Meta's own example."""
    samples = examples(template_components)
    fresh = {key: {"source": Source.FREE.value, "example": samples.get(key, "")} for key in needed(template_components)}
    return {key: {**row, **_kept(known.get(key))} for key, row in fresh.items()}


def examples(template_components):
    """{key: example} as they stand in the components."""
    found = {}
    for where, before in (("header", "header."), ("body", "")):
        component = part(template_components, where.upper())
        given = payload.dig(component, "example", f"{where}_text")
        given = given[0] if isinstance(given, list) and given and isinstance(given[0], list) else given
        names = sorted(placeholders(payload.words(component, "text")), key=_place)
        found |= {before + name: str(one) for name, one in zip(names, given or [], strict=False)}
        for row in payload.rows(component, "example", f"{where}_text_named_params"):
            found[before + payload.words(row, "param_name")] = payload.words(row, "example")
    return found


def file_kind(template_components):
    """The kind of file that the header wants (image, video, document), blank for none."""
    kind = payload.words(part(template_components, "HEADER"), "format").upper()
    return kind.lower() if kind in MEDIA_FORMATS else ""


def draft(template):
    """A template as `platforms.whatsapp.management` takes it for submission."""
    numbered = template.parameter_format != Format.NAMED
    return Draft(template.name, template.language, template.wanted_category, tuple(template.wording), numbered)


def problems(template):
    """Everything that stands in the way of submitting it, one sentence each."""
    return list(template_problems(draft(template)))


def _place(name):
    return int(name) if name.isdecimal() else 0


def _kept(row):
    return {name: row[name] for name in ("source", "example") if row.get(name)} if isinstance(row, dict) else {}


def _plain(component):
    kind = payload.words(component, "type").upper()
    if kind not in PLAIN or set(component) - PLAIN[kind]:
        return False
    if kind == "HEADER":
        return payload.words(component, "format").upper() in ("TEXT", *MEDIA_FORMATS)
    return all(_plain_button(button) for button in payload.rows(component, "buttons"))


def _plain_button(button):
    return payload.words(button, "type").upper() in BUTTON_KINDS and not set(button) - PLAIN_BUTTON


def _example(where, written, examples, numbered):
    names = placeholders(getattr(written, where))
    before = "header." if where == "header" else ""
    if not names:
        return {}
    if not numbered:
        rows = [{"param_name": name, "example": examples.get(before + name, "")} for name in names]
        return {"example": {f"{where}_text_named_params": rows}}
    given = [examples.get(before + name, "") for name in sorted(names, key=_place)]
    return {"example": {f"{where}_text": [given] if where == "body" else given}}


def _button(line, example):
    title, _, target = (piece.strip() for piece in line.partition("|"))
    if PHONE.fullmatch(target):
        return {"type": "PHONE_NUMBER", "text": title, "phone_number": re.sub(r"[^+0-9]", "", target)}
    if target:
        given = {"example": [target.replace("{{1}}", example)]} if "{{" in target and example else {}
        return {"type": "URL", "text": title, "url": target, **given}
    return {"type": "QUICK_REPLY", "text": title}


def _line(button):
    target = payload.words(button, "url") or payload.words(button, "phone_number")
    return " | ".join(filter(None, [payload.words(button, "text"), target]))
