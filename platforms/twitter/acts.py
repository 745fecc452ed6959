"""What can be done to posts that are there: ours deleted or edited, replies to us hidden, any liked.

Sources: docs.x.com, "Delete Post", "Hide reply", "Like Post", "Create or Edit Post" (`edit_options`).
"""

from platforms import payload, x_api
from platforms.base import Act, Outcome, PlatformError
from platforms.text import normal, without_mentions
from platforms.twitter import tweets
from platforms.words import _
from platforms.x_acts import act

ACTS = frozenset({Act.LIKE, Act.UNLIKE, Act.HIDE, Act.UNHIDE})
OWN_ACTS = frozenset({Act.DELETE, Act.EDIT})


def do(wire, doing):
    """Carry out one act upon the post `doing.target`; likes and edits need an access level that has them."""
    target, likes = doing.target, f"/2/users/{wire.address}/likes"
    match doing.act:
        case Act.DELETE:
            act(wire, "DELETE", f"/2/tweets/{target}", gone_is_done=True)
        case Act.HIDE | Act.UNHIDE:
            act(wire, "PUT", f"/2/tweets/{target}/hidden", {"hidden": doing.act is Act.HIDE})
        case Act.LIKE:
            act(wire, "POST", likes, {"tweet_id": target})
        case Act.UNLIKE:
            act(wire, "DELETE", f"{likes}/{target}", gone_is_done=True)
        case Act.EDIT:
            _edit(wire, target, doing.text)
        case _:
            raise PlatformError(Outcome.MESSAGE_FAILED, "", _("X has no such thing for a post."))


def _edit(wire, target, text):
    """Put `text` in place of what the newest version says, unless it says so already: every edit counts at X."""
    newest = _newest(wire, target)
    if normal(without_mentions(tweets.text(newest))) == normal(without_mentions(text)):
        return
    body = {"text": text, "edit_options": {"previous_post_id": payload.ident(newest, "id")}}
    above = tweets.referenced(newest, "replied_to")
    files = _files(newest)
    body |= {"reply": {"in_reply_to_tweet_id": above}} if above else {}
    body |= {"media": {"media_ids": files}} if files else {}
    act(wire, "POST", "/2/tweets", body)


def _newest(wire, target):
    tweet = _one(wire, target)
    newest = tweets.history(tweet)[-1]
    return tweet if newest == payload.ident(tweet, "id") else _one(wire, newest)


def _one(wire, number):
    answer, _rate = x_api.call(wire, "GET", f"/2/tweets/{number}", params={"tweet.fields": tweets.FIELDS})
    tweet = payload.dig(answer, "data")
    if not x_api.number(tweet, "id"):
        raise PlatformError(Outcome.MESSAGE_FAILED, 404, _("This post does not exist any more."))
    return tweet


def _files(tweet):
    """The ids of the files it has, which would go with the old version otherwise: a key is `sort_id`."""
    keys = payload.dig(tweet, "attachments", "media_keys")
    ids = [str(key).rpartition("_")[2] for key in keys] if isinstance(keys, list) else []
    return [number for number in ids if x_api.number(number)]
