"""Small pieces of HTML that the console's lists are made of: an icon, a state in words and color."""

from django.utils.html import format_html

from audit.kept_words import told


def icon(name):
    """An icon of the sprite that every page carries."""
    return format_html('<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-{}"/></svg>', name)


def state(tone, symbol, words, note=""):
    """A state: never by color alone. `tone` is one of the states' names in the style sheet; `note` is a second line."""
    small = format_html("<small>{}</small>", told(note)) if note else ""
    return format_html('<span class="state {}">{}{}</span>{}', tone, icon(symbol), words, small)


def two_lines(first, second):
    """A cell of two lines, the second one quiet."""
    return format_html("<span>{}</span><small>{}</small>", first, second) if second else first
