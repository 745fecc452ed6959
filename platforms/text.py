"""Text as platforms count and change it. `normal` makes what was sent and what was published comparable."""

import re
import unicodedata

# Domains that X recognizes without a scheme end in a real top-level domain (twitter-text). Country codes, the special
# and the common generic ones; a rarer ending counts by its letters.
COUNTRIES = """
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd
    cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd
    ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg
    kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv
    mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa
    sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug
    uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""
GENERIC = """
    academy agency app art bar beer bike biz blog bot bread cafe capital care cash cat center chat city cloud club
    coffee com company coop credit dev digital directory earth edu email energy events expert express fashion finance
    fit food foundation fun fund fyi game games global gmbh gov group guide guru health help homes host hotel house
    inc info ink insurance int international jobs kitchen land legal life link live loan loans lol ltd mail market
    marketing mba media mil mobi money museum name net network new news ngo one online org page partners parts pet
    photo photography photos pics pizza plus post press pro productions properties pub recipes rent report rest
    restaurant review reviews run sale school science services shop shopping show site social software solutions space
    store stream studio style support systems tax team tech tel tips today tools top tours town toys trade training
    travel university vip vision watch webcam website wiki work works world xxx xyz zone
"""
ENDINGS = "|".join(sorted([*COUNTRIES.split(), *GENERIC.split()], key=len, reverse=True))
# A label has at most 63 characters. Without a scheme only plain letters make a domain, so that text in Japanese, which
# has no spaces, does not become part of one.
PLAIN_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
ANY_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?|[\u2600-\u27bf\U0001f000-\U0001faff]{1,20}"
# What an address may hold after its domain: also pairs of parentheses, and no punctuation at its end.
INNER = r"[a-z0-9\u00a1-\u052f!*';:=+,.$/%#\[\]_~@|&?-]*"
LAST = r"[a-z0-9\u00a1-\u052f=_#/+-]"
REST = rf"(?::\d{{1,5}})?(?:[/?#](?:{INNER}\({INNER}\))*(?:{INNER}{LAST})?)?"
LINK = re.compile(
    rf"(?<![\w@＠$#＃])https?://(?:(?:{ANY_LABEL})\.)+(?:{ANY_LABEL}){REST}"
    rf"|(?<![a-z0-9_@＠$#＃./-])(?:{PLAIN_LABEL}\.)+(?:{ENDINGS})(?![a-z0-9_@-]|\.[a-z0-9]){REST}",
    re.IGNORECASE,
)
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
