"""What a customer sees: walls with answers indented, and chats."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sandbox.facebook.wall import Comment, Post
from sandbox.stage import Stage
from sandbox.x.tweets import Tweet

SHOWN = 30


@dataclass
class Item:
    """One thing on the page; `depth` indents it, `state` is what became of a message of the company."""

    id: str
    author: str
    text: str
    at: float
    company: bool
    depth: int = 0
    state: str = ""
    handle: str = ""
    files: list = field(default_factory=list)


def shown_files(stage: Stage, identifiers: list[str]) -> list[dict]:
    """The files of a message, for the page to show or to link."""
    found = [file for file in map(stage.files.get, identifiers) if file]
    return [{"id": file.id, "kind": file.kind, "name": file.name or file.mime} for file in found]


def facebook(stage: Stage, page: str, _who: str) -> Iterator[Item]:
    """The newest posts, tagged ones too, each with its comments below."""
    posts = {*stage.wall.feed[page].newest(SHOWN), *stage.wall.tagged[page].newest(SHOWN)}
    found = sorted((stage.wall.posts.get(one) for one in posts), key=lambda post: post.at, reverse=True)
    for post in found[:SHOWN]:
        yield _public(stage, post, 0)
        yield from _answers(stage, stage.wall.top[post.id].keys, 1)


def _answers(stage: Stage, keys: list, depth: int) -> Iterator[Item]:
    for _, identifier in keys:
        comment = stage.wall.comments.get(identifier)
        yield _public(stage, comment, depth)
        yield from _answers(stage, stage.wall.replies[comment.id].keys, depth + 1)


def _public(stage: Stage, one: Post | Comment, depth: int) -> Item:
    state = "hidden" if one.is_hidden else ""
    files = shown_files(stage, one.files)
    return Item(one.id, one.author_name, one.message, one.at, one.by_page, depth, state, files=files)


def messenger(stage: Stage, page: str, who: str) -> Iterator[Item]:
    """The chat of a person with a page."""
    person = stage.world.person_named(page, who)
    thread = stage.inbox.thread(page, person.id) if person else None
    for _, identifier in stage.inbox.order[thread.id].keys[-100:] if thread else []:
        message = stage.inbox.messages.get(identifier)
        author = person.name if message.incoming else stage.world.pages.get(page).name
        files = shown_files(stage, message.files)
        yield Item(message.id, author, message.text, message.at, not message.incoming, files=files)


def x(stage: Stage, company: str, _who: str) -> Iterator[Item]:
    """The newest conversations on X, each tweet below the one it answers."""
    conversations = dict.fromkeys(
        stage.tweets.get(str(one)).conversation for one in reversed(stage.tweets.all[-SHOWN * 4 :])
    )
    below: dict[str, list[Tweet]] = {}
    for tweet in stage.tweets.tweets:
        if tweet.conversation in conversations:
            below.setdefault(tweet.in_reply_to if tweet.in_reply_to in stage.tweets.tweets else "", []).append(tweet)
    roots = sorted(below.get("", []), key=lambda one: int(one.id), reverse=True)
    for root in roots[:SHOWN]:
        yield from _branch(stage, root, below, company, 0)


def _branch(stage: Stage, tweet: Tweet, below: dict[str, list[Tweet]], company: str, depth: int) -> Iterator[Item]:
    author = stage.world.x_users.get(tweet.author)
    state = "hidden" if tweet.hidden else ""
    yield Item(tweet.id, author.name, tweet.text, tweet.at, bool(author.token), depth, state, author.username)
    for answer in sorted(below.get(tweet.id, []), key=lambda one: int(one.id)):
        yield from _branch(stage, answer, below, company, depth + 1)


def x_messages(stage: Stage, company: str, who: str) -> Iterator[Item]:
    """The direct messages of a handle with the company."""
    user = stage.world.x_user_named(who)
    if not user or user.id == company:
        return
    both = "-".join(sorted((user.id, company), key=int))
    for identifier in stage.direct.of_conversation[both][-100:]:
        message = stage.direct.messages.get(str(identifier))
        author = stage.world.x_users.get(message.sender)
        yield Item(message.id, author.name, message.text, message.at, message.sender == company, 0, "", author.username)


def whatsapp(stage: Stage, number: str, who: str) -> Iterator[Item]:
    """The chat of a phone number with the company's number; what failed never reached the customer."""
    contact = stage.chats.contact(number, who)
    for identifier in contact.messages[-100:] if contact else []:
        message = stage.chats.messages.get(identifier)
        if message.status != "revoked" and (message.incoming or message.status != "failed"):
            author = contact.name if message.incoming else stage.world.numbers.get(number).name
            state = "" if message.incoming else message.status
            text = message.text or f"[{message.kind}]"
            files = shown_files(stage, message.files)
            yield Item(message.id, author, text, message.at, not message.incoming, 0, state, files=files)


THREADS: dict[str, Callable[[Stage, str, str], Iterator[Item]]] = {
    "facebook": facebook,
    "messenger": messenger,
    "x": x,
    "x_messages": x_messages,
    "whatsapp": whatsapp,
}
