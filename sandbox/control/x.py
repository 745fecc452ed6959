"""Control calls of X: customers tweet, edit, delete, like and write; users close themselves; webhooks misbehave."""

import base64
import binascii

from sandbox.control.requests import Action, Refused
from sandbox.control.schemas import AT, DIGITS, EMPTY, HANDLE, ID, SECONDS, TEXT, X_AUTHOR, many, thing
from sandbox.stage import Stage
from sandbox.world import XUser
from sandbox.x.direct import Group
from sandbox.x.media import KINDS
from sandbox.x.tweets import Tweet

FLAG = {"type": "boolean"}
MEDIUM = thing(
    "kind", kind={"enum": [*KINDS]}, alt_text=TEXT, data={**TEXT, "description": "base64; without it a sample"}
)
MEDIA = many(MEDIUM, 1)
TWEET = thing(
    "author text",
    author=X_AUTHOR,
    text={**TEXT, "description": "May be longer than 280: then it is a long post"},
    in_reply_to=ID,
    quotes=ID,
    media=MEDIA,
    reply_settings={"enum": ["everyone", "following", "mentionedUsers", "subscribers", "verified"]},
    lang=ID,
    at=AT,
)
EDIT = thing("tweet text", tweet=ID, text=ID, media=MEDIA, at=AT)
ONE_TWEET = thing("tweet", tweet=ID)
LIKE = thing("tweet user", tweet=ID, user=X_AUTHOR, at=AT)
MESSAGE = thing("text", to=HANDLE, group=ID, text=TEXT, media=MEDIA, quotes=ID, at=AT)
MESSAGE["properties"]["from"] = X_AUTHOR
MESSAGE["required"] = ["from", "text"]
GROUP = thing("members", members=many(HANDLE, 2), at=AT)
MEMBER = thing("group user", group=ID, user=HANDLE, at=AT)
MANNER = thing("username", username=HANDLE, closed=FLAG, protected=FLAG, picture=TEXT, blocks=many(HANDLE))
BEHAVIOR = thing(
    "",
    strict_urls=FLAG,
    user_for_private=FLAG,
    bad_grant={"enum": ["invalid_request", "invalid_grant"]},
    usage={"enum": ["open", "capped", "depleted"]},
    dying_tokens={"type": "integer", "minimum": 0},
    uploads={"enum": ["succeeded", "failed"]},
    processing=SECONDS,
    shuffled={"type": "integer", "minimum": 0, "maximum": 100},
)
CONSENT = thing("user", user=DIGITS)


def _author(stage: Stage, described: dict) -> XUser:
    return stage.world.x_customer(described["username"], described.get("name", ""))


def _named(stage: Stage, handle: str) -> XUser:
    user = stage.world.x_user_named(handle)
    if not user:
        raise Refused(f"There is nobody named {handle} on X.")
    return user


def _tweet(stage: Stage, identifier: str) -> Tweet:
    tweet = stage.tweets.get(identifier)
    if not tweet:
        raise Refused(f"There is no tweet {identifier}.")
    return tweet


def _media(stage: Stage, owner: XUser, body: dict) -> list[str]:
    try:
        files = [base64.b64decode(one["data"], validate=True) if "data" in one else None for one in body["media"]]
    except KeyError:
        return []
    except binascii.Error:
        raise Refused("media.data is not base64.") from None
    described = zip(body["media"], files, strict=True)
    return [stage.x.media.made_by(owner.id, one["kind"], one.get("alt_text", ""), data).id for one, data in described]


async def tweet(stage: Stage, body: dict) -> dict:
    """Someone tweets, answers or quotes a tweet, with photos, a GIF or a video."""
    author, answered, quoted = _author(stage, body["author"]), body.get("in_reply_to", ""), body.get("quotes", "")
    for identifier in filter(None, (answered, quoted)):
        _tweet(stage, identifier)
    media, at = _media(stage, author, body), body.get("at", stage.clock.now())
    if not body["text"] and not media:
        raise Refused("A tweet needs a text or media.")
    more = {name: body[name] for name in ("reply_settings", "lang") if name in body}
    text = stage.tweets.addressed(author, body["text"], answered)
    made = stage.tweets.write(author, text, at, answered, quoted=quoted, media=media, **more)
    return {"id": made.id, "from": author.id, "text": made.text, "sent_at": at}


async def edit(stage: Stage, body: dict) -> dict:
    """The author edits a tweet: it gets a new id. Only the newest version, five times, within an hour."""
    old, at = _tweet(stage, body["tweet"]), body.get("at", stage.clock.now())
    if not stage.tweets.may_edit(old, at):
        raise Refused(f"The tweet {old.id} can no longer be edited, or is not its newest version.")
    author = stage.world.x_users.get(old.author)
    made = stage.tweets.edit(old, body["text"], at, _media(stage, author, body) or None)
    return {"id": made.id, "history": made.versions, "sent_at": at}


async def delete(stage: Stage, body: dict) -> dict:
    """The author deletes a tweet."""
    stage.tweets.remove(_tweet(stage, body["tweet"]))
    return {"ok": True}


async def like(stage: Stage, body: dict) -> dict:
    """Someone likes a tweet."""
    liked, user, at = _tweet(stage, body["tweet"]), _author(stage, body["user"]), body.get("at", stage.clock.now())
    if stage.x.relations.like(user.id, liked.first, at):
        stage.x.news.liked(user.id, liked, at)
    return {"id": liked.id, "from": user.id, "sent_at": at}


async def unlike(stage: Stage, body: dict) -> dict:
    """And no longer, of which nobody is told."""
    stage.x.relations.unlike(_author(stage, body["user"]).id, _tweet(stage, body["tweet"]).first)
    return {"ok": True}


