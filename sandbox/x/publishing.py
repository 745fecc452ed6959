"""What a company may publish on X, and what the platform refuses (X's changelog of 2026, "Counting characters")."""

from sandbox.stage import Stage
from sandbox.wire import Call
from sandbox.world import XUser
from sandbox.x.problems import Problem, forbidden, invalid
from sandbox.x.tweets import Tweet
from sandbox.x.wording import LONGEST, weight

DAY = 24 * 3600.0
MOST_PHOTOS = 4
MEMBERS = set(
    "text reply media quote_tweet_id reply_settings edit_options card_uri community_id direct_message_deep_link "
    "for_super_followers_only geo made_with_ai nullcast paid_partnership poll share_with_followers".split()
)
NOT_ENGAGED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author "
    "of the post you are replying to."
)
NOT_PERMITTED = "You are not permitted to perform this action."


def publish(stage: Stage, call: Call, user: XUser) -> Tweet:
    """The company tweets, answers or edits; the ledger keeps its own words, without the handle put before them."""
    _check_members(call)
    text, media = call.text("text"), media_of(stage, call, user)
    if not text.strip() and not media:
        raise Problem(400, "Invalid Request", "Your request must have a text.")
    if weight(text) > LONGEST:
        raise forbidden("Your Tweet text is too long.")
    previous = call.piece("edit_options")
    if previous:
        names = ("previous_post_id", "previous_tweet_id")
        return _edited(stage, user, next((str(previous[name]) for name in names if name in previous), ""), text, media)
    return _new(stage, call, user, text, media)


def _check_members(call: Call) -> None:
    unknown = sorted(set(call.params) - MEMBERS - {"access_token"})
    if unknown:
        raise invalid(
            unknown[0],
            "",
            f"$.{unknown[0]}: is not defined in the schema and the schema does not allow additional properties",
        )


def _new(stage: Stage, call: Call, user: XUser, text: str, media: list[str]) -> Tweet:
    reply, quoted = call.piece("reply"), call.text("quote_tweet_id")
    in_reply_to = str(reply.get("in_reply_to_tweet_id", ""))
    _check_reply(stage, user, in_reply_to)
    _check_quote(stage, user, quoted)
    bare = in_reply_to and reply.get("auto_populate_reply_metadata") is False
    full = text if bare else stage.tweets.addressed(user, text, in_reply_to)
    now = stage.clock.now()
    if not media and stage.tweets.said_before(user, full, now - DAY):
        raise forbidden("You are not allowed to create a Tweet with duplicate content.")
    more = {"quoted": quoted, "media": media, "reply_settings": call.text("reply_settings", "everyone")}
    tweet = stage.tweets.write(user, full, now, in_reply_to, **more)
    answered = stage.tweets.get(in_reply_to)
    words = {"to": answered.author if answered else "", "in_reply_to": in_reply_to, "text": text}
    stage.ledger.publish(now, "x", tweet.id, **words)
    return tweet


def media_of(stage: Stage, call: Call, user: XUser, direct: bool = False) -> list[str]:
    """The ids of the media a post or message names; 400 when they are not the user's, not ready or too many."""
    named = call.params.get("attachments") if direct else call.piece("media").get("media_ids")
    if named is None:
        return []
    rows = named if isinstance(named, list) else []
    wanted = [str(row.get("media_id", "")) for row in rows if isinstance(row, dict)] if direct else [*map(str, rows)]
    found = [stage.x.media.usable(one, user.id) for one in wanted]
    if not wanted or None in found or any(one.category.startswith("dm_") is not direct for one in found):
        raise invalid("media.media_ids", ",".join(wanted), "Your media IDs are invalid.")
    alone = len(found) > 1 and (direct or any(one.kind != "photo" for one in found))
    if alone or len(found) > MOST_PHOTOS:
        raise invalid("media.media_ids", ",".join(wanted), "You may include 1 video, 1 GIF or up to 4 photos.")
    for one in found:
        one.used = True
        stage.x.media.save(one)
    return [one.id for one in found]


def _check_reply(stage: Stage, user: XUser, in_reply_to: str) -> None:
    if not in_reply_to:
        return
    answered = stage.tweets.get(in_reply_to)
    if not answered or stage.x.relations.protected(answered.author, user.id):
        raise forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.")
    if answered.author == user.id:
        return
    named = user.id in answered.mentions
    if answered.reply_settings != "everyone" and not named:
        raise forbidden(NOT_ENGAGED)
    if user.tier != "enterprise" and not stage.tweets.engaged(answered.author, user.id, answered.conversation):
        raise forbidden(NOT_ENGAGED)


def _check_quote(stage: Stage, user: XUser, quoted: str) -> None:
    """Self-serve accounts can no longer quote by API (since 2026-04-16)."""
    if not quoted:
        return
    if user.tier != "enterprise":
        raise forbidden(NOT_PERMITTED)
    if not stage.tweets.get(quoted):
        raise forbidden("You attempted to quote a Tweet that is deleted or not visible to you.")


def _edited(stage: Stage, user: XUser, previous: str, text: str, media: list[str]) -> Tweet:
    old, now = stage.tweets.get(previous), stage.clock.now()
    if not old or old.author != user.id:
        raise forbidden("You are not authorized to edit this Tweet.")
    if user.tier != "enterprise" or not stage.tweets.may_edit(old, now):
        raise forbidden("You are not allowed to edit this Tweet.")
    tweet = stage.tweets.edit(old, text, now, media or None)
    stage.store.commit()
    return tweet


def delete(stage: Stage, user: XUser, identifier: str) -> bool:
    """The company deletes its own tweet; one that is gone is deleted already."""
    tweet = stage.tweets.get(identifier)
    if tweet and tweet.author != user.id:
        raise forbidden("You are not authorized to delete this Tweet.")
    if tweet:
        stage.tweets.remove(tweet)
        stage.store.commit()
    return True


def hide(stage: Stage, user: XUser, identifier: str, hidden: bool) -> bool:
    """The company hides an answer in a conversation that it began."""
    tweet = stage.tweets.get(identifier)
    first = stage.tweets.get(tweet.conversation) if tweet else None
    if not first or first.author != user.id or tweet is first:
        raise forbidden("You can only hide replies to conversations that you started.")
    stage.tweets.hide(tweet, hidden)
    stage.store.commit()
    return hidden


def like(stage: Stage, user: XUser, identifier: str) -> bool:
    """The company likes a tweet; self-serve accounts can no longer do so by API (since 2026-04-16)."""
    if user.tier != "enterprise":
        raise forbidden(NOT_PERMITTED)
    tweet, now = stage.tweets.get(identifier), stage.clock.now()
    if not tweet:
        raise invalid("tweet_id", identifier, f"The post [{identifier}] does not exist.")
    if stage.x.relations.like(user.id, tweet.first, now):
        stage.x.news.liked(user.id, tweet, now)
        stage.store.commit()
    return True


def unlike(stage: Stage, user: XUser, identifier: str) -> bool:
    """And no longer; what was never liked is no error."""
    tweet = stage.tweets.get(identifier)
    if tweet:
        stage.x.relations.unlike(user.id, tweet.first)
        stage.store.commit()
    return False
