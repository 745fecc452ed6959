"""Trying a channel on the ten newest posts: which of them would open something, and why others would not."""

import re
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from audit.local_times import exact, relative
from channels_admin.checking.asking import brief
from channels_admin.models import Platform
from platforms.facebook import trying as facebook
from platforms.twitter import search
from platforms.twitter import trying as twitter

NAMES = {
    "opens": ("alerting", "plus"),
    "joins": ("connected", "right"),
    "read_only": ("held", "lock"),
    "ignored": ("waiting", "off"),
}


@dataclass(frozen=True, slots=True)
class Tried:
    """One post: who wrote it, what it says (in pieces, the words that were looked for apart), and what becomes of it."""

    author: str
    when: str
    exact: str
    pieces: list
    fate: str
    words: object
    permalink: str = ""

    def as_json(self):
        """For the page."""
        tone, icon = NAMES[self.fate]
        return asdict(self) | {"words": str(self.words), "tone": tone, "icon": icon}


def query_of(account, addresses, keywords):
    """What X is asked for, as the poll asks it: {queries: […], longest, mentions: […]}."""
    made = search.queries(keywords, account.external_id if account else "")
    return {"queries": made, "longest": search.QUERY_LENGTH, "mentions": [f"@{one}" for one in addresses]}


def tried(account, addresses, keywords):
    """The ten newest posts with their fates, the newest first. PlatformError."""
    if account.platform == Platform.TWITTER:
        found = twitter.newest(brief(account, account.external_id), keywords, addresses)
        return _of_x(account, found, keywords, addresses)
    posts = [post for page in addresses for post in facebook.newest(brief(account, page))]
    posts.sort(key=lambda post: post.at, reverse=True)
    return [_tried(post, *_of_page(post), []) for post in posts[:10]]


def _of_page(post):
    if post.own:
        return "ignored", _("Ours: comments under it open interactions")
    return "opens", _("Opens an interaction")


def _of_x(account, found, keywords, addresses):
    looked_for = [word for word in keywords if not word.startswith("-")] + [f"@{one}" for one in addresses]
    excluded = [word[1:] for word in keywords if word.startswith("-")]
    fates = {one.post.external_id: kept_out(one, excluded) for one in found}
    kept = {number for number, fate in fates.items() if fate is None}
    return [
        _tried(one.post, *(fates[one.post.external_id] or _taken_in(one.post, kept, account)), looked_for)
        for one in found
    ]


def kept_out(one, excluded):
    """Why a post is not taken in, None when it is."""
    if one.repeats:
        return "ignored", _("Ignored, a repost")
    if one.post.own:
        return "ignored", _("Ignored, our own")
    hit = next((word for word in excluded if _pattern([word]).search(one.post.text)), None)
    return hit and ("ignored", _("Excluded by -%(word)s") % {"word": hit})


def _taken_in(post, kept, account):
    if post.parent in kept:
        return "joins", _("Joins the post it answers")
    if not (post.can_reply or account.answers_all):
        return "read_only", _("Opens read only: its author never mentioned us")
    return "opens", _("Opens an interaction")


def _tried(post, fate, words, looked_for):
    writer = post.author
    name = f"{writer.name} @{writer.handle}" if writer.handle else writer.name or _("Somebody")
    return Tried(
        name, str(relative(post.at)), exact(post.at), _pieces(post.text, looked_for), fate, words, post.permalink
    )


def _pieces(text, looked_for):
    """[[words, was it looked for?]] of the first two hundred characters."""
    shown = text if len(text) <= 200 else f"{text[:199]}…"
    if not looked_for:
        return [[shown, False]]
    parts = _pattern(looked_for).split(shown)
    return [[part, n % 2 == 1] for n, part in enumerate(parts) if part]


def _pattern(words):
    """Whole words, whatever their case."""
    bare = sorted((word.strip().strip('"') for word in words), key=len, reverse=True)
    return re.compile("(" + "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in bare if word) + ")", re.IGNORECASE)
