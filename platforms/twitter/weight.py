"""How long a post is by X's reckoning (docs.x.com "Counting characters", twitter-text configuration version 3)."""

import re
import unicodedata

from platforms.text import LINK, without_mentions

LINK_LENGTH = 23
EMOJI_LENGTH = 2
# Code points that count one; all others count two.
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))

# What may begin an emoji. The ranges also hold signs that are none: those count two anyway, so nothing changes.
PICTURE = (
    "(?:[\u00a9\u00ae](?=\ufe0f)|[\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf"
    "\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff])"
)
SKIN_OR_STYLE = "(?:\ufe0f|[\U0001f3fb-\U0001f3ff])*"
TAGS = "[\U000e0020-\U000e007f]*"
EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3"
    f"|{PICTURE}{SKIN_OR_STYLE}{TAGS}(?:\u200d{PICTURE}{SKIN_OR_STYLE})*"
)


def length(text):
    """The weighted length of a reply: links count 23, an emoji 2 however it is made up, @names before it nothing."""
    text = without_mentions(unicodedata.normalize("NFC", text))
    text, links = LINK.subn("", text)
    text, emoji = EMOJI.subn("", text)
    return links * LINK_LENGTH + emoji * EMOJI_LENGTH + sum(map(_weight, text))


def _weight(character):
    code = ord(character)
    return 1 if any(first <= code <= last for first, last in LIGHT) else 2