def _group(stage: Stage, identifier: str) -> Group:
    group = stage.direct.groups.get(identifier)
    if not group:
        raise Refused(f"There is no group {identifier}.")
    return group


async def message(stage: Stage, body: dict) -> dict:
    """Someone writes a direct message `to` a user or into a `group`."""
    sender, at = _author(stage, body["from"]), body.get("at", stage.clock.now())
    media = _media(stage, sender, body)
    if not body["text"] and not media:
        raise Refused("A message needs a text or media.")
    more = {"media": media, "quoted": body.get("quotes", "")}
    if "group" in body:
        made = stage.direct.say(_group(stage, body["group"]), sender.id, body["text"], at, **more)
    else:
        made = stage.direct.write(sender.id, _recipient(stage, sender, body.get("to", "")).id, body["text"], at, **more)
    return {"id": made.id, "from": sender.id, "sent_at": at}


def _recipient(stage: Stage, sender: XUser, handle: str) -> XUser:
    recipient = stage.world.x_user_named(handle)
    if not recipient or recipient is sender:
        raise Refused(f"There is nobody else named {handle} on X.")
    if not stage.x.relations.may_write(sender.id, recipient.id):
        raise Refused(f"{handle} takes no messages from {sender.username}.")
    return recipient


async def gather(stage: Stage, body: dict) -> dict:
    """A conversation of several; each is told that all have joined."""
    members = [stage.world.x_customer(handle).id for handle in body["members"]]
    return {"id": stage.direct.gather(members, body.get("at", stage.clock.now())).id}


async def join(stage: Stage, body: dict) -> dict:
    """Someone comes into a group."""
    group, user = _group(stage, body["group"]), stage.world.x_customer(body["user"])
    return {"id": stage.direct.join(group, user.id, body.get("at", stage.clock.now())).id}


async def leave(stage: Stage, body: dict) -> dict:
    """Someone leaves a group."""
    group, user = _group(stage, body["group"]), _named(stage, body["user"])
    return {"id": stage.direct.leave(group, user.id, body.get("at", stage.clock.now())).id}


async def manner(stage: Stage, body: dict) -> dict:
    """How a user keeps to themselves: closed direct messages, protected posts, whom they block; their picture."""
    user, relations = stage.world.x_customer(body["username"]), stage.x.relations
    known = relations.manner(user.id)
    for name in ("closed", "protected", "picture"):
        setattr(known, name, body.get(name, getattr(known, name)))
    relations.manners.save(known)
    if "blocks" in body:
        for one in [one for one in relations.blocks if one.user == user.id]:
            relations.blocks.drop(one)
    for handle in body.get("blocks", []):
        relations.block(user.id, stage.world.x_customer(handle).id, True)
    return {"id": user.id}


async def revoke(stage: Stage, body: dict) -> dict:
    """A user takes the consent back: their tokens are refused from now on, and webhooks are told."""
    apps, user = stage.x.tokens.revoke_user(body["user"]), stage.world.x_users.get(body["user"])
    if user and user.token:
        stage.switches.expired_tokens = [*stage.switches.expired_tokens, user.token]
        stage.save_switches()
        # A fixed token is not known to belong to an app; with only one app there is no doubt.
        apps = apps or [app.id for app in stage.x.apps][:1]
    for app in apps:
        stage.x.news.revoked(body["user"], app)
    return {"apps": apps}


async def behavior(stage: Stage, body: dict) -> dict:
    """How X behaves; see the members of sandbox.x.switches.XSwitches."""
    for name, value in body.items():
        setattr(stage.x.switches, name, value)
    stage.x.save()
    return {name: value for name, value in vars(stage.x.switches).items() if name != "id"}


async def webhooks(stage: Stage, body: dict) -> dict:
    """Webhooks, subscriptions and the newest deliveries, newest first."""
    hooks = stage.x.hooks
    newest = sorted(hooks.deliveries, key=lambda one: int(one.id), reverse=True)[:200]
    return {
        "webhooks": [vars(one) for one in hooks.all],
        "subscriptions": [vars(one) for one in hooks.subscriptions],
        "data": [one.as_logged() for one in newest],
    }


async def check(stage: Stage, body: dict) -> dict:
    """Check every webhook now, as X does every hour."""
    return {"valid": {one.id: await stage.x.hooks.check(one) and one.valid for one in list(stage.x.hooks.all)}}


ACTIONS = [
    Action("POST", "/control/x/tweets", "A tweet, an answer or a quote", tweet, TWEET),
    Action("POST", "/control/x/edits", "Edit a tweet", edit, EDIT),
    Action("POST", "/control/x/deletions", "Delete a tweet", delete, ONE_TWEET),
    Action("POST", "/control/x/likes", "Like a tweet", like, LIKE),
    Action("POST", "/control/x/unlikes", "Like it no longer", unlike, LIKE),
    Action("POST", "/control/x/messages", "A direct message on X", message, MESSAGE),
    Action("POST", "/control/x/groups", "A conversation of several", gather, GROUP),
    Action("POST", "/control/x/groups/join", "Come into a group", join, MEMBER),
    Action("POST", "/control/x/groups/leave", "Leave a group", leave, MEMBER),
    Action("POST", "/control/x/users", "How a user keeps to themselves", manner, MANNER),
    Action("POST", "/control/x/revoke", "A user withdraws the consent", revoke, CONSENT),
    Action("POST", "/control/x/behavior", "How X behaves", behavior, BEHAVIOR),
    Action("GET", "/control/x/webhooks", "Webhooks, subscriptions, deliveries", webhooks),
    Action("POST", "/control/x/webhooks/check", "Check all webhooks now", check, EMPTY),
]
