"""One change of a webhook delivery: what it is about, who did it, and when.

Times come from the delivery alone, so that a repeated one says the very same.
Source: Graph API, "Page webhooks reference", fields `feed`, `mention` and `ratings`.
"""

from dataclasses import dataclass
from datetime import datetime

from platforms import payload, times
from platforms.base import Detail
from platforms.facebook import shapes

NUMBERS = ("photo_id", "video_id", "album_id", "share_id", "event_id")


@dataclass(frozen=True, slots=True)
class News:
    """A change of a page's wall. `told` is when the platform told of it, None where it does not say."""

    page: str
    field: str
    value: dict
    told: datetime | None

    @property
    def verb(self):
        """What happened: add, edited, remove, …"""
        return payload.words(self.value, "verb")

    @property
    def item(self):
        """What it happened to: post, comment, reaction, …"""
        return payload.words(self.value, "item")

    @property
    def comment(self):
        """The id of the comment it is about, empty for a post."""
        return payload.ident(self.value, "comment_id")

    @property
    def target(self):
        """The id of the post or comment it is about, empty if it is about neither."""
        return self.comment or payload.ident(self.value, "post_id") or self._numbered()

    @property
    def author(self):
        """Who did it, None where the platform does not say."""
        # Captures of older versions have sender_id and sender_name in place of `from`.
        older = {"id": payload.dig(self.value, "sender_id"), "name": payload.dig(self.value, "sender_name")}
        return shapes.person(self.page, payload.dig(self.value, "from")) or shapes.person(self.page, older)

    @property
    def said_at(self):
        """When a new post or comment was written."""
        return self._created(self.told) or times.UNDATED

    @property
    def changed_at(self):
        """When it was edited, removed or hidden: `created_time` may be that of the post itself."""
        edited = times.moment(payload.dig(self.value, "edited_time"))
        return edited or self.told or self._created() or times.moment(0)

    @property
    def reacted_at(self):
        """When a reaction was given, changed or taken back: its `created_time` is that moment."""
        return self._created(self.told) or times.moment(0)

    def _created(self, default=None):
        return times.moment(payload.dig(self.value, "created_time"), default)

    def _numbered(self):
        found = next((number for name in NUMBERS if (number := payload.ident(self.value, name))), "")
        return f"{self.page}_{found}" if found else ""


def of(page, change, told):
    """The change as `News`, or None if it is not about the page's wall."""
    field, value = payload.words(change, "field"), payload.dig(change, "value")
    if field not in ("feed", "mention", "ratings") or not isinstance(value, dict):
        return None
    return News(page, field, _as_feed(value) if field == "ratings" else value, told)


def details(news):
    """What the change says beside what hangs on the post: the stars given, or that the page was named."""
    if news.field == "mention" and not payload.rows(news.value, "message_tags"):
        return (Detail("mention", data={"id": news.page}),)
    given = {name: news.value[name] for name in ("rating", "recommendation_type") if news.value.get(name)}
    if news.item != "rating" or not given:
        return ()
    return (Detail("rating", str(next(iter(given.values()))), given),)


def _as_feed(value):
    """A rating and what belongs to it, under the names of `feed`: the post is the review's story."""
    post = payload.ident(value, "post_id")
    # Where the story is not named it is the second half of the post's id.
    story = payload.ident(value, "open_graph_story_id") or post.partition("_")[2] or post
    above = payload.ident(value, "parent_id")
    changed = {**value, "post_id": story, "parent_id": story if above in ("", post) else above}
    if payload.words(value, "item") == "rating":
        return changed | _review(value)
    return changed


def _review(value):
    number, name = payload.ident(value, "reviewer_id"), payload.words(value, "reviewer_name")
    words = {"message": payload.words(value, "review_text")} if "review_text" in value else {}
    return words | ({"from": {"id": number, "name": name}} if number else {})
