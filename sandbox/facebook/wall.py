"""The public side of Facebook pages: posts, comments below them, and who is told of a change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox import ids
from sandbox.facebook import news
from sandbox.store import Shelf
from sandbox.timeline import Timeline
from sandbox.webhooks.subscriptions import PAGE

if TYPE_CHECKING:
    from sandbox.stage import Stage


@dataclass
class Post:
    """A post on a page, or, when `tagged`, on its author's own wall with a tag of the page."""

    id: str
    page: str
    author: str
    author_name: str
    message: str
    at: float
    updated: float
    tagged: bool = False
    is_hidden: bool = False
    likes: list = field(default_factory=list)

    @property
    def by_page(self) -> bool:
        """Whether the company wrote it."""
        return self.author == self.page


@dataclass
class Comment:
    """A comment on a post; `parent` is the comment it answers, empty at the top level."""

    id: str
    page: str
    post: str
    parent: str
    author: str
    author_name: str
    message: str
    at: float
    is_hidden: bool = False
    private_reply: bool = False
    likes: list = field(default_factory=list)

    @property
    def by_page(self) -> bool:
        """Whether the company wrote it."""
        return self.author == self.page


class Wall:
    """Posts and comments of all pages, in order of their time."""

    def __init__(self, stage: Stage):
        """Load them."""
        self._stage = stage
        self.posts = Shelf(stage.store, "fb_post", Post, lambda one: one.id)
        self.comments = Shelf(stage.store, "fb_comment", Comment, lambda one: one.id)
        self.feed, self.visitors, self.tagged = (defaultdict(Timeline) for _ in range(3))
        self.stream, self.top, self.replies = (defaultdict(Timeline) for _ in range(3))
        for post in self.posts:
            self._place_post(post)
        for comment in self.comments:
            self._place_comment(comment)

    def _place_post(self, post: Post) -> None:
        if post.tagged:
            self.tagged[post.page].add(post.at, post.id)
            return
        self.feed[post.page].add(post.at, post.id)
        if not post.by_page:
            self.visitors[post.page].add(post.at, post.id)

    def _lists_of(self, comment: Comment) -> list[Timeline]:
        below = self.replies[comment.parent] if comment.parent else self.top[comment.post]
        return [self.stream[comment.post], below]

    def _place_comment(self, comment: Comment) -> None:
        for timeline in self._lists_of(comment):
            timeline.add(comment.at, comment.id)

    def post(self, page: str, author: str, author_name: str, message: str, at: float, tagged: bool = False) -> Post:
        """Someone posts; whoever hears of the page's feed (or mentions) is told."""
        home = author if tagged else page
        post = Post(f"{home}_{ids.number()}", page, author, author_name, message, at, at, tagged)
        self._place_post(self.posts.save(post))
        self._tell(page, *news.post(post, "add"))
        return post

    def comment(self, object_id: str, author: str, author_name: str, message: str, at: float) -> Comment | None:
        """Someone comments on a post or answers a comment; None when there is no such object."""
        below = self.comments.get(object_id)
        post = self.posts.get(below.post if below else object_id)
        if not post:
            return None
        identifier = f"{post.id.partition('_')[2]}_{ids.number()}"
        parent = below.id if below else ""
        comment = Comment(identifier, post.page, post.id, parent, author, author_name, message, at)
        self._place_comment(self.comments.save(comment))
        post.updated = max(post.updated, at)
        self.posts.save(post)
        self._tell(post.page, *news.comment(comment, "add"))
        return comment

    def reword(self, one: Post | Comment, message: str) -> None:
        """The author changes the text."""
        one.message = message
        self._save(one, "edited")

    def hide(self, one: Post | Comment, hidden: bool) -> None:
        """The page hides it from the public, or shows it again."""
        one.is_hidden = hidden
        self._save(one, "hide" if hidden else "unhide")

    def like(self, one: Post | Comment, who: str, liked: bool) -> None:
        """Someone likes it, or no longer does; nobody is told."""
        one.likes = [fan for fan in one.likes if fan != who] + ([who] if liked else [])
        self._shelf(one).save(one)

    def remove(self, one: Post | Comment) -> None:
        """It disappears, with everything below it."""
        below = self.top[one.id] if isinstance(one, Post) else self.replies[one.id]
        for _, identifier in list(below.keys):
            self.remove(self.comments.get(identifier))
        if isinstance(one, Post):
            for timeline in (self.feed[one.page], self.visitors[one.page], self.tagged[one.page]):
                timeline.remove(one.at, one.id)
        else:
            for timeline in self._lists_of(one):
                timeline.remove(one.at, one.id)
        self._shelf(one).drop(one)
        self._news(one, "remove")

    def _shelf(self, one: Post | Comment) -> Shelf:
        return self.posts if isinstance(one, Post) else self.comments

    def _save(self, one: Post | Comment, verb: str) -> None:
        self._shelf(one).save(one)
        self._news(one, verb)

    def _news(self, one: Post | Comment, verb: str) -> None:
        told = news.post if isinstance(one, Post) else news.comment
        self._tell(one.page, *told(one, verb))

    def _tell(self, page: str, topic: str, value: dict) -> None:
        now = int(self._stage.clock.now())
        entry = {"id": page, "time": now, "changes": [{"field": topic, "value": value}]}
        self._stage.sender.send(PAGE, page, topic, "facebook", entry)
