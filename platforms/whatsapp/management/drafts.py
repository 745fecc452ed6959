"""Is a message template fit to be submitted? The rules that Meta checks at once, in words, before anything is sent.

Source: WhatsApp Business Platform, "Message templates", "Template components" and "Template review".
"""

import re
from dataclasses import dataclass

from platforms import payload
from platforms.words import _

NAME = re.compile(r"[a-z0-9_]{1,512}")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2,3})?")
PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
ENDING = re.compile(r"[^{}]+\{\{1\}\}")
NAMED = re.compile(r"[a-z_][a-z0-9_]*")
CATEGORIES = ("UTILITY", "AUTHENTICATION", "MARKETING")
MEDIA_FORMATS = ("IMAGE", "VIDEO", "DOCUMENT")
LONGEST = {"HEADER": 60, "BODY": 1024, "FOOTER": 60}
MOST_BUTTONS, LONGEST_BUTTON = 10, 25
# The parts of a template, as the sentences below call them.
PARTS = (_("header"), _("body"), _("footer"), _("buttons"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A template to submit; `components` in the form of Meta, `numbered` placeholders ({{1}}) or named ones ({{name}})."""

    name: str
    language: str
    category: str
    components: tuple[dict, ...]
    numbered: bool = True


def part(components, kind):
    """The component of a kind (HEADER, BODY, FOOTER, BUTTONS); an empty one if there is none."""
    return next((one for one in components if payload.words(one, "type").upper() == kind), {})


def placeholders(text):
    """What stands between double braces in `text`, each once, in order."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def template_problems(draft):
    """Everything that is wrong with a draft, one sentence each; empty when it can be submitted."""
    return [
        *_about_itself(draft),
        *_about_parts(draft.components),
        *_about_header(draft),
        *_about_body(draft),
        *_about_footer(draft.components),
        *_about_buttons(draft.components),
    ]


def _about_itself(draft):
    if not NAME.fullmatch(draft.name):
        yield _("The name may hold only small letters, digits and underscores, at most 512.")
    if not LANGUAGE.fullmatch(draft.language):
        yield _("Choose a language, as en or en_US.")
    if draft.category not in CATEGORIES:
        yield _("The category must be one of %(categories)s.") % {"categories": ", ".join(CATEGORIES)}


def _about_parts(components):
    kinds = [payload.words(one, "type").upper() for one in components]
    for kind in ("HEADER", "BODY", "FOOTER", "BUTTONS"):
        if kinds.count(kind) > 1:
            yield _("There can be only one %(part)s.") % {"part": kind.lower()}
    if "BODY" not in kinds:
        yield _("The body is missing.")


def _about_header(draft):
    header = part(draft.components, "HEADER")
    form = payload.words(header, "format").upper()
    if form in MEDIA_FORMATS:
        yield from _about_sample(header)
    if not header or form != "TEXT":
        return
    text = payload.words(header, "text")
    yield from _about_length("HEADER", text)
    if len(placeholders(text)) > 1:
        yield _("The header can hold only one placeholder.")
    yield from _about_placeholders(draft, header, "header", text)


def _about_sample(header):
    given = payload.dig(header, "example", "header_handle")
    sample = str(given[0]) if isinstance(given, list) and given else ""
    # What is listed has an address where the sample is shown; only a handle can be submitted.
    if not sample or sample.startswith("http"):
        again = _("Add a sample file for the header again: the reviewers need to see one.")
        yield again if sample else _("Add a sample file for the header: the reviewers need to see one.")


def _about_body(draft):
    body = part(draft.components, "BODY")
    text = payload.words(body, "text")
    # The words of a one-time password are Meta's own.
    if not body or (draft.category == "AUTHENTICATION" and not text):
        return
    yield from _about_length("BODY", text)
    if text.strip().startswith("{{") or text.strip().endswith("}}"):
        yield _("The body must not begin or end with a placeholder: put words around it.")
    if re.search(r"\}\}\s*\{\{", text):
        yield _("Two placeholders of the body stand side by side: put words between them.")
    yield from _about_placeholders(draft, body, "body", text)


def _about_footer(components):
    footer = part(components, "FOOTER")
    text = payload.words(footer, "text")
    if footer and text:
        yield from _about_length("FOOTER", text)
    if "{{" in text:
        yield _("The footer cannot hold placeholders.")


def _about_length(kind, text):
    if not text.strip():
        yield _("The %(part)s has no text.") % {"part": kind.lower()}
    if len(text) > LONGEST[kind]:
        yield _("The %(part)s has %(n)s characters; %(most)s are allowed.") % {
            "part": kind.lower(),
            "n": len(text),
            "most": LONGEST[kind],
        }


def _about_placeholders(draft, component, where, text):
    names = placeholders(text)
    if "{{" in PLACEHOLDER.sub("", text) or "}}" in PLACEHOLDER.sub("", text):
        yield _("A placeholder of the %(part)s is not closed: write it as {{1}} or {{name}}.") % {"part": where}
    if not names:
        return
    yield from _about_names(draft.numbered, where, names)
    if not _has_examples(component, where, names, draft.numbered):
        yield _("Give an example for every placeholder of the %(part)s: the reviewers need them.") % {"part": where}


def _about_names(numbered, where, names):
    if numbered and sorted(names) != sorted(str(place) for place in range(1, len(names) + 1)):
        yield _("Number the placeholders of the %(part)s from {{1}} on without a gap.") % {"part": where}
    if not numbered and not all(NAMED.fullmatch(name) for name in names):
        yield _("Placeholders of the %(part)s may hold only small letters, digits and underscores.") % {"part": where}


def _has_examples(component, where, names, numbered):
    if not numbered:
        rows = payload.rows(component, "example", f"{where}_text_named_params")
        given = {payload.words(row, "param_name") for row in rows if payload.words(row, "example").strip()}
        return given >= set(names)
    given = payload.dig(component, "example", f"{where}_text")
    # Those of the body are a list within a list.
    given = given[0] if where == "body" and isinstance(given, list) and given else given
    return isinstance(given, list) and len(given) >= len(names) and all(str(one).strip() for one in given)


def _about_buttons(components):
    buttons = payload.rows(part(components, "BUTTONS"), "buttons")
    if len(buttons) > MOST_BUTTONS:
        yield _("There are %(n)s buttons; %(most)s are allowed.") % {"n": len(buttons), "most": MOST_BUTTONS}
    for button in buttons:
        yield from _about_button(button)


def _about_button(button):
    title, kind, url = (payload.words(button, name) for name in ("text", "type", "url"))
    # The words on these are Meta's own.
    if not title.strip() and kind.upper() not in ("COPY_CODE", "OTP"):
        yield _("A button has no text.")
    if len(title) > LONGEST_BUTTON:
        yield _("The button “%(title)s” has %(n)s characters; %(most)s are allowed.") % {
            "title": title,
            "n": len(title),
            "most": LONGEST_BUTTON,
        }
    if "{{" in url and not ENDING.fullmatch(url):
        yield _("The address of the button “%(title)s” can hold one placeholder, {{1}}, at its end.") % {"title": title}
    if "{{" in url and not button.get("example"):
        yield _("Give an example for the address of the button “%(title)s”.") % {"title": title}
