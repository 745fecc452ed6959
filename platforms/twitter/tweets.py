"""Posts as X writes them, turned into `Post`s."""

import re

from platforms import payload, times, x_api, x_media
from platforms.base import Detail, Person, Post, PostKind
from platforms.words import _
from platforms.x_included import Included

FIELDS = (
    "created_at,author_id,conversation_id,in_reply_to_user_id,referenced_tweets,attachments,entities,"
    "edit_history_tweet_ids,note_tweet,reply_settings"
)
PARAMS = {
    "tweet.fields": FIELDS,
    "expansions": "author_id,attachments.media_keys,referenced_tweets.id",
    "user.fields": x_api.USER_FIELDS,
    "media.fields": x_media.MEDIA_FIELDS,
}
# Whom a post lets answer ("reply_settings"); in every other case those whom it mentions may.
OPEN = ("", "everyone")
NOTHING = _("Post that cannot be shown here")


def post(tweet, included, own, own_names=(), engaged=False):
    """A tweet as a `Post`; `own` is our account's id, `own_names` its handles in lower case.

    An edited tweet has a new id but keeps the first one, by which we know it. It can be answered if its author engaged
    us: X lets self-serve accounts answer only those who mentioned or quoted them. `engaged`: X itself says so.
    """
    included = included or Included()
    ids, author = history(tweet), _author(tweet, included)
    own_one = (author.kind, author.id) == ("x_id", own)
    files, others = x_media.attached(tweet, included)
    details = (*_quoted(tweet, included), *_place(tweet, included), *others)
    said = text(tweet)
    shows = bool(said or files or details)
    return Post(
        external_id=ids[0],
        at=x_api.when(None if len(ids) > 1 else payload.dig(tweet, "created_at"), ids[0]),
        kind=PostKind.MESSAGE if shows else PostKind.UNSUPPORTED,
        thread=ids[0],
        parent=referenced(tweet, "replied_to"),
        author=author,
        own=own_one,
        text=said if shows else NOTHING,
        permalink=link(ids[-1], author.handle),
        can_reply=own_one or _may_answer(tweet, included, own, own_names, engaged),
        media=files,
        details=details,
        aliases=tuple(ids[1:]),
        edited_at=times.snowflake_time(ids[-1]) if len(ids) > 1 else None,
        version=ids[-1],
    )


def history(tweet):
    """All ids of a tweet, the first one first."""
    ids = {payload.ident(tweet, "id")}
    for name in ("edit_history_tweet_ids", "edit_history_post_ids"):
        found = payload.dig(tweet, name)
        ids |= {str(number) for number in found} if isinstance(found, list) else set()
    return sorted(filter(x_api.number, ids), key=int) or [payload.ident(tweet, "id")]


def referenced(tweet, kind):
    """The id of the tweet that this one answers (`replied_to`), quotes (`quoted`) or repeats (`retweeted`)."""
    rows = payload.rows(tweet, "referenced_tweets") + payload.rows(tweet, "referenced_posts")
    return next((payload.ident(row, "id") for row in rows if row.get("type") == kind), "")


def text(tweet):
    """What the tweet says in full, with the addresses its author wrote in place of X's short ones.

    The short address that X puts behind the text for an attached file is left out.
    """
    long = payload.dig(tweet, "note_tweet") or payload.dig(tweet, "note_post") or {}
    said = payload.words(long, "text") or payload.words(tweet, "text")
    return written(said, payload.rows(long, "entities", "urls") + payload.rows(tweet, "entities", "urls"))


def written(said, links):
    """`said` with the short addresses in it replaced by what `links` (entities of kind url) say they stand for."""
    for link_ in links:
        short, full = payload.words(link_, "url"), payload.words(link_, "expanded_url")
        if short and x_media.is_picture_link(link_):
            said = re.sub(rf"\s*{re.escape(short)}(?!\w)", "", said)
        elif short and full:
            said = said.replace(short, full)
    return x_api.plain(said).strip()


def link(number, handle=""):
    """The address of a post on X."""
    return f"https://x.com/{handle or 'i'}/status/{number}"


def shown(kind, number, included):
    """Another post that this one shows, as a detail: its words and author as far as the answer includes them."""
    tweet = included.posts.get(number, {})
    author = payload.ident(tweet, "author_id")
    handle = included.person(author).handle if author else ""
    data = {"id": number, "url": link(number, handle), "author": author, "handle": handle}
    return Detail(kind, text(tweet), {name: value for name, value in data.items() if value})


def _author(tweet, included):
    number = payload.ident(tweet, "author_id")
    return included.person(number) if number else Person("unnamed", payload.ident(tweet, "id"))


def _quoted(tweet, included):
    number = referenced(tweet, "quoted")
    return (shown("quoted", number, included),) if number else ()


def _place(tweet, included):
    number = payload.ident(tweet, "geo", "place_id")
    place = included.places.get(number)
    name = payload.words(place, "full_name") or payload.words(place, "name")
    return (Detail("location", name, {"place_id": number}),) if number else ()


def _may_answer(tweet, included, own, own_names, engaged):
    mentioned = _mentions(tweet, own, own_names) or payload.ident(tweet, "in_reply_to_user_id") == own
    quoted = included.posts.get(referenced(tweet, "quoted"))
    open_ = payload.words(tweet, "reply_settings") in OPEN
    return mentioned or (open_ and (engaged or (bool(own) and payload.ident(quoted, "author_id") == own)))


def _mentions(tweet, own, own_names):
    long = payload.dig(tweet, "note_tweet") or payload.dig(tweet, "note_post")
    rows = payload.rows(tweet, "entities", "mentions") + payload.rows(long, "entities", "mentions")
    if own and own in [payload.ident(mention, "id") for mention in rows]:
        return True
    said = payload.words(long, "text") or payload.words(tweet, "text")
    words = {word.lower() for word in re.findall(r"[@＠](\w{1,15})", said)}
    return not words.isdisjoint(own_names)
