"""How X writes down what people wrote: short links, escaped signs, long posts cut with the whole text beside them."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.stage import Stage
    from sandbox.x.direct import DirectMessage
    from sandbox.x.tweets import Tweet

LONGEST, LINK_LENGTH, CUT = 280, 23, 250
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
JOINED = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?')\]]")
HANDLE, TAG = re.compile(r"(?<!\w)@(\w{1,15})"), re.compile(r"(?<!\w)#(\w+)")


def weight(text: str) -> int:
    """The length of a tweet as X counts it: links 23, most alphabets 1, all else 2; joined emoji roughly."""
    text, links = re.subn(r"https?://\S+", "", unicodedata.normalize("NFC", text))
    letters = JOINED.sub("", text)
    return links * LINK_LENGTH + sum(1 if any(low <= ord(one) <= high for low, high in LIGHT) else 2 for one in letters)


def escaped(text: str) -> str:
    """The three signs that HTML reserves, as X gives them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def short_link(seed: str) -> str:
    """The t.co address that stands for a link; always the same for the same seed."""
    digest = base64.b32encode(hashlib.sha256(seed.encode()).digest()).decode()
    return f"https://t.co/{digest[:10]}"


@dataclass
class Worded:
    """A text with short links and the links' entities, their places counted in code points before escaping."""

    text: str
    urls: list[dict]

    def end_with(self, seed: str, target: str, shown: str, media_key: str = "") -> None:
        """Put a link behind the text, as X does for media and quoted posts."""
        link = short_link(seed)
        start = len(self.text) + 1 if self.text else 0
        self.text = f"{self.text} {link}" if self.text else link
        entity = {"start": start, "end": start + len(link), "url": link, "expanded_url": target, "display_url": shown}
        self.urls.append(entity | ({"media_key": media_key} if media_key else {}))


def with_short_links(text: str, seed: str) -> Worded:
    """Every link replaced."""
    made, urls, place = "", [], 0
    for found in LINK.finditer(text):
        link = short_link(f"{seed}:{found[0]}")
        made += text[place : found.start()]
        place = found.end()
        shown = re.sub(r"^https?://(www\.)?", "", found[0])
        entity = {"start": len(made), "end": len(made) + len(link), "url": link, "expanded_url": found[0]}
        urls.append(entity | {"display_url": shown if len(shown) < 28 else shown[:27] + "…"})
        made += link
    return Worded(made + text[place:], urls)


def is_long(text: str) -> bool:
    """Whether only the beginning fits."""
    return len(text) * 2 > LONGEST and weight(text) > LONGEST


def of_tweet(stage: Stage, tweet: Tweet) -> Worded:
    """The text of a tweet as `text` shows it: cut when long, with a link to each of its attachments behind it."""
    name = stage.world.x_users.get(tweet.author).username
    here = f"x.com/{name}/status/{tweet.id}"
    cut = is_long(tweet.text)
    worded = with_short_links(tweet.text[:CUT] + "…" if cut else tweet.text, tweet.first)
    if cut:
        worded.end_with(f"{tweet.id}:note", f"https://x.com/i/web/status/{tweet.id}", f"x.com/i/web/status/{tweet.id}")
    quoted = stage.tweets.get(tweet.quoted)
    if quoted:
        author = stage.world.x_users.get(quoted.author).username
        target = f"twitter.com/{author}/status/{quoted.id}"
        worded.end_with(f"{tweet.id}:quoted", f"https://{target}", target)
    for identifier in tweet.media[:1]:
        one = stage.x.media.get(identifier)
        way = "photo" if one.kind == "photo" else "video"
        worded.end_with(f"{tweet.id}:media", f"https://{here}/{way}/1", f"pic.x.com/{tweet.id[-10:]}", one.key)
    return worded


def of_message(stage: Stage, message: DirectMessage) -> Worded:
    """The text of a direct message: a medium and a quoted tweet leave a link at its end."""
    worded = with_short_links(message.text, message.id)
    media = stage.x.media.get(message.media[0]) if message.media else None
    if media:
        target = f"twitter.com/messages/media/{message.id}"
        worded.end_with(f"{message.id}:media", f"https://{target}", f"pic.x.com/{message.id[-10:]}", media.key)
    if message.quoted:
        target = f"x.com/i/status/{message.quoted}"
        worded.end_with(f"{message.id}:quoted", f"https://{target}", target)
    return worded


def entities(stage: Stage, worded: Worded) -> dict | None:
    """Links, mentions and hashtags with their places; None when there are none."""
    mentions = []
    for found in HANDLE.finditer(worded.text):
        user = stage.world.x_user_named(found[1])
        if user:
            mentions.append({"start": found.start(), "end": found.end(), "username": user.username, "id": user.id})
    tags = [{"start": found.start(), "end": found.end(), "tag": found[1]} for found in TAG.finditer(worded.text)]
    every = {"urls": worded.urls, "mentions": mentions, "hashtags": tags}
    return {name: values for name, values in every.items() if values} or None
