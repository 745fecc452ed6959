"""Text as platforms count and change it. `normal` makes what was sent and what was published comparable."""

import re
import unicodedata
from importlib.resources import files


def _endings():
    """Top-level domains, of countries and others: without a scheme only these make a domain for X (twitter-text)."""
    listed = files("publicsuffixlist").joinpath("public_suffix_list.dat").read_text("utf-8")
    official = listed.partition("===END ICANN DOMAINS===")[0]
    lines = {line.strip() for line in official.splitlines()}
    return {line for line in lines if line and "." not in line and not line.startswith("//")}


ENDINGS = "|".join(sorted(_endings(), key=len, reverse=True))
# A label has at most 63 characters. Without a scheme only plain letters make a domain, so that text in Japanese, which
# has no spaces, does not become part of one.
ACCENTED = (
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    "\u02bb\u0300-\u036f\u1e00-\u1eff"
)
PLAIN_LABEL = f"[a-z0-9{ACCENTED}](?:[a-z0-9{ACCENTED}-]{{0,61}}[a-z0-9{ACCENTED}])?"
ANY_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?|[\u2600-\u27bf\U0001f000-\U0001faff]{1,20}"
# What an address may hold after its domain: also pairs of parentheses, and no punctuation at its end.
SIGNS = rf"a-z0-9\u0400-\u04ff{ACCENTED}"
INNER = rf"[{SIGNS}!*';:=+,.$/%#\[\]\u2013_~@|&-]*"
PATH = rf"/(?:{INNER}\({INNER}\))*(?:{INNER}[{SIGNS}+=_#/-])?"
QUERY = r"\?[a-z0-9!?*'@();:&=+$/%#\[\]_.,~|-]*[a-z0-9_&=#/-]"
PORT = r"(?::\d{1,5})?"
AFTER = rf"{PORT}(?:{PATH})?(?:{QUERY})?"
SCHEME = r"(?<![\w@＠$#＃])https?://"
PLAIN = (
    rf"(?<![a-z0-9{ACCENTED}_@＠$#＃./-])(?:{PLAIN_LABEL}\.)+(?:{ENDINGS})(?![a-z0-9@+-])(?:{PORT}{PATH}(?:{QUERY})?)?"
)
# What looks like a link, and what X counts as one: with a scheme, too, it knows only real top-level domains.
LINK = re.compile(rf"{SCHEME}(?:(?:{ANY_LABEL})\.)+(?:{ANY_LABEL}){AFTER}|{PLAIN}", re.IGNORECASE)
X_LINK = re.compile(rf"{SCHEME}(?:(?:{ANY_LABEL})\.)+(?:{ENDINGS})(?![a-z0-9@+-]){AFTER}|{PLAIN}", re.IGNORECASE)
MENTIONS = re.compile(r"\s*(?:[@＠]\w{1,15}(?:\s+|$))+")


def normal(text):
    """`text` in the form in which two copies of one message are equal, whatever the platform did to it.

    Composed characters (NFC), runs of white space as one space, and a sign in place of every link, because X publishes
    another address (t.co) than was sent.
    """
    return " ".join(LINK.sub("🔗", unicodedata.normalize("NFC", text)).split())


def without_mentions(text):
    """`text` less the @names at its beginning: X writes those it answers before a reply."""
    found = MENTIONS.match(text)
    return text[found.end() :] if found else text


def units(text):
    """Length in UTF-16 units, as browsers count: the larger of the usual ways, so that no limit is passed unseen."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
