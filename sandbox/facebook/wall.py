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
    """A post on a page; when `tagged`, on its author's own wall with a tag of the page; with a `rating`, a review.

    `reactions` are by whom and which; `files` their ids; `rating` has rating, review_text, recommendation_type.
    """

    id: str
    page: str
    author: str
    author_name: str
    message: str
    at: float
    updated: float
    tagged: bool = False
    is_hidden: bool = False
    private_reply: bool = False
    files: list = field(default_factory=list)
    link: dict = field(default_factory=dict)
    rating: dict = field(default_factory=dict)
    reactions: dict = field(default_factory=dict)

    @property
    def by_page(self) -> bool:
        """Whether the company wrote it."""
        return self.author == self.page

    @property
    def story(self) -> str:
        """The part of the id without the wall's owner; a rating is also known by it alone."""
        return self.id.partition("_")[2]


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
    files: list = field(default_factory=list)
    reactions: dict = field(default_factory=dict)

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
        self.ratings: dict[str, Timeline] = defaultdict(Timeline)
        for post in self.posts:
            self._place_post(post)
        for comment in self.comments:
            self._place_comment(comment)

    def _place_post(self, post: Post) -> None:
        if post.tagged or post.rating:
            (self.ratings if post.rating else self.tagged)[post.page].add(post.at, post.id)
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

    def post(self, page: str, author: tuple[str, str], message: str, at: float, **more: object) -> Post:
        """Someone (id, name) posts; whoever hears of the page's feed (mentions, ratings) is told."""
        home = author[0] if more.get("tagged") or more.get("rating") else page
        post = Post(f"{home}_{ids.number()}", page, *author, message, at, at, **more)
        self._place_post(self.posts.save(post))
        self._news(post, "add")
        return post

    def story(self, identifier: str) -> Post | None:
        """The post with this id, or the review known by the second part of it."""
        post = self.posts.get(identifier)
        if post or "_" in identifier:
            return post
        return next((one for one in self.posts if one.rating and one.story == identifier), None)

    def comment(
        self, object_id: str, author: tuple[str, str], message: str, at: float, files: list[str] | None = None
    ) -> Comment | None:
        """Someone (id, name) comments on a post or answers a comment; None when there is no such object."""
        below = self.comments.get(object_id)
        post = self.story(below.post if below else object_id)
        if not post:
            return None
        parent = below.id if below else ""
        identifier = f"{post.story}_{ids.number()}"
        comment = Comment(identifier, post.page, post.id, parent, *author, message, at, files=files or [])
        self._place_comment(self.comments.save(comment))
        post.updated = max(post.updated, at)
        self.posts.save(post)
        self._news(comment, "add")
        return comment

    def said_before(self, object_id: str, author: str, message: str, since: float) -> bool:
        """Whether someone wrote exactly this under the same object since a time."""
        below = self.replies[object_id] if object_id in self.comments else self.top[object_id]
        newer = [self.comments.get(one) for at, one in below.keys if at >= since]
        return any(one.author == author and one.message == message for one in newer)

    def reword(self, one: Post | Comment, message: str, files: list[str] | None = None) -> None:
        """The author changes the text, and the files when given."""
        one.message = message
        one.files = one.files if files is None else files
        if isinstance(one, Post):
            one.updated = max(one.updated, self._stage.clock.now())
        self._save(one, "edit" if isinstance(one, Post) and one.rating else "edited")

    def hide(self, one: Post | Comment, hidden: bool) -> None:
        """The page hides it from the public, or shows it again."""
        one.is_hidden = hidden
        self._save(one, "hide" if hidden else "unhide")

    def react(self, one: Post | Comment, who: tuple[str, str], reaction: str) -> None:
        """Someone (id, name) reacts, in another way than before, or, with an empty reaction, no longer."""
        before = one.reactions.get(who[0], "")
        if reaction == before:
            return
        one.reactions = {fan: kind for fan, kind in one.reactions.items() if fan != who[0]}
        one.reactions |= {who[0]: reaction} if reaction else {}
        self._shelf(one).save(one)
        verb = ("edit" if before else "add") if reaction else "remove"
        post = self.posts.get(one.post) if isinstance(one, Comment) else one
        self.tell(one.page, *news.reaction(one, post, who, (verb, reaction or before), self._stage.clock.now()))

    def remove(self, one: Post | Comment) -> None:
        """It disappears, with everything below it."""
        below = self.top[one.id] if isinstance(one, Post) else self.replies[one.id]
        for _, identifier in list(below.keys):
            self.remove(self.comments.get(identifier))
        if isinstance(one, Post):
            for lists in (self.feed, self.visitors, self.tagged, self.ratings):
                lists[one.page].remove(one.at, one.id)
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
        files = [(self._stage.files.get(file), self._stage.address(file)) for file in one.files]
        if isinstance(one, Post):
            self.tell(one.page, *news.post(one, verb, files))
        else:
            self.tell(one.page, *news.comment(one, self.posts.get(one.post), verb, files))

    def tell(self, page: str, topic: str, value: dict) -> None:
        """Tell the apps on the page of a change."""
        now = int(self._stage.clock.now())
        entry = {"id": page, "time": now, "changes": [{"field": topic, "value": value}]}
        self._stage.sender.send(PAGE, page, topic, "facebook", entry)
