"""How long a post is by X's reckoning (docs.x.com "Counting characters", twitter-text configuration version 3)."""

import unicodedata
from itertools import pairwise

import emoji

from platforms.text import X_LINK, without_mentions

LINK_LENGTH = 23
EMOJI_LENGTH = 2
# Code points that count one; all others count two.
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
LETTERS = "©®"  # emoji only with the sign for it behind them


def length(text):
    """The weighted length of a reply: links count 23, an emoji 2 however it is made up, @names before it nothing."""
    text = without_mentions(unicodedata.normalize("NFC", text))
    links = [found.span() for found in X_LINK.finditer(text)]
    between = pairwise([0, *(place for span in links for place in span), len(text)])
    plain = [text[begin:end] for begin, end in list(between)[::2]]
    return len(links) * LINK_LENGTH + sum(map(_plain, plain))


def _plain(text):
    """The weight of what holds no link."""
    found = [one for one in emoji.emoji_list(text) if one["emoji"] not in LETTERS]
    inside = sum(_weight(character) for one in found for character in one["emoji"])
    return sum(map(_weight, text)) - inside + len(found) * EMOJI_LENGTH


def _weight(character):
    code = ord(character)
    return 1 if any(first <= code <= last for first, last in LIGHT) else 2
