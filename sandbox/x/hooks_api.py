"""Webhooks and subscriptions over HTTP (docs.x.com "V2 Webhooks API", "X Activity API")."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from sandbox import ids
from sandbox.clock import x_time
from sandbox.stage import Stage
from sandbox.wire import Call
from sandbox.x.apps import XApp
from sandbox.x.endpoint import APP, EITHER, Caller, Endpoint
from sandbox.x.hooks import RIGHT, XHook, XSubscription
from sandbox.x.problems import Problem, forbidden, invalid

MOST_HOOKS = 5
MOST_SUBSCRIPTIONS = {"self_serve": 1500, "enterprise": 20000}
LOOPBACK = ("127.0.0.1", "::1", "localhost")
PUBLIC = set(
    "profile.update.bio profile.update.profile_picture profile.update.banner_picture profile.update.screenname "
    "profile.update.geo profile.update.url profile.update.verified_badge profile.update.affiliate_badge "
    "profile.update.handle news.new follow.follow follow.unfollow spaces.start spaces.end post.create post.delete "
    "post.reply.create post.quote.create".split()
)
PRIVATE = set(
    "post.mention.create like.create dm.received dm.sent dm.read dm.indicate_typing chat.received chat.sent "
    "chat.conversation_join mute.mute mute.unmute block.block block.unblock".split()
)
DIRECTED = ("like.create", "follow.follow", "follow.unfollow")


def _app(caller: Caller) -> XApp:
    if not caller.app:
        raise forbidden("This token does not belong to a developer app.")
    return caller.app


def _hook(stage: Stage, caller: Caller, identifier: str) -> XHook:
    found = stage.x.hooks.all.get(identifier)
    if not found or found.app != _app(caller).id:
        raise invalid("webhook_id", identifier, "WebhookIdInvalid: The webhook id is not known to this app.")
    return found


def _described(hook: XHook) -> dict:
    return {"id": hook.id, "url": hook.url, "valid": hook.valid, "created_at": x_time(hook.at)}


def _check_url(stage: Stage, url: str) -> None:
    """https and no port; while X is not played strictly, this machine may be reached over http and a port as well."""
    parts = urlsplit(url)
    try:
        right = parts.scheme == "https" and parts.hostname and parts.port is None and len(url) <= 200
    except ValueError:
        right = False
    here = parts.scheme == "http" and parts.hostname in LOOPBACK and not stage.x.switches.strict_urls
    if not right and not here:
        raise invalid("url", url, "UrlValidationFailed: The callback URL must use https and must not have a port.")


async def create(stage: Stage, call: Call, caller: Caller) -> dict:
    """POST /2/webhooks: the address is checked at once."""
    app, url, hooks = _app(caller), call.text("url"), stage.x.hooks
    _check_url(stage, url)
    if any(one.url == url for one in hooks.of_app(app.id)):
        raise invalid("url", url, "DuplicateUrlFailed: A webhook is already registered for this URL.")
    if len(hooks.of_app(app.id)) >= MOST_HOOKS:
        raise invalid("url", url, "WebhookLimitExceeded: The app has as many webhooks as it may.")
    if await hooks.ask(url, app) != RIGHT:
        raise invalid("url", url, "CrcValidationFailed: The callback URL did not answer the challenge rightly.")
    now = stage.clock.now()
    hook = hooks.all.save(XHook(ids.snowflake(now), app.id, url, now, True, now))
    hooks.plan(hook)
    stage.store.commit()
    return {"data": _described(hook)}


async def listed(stage: Stage, call: Call, caller: Caller) -> dict:
    """GET /2/webhooks."""
    rows = [_described(one) for one in stage.x.hooks.of_app(_app(caller).id)]
    return {"data": rows, "meta": {"result_count": len(rows)}}


async def validate(stage: Stage, call: Call, caller: Caller, id: str) -> dict:
    """PUT /2/webhooks/{id}: checks at once, and makes the webhook valid again."""
    hook = _hook(stage, caller, id)
    if not await stage.x.hooks.check(hook):
        raise invalid("webhook_id", id, "CrcValidationFailed: The callback URL did not answer the challenge rightly.")
    return {"data": {"valid": hook.valid}}


async def delete(stage: Stage, call: Call, caller: Caller, id: str) -> dict:
    """DELETE /2/webhooks/{id}: its subscriptions go with it."""
    hook, hooks = _hook(stage, caller, id), stage.x.hooks
    hooks.all.drop(hook)
    for one in [one for one in hooks.subscriptions if one.webhook == id]:
        hooks.subscriptions.drop(one)
    return {"data": {"deleted": True}}


def _minute(call: Call, name: str) -> float:
    try:
        return datetime.strptime(call.text(name), "%Y%m%d%H%M").replace(tzinfo=UTC).timestamp()
    except ValueError:
        raise invalid(name, call.text(name), f"{name} must be given as yyyymmddhhmm.") from None


async def replay(stage: Stage, call: Call, caller: Caller) -> dict:
    """POST /2/webhooks/replay: what happened between two minutes (UTC) comes again."""
    hook, start, end = (
        _hook(stage, caller, call.text("webhook_id")),
        _minute(call, "from_date"),
        _minute(call, "to_date"),
    )
    now = stage.clock.now()
    if not start < end or start > now:
        raise invalid("from_date", call.text("from_date"), "from_date must lie before to_date and in the past.")
    stage.x.hooks.replay(hook, start, end)
    return {"data": {"job_id": ids.snowflake(now), "created_at": x_time(now)}}


def _subscription(one: XSubscription) -> dict:
    body = {
        "subscription_id": one.id,
        "event_type": one.event_type,
        "filter": one.filter,
        "created_at": x_time(one.at),
        "updated_at": x_time(one.changed),
    }
    more = {"tag": one.tag, "webhook_id": one.webhook}
    return body | {name: value for name, value in more.items() if value}


def _own(stage: Stage, caller: Caller) -> list[XSubscription]:
    """An app's subscriptions; a user's token shows only those about the user."""
    app = _app(caller).id
    return [
        one
        for one in stage.x.hooks.subscriptions
        if one.app == app and (caller.alone or one.filter.get("user_id") == caller.user.id)
    ]


def _found(stage: Stage, caller: Caller, identifier: str) -> XSubscription:
    found = stage.x.hooks.subscriptions.get(identifier)
    if not found or found.app != _app(caller).id:
        raise Problem(404, "Not Found Error", f"Could not find subscription with id: [{identifier}].")
    return found


def _filter(call: Call, event_type: str) -> dict:
    asked = {name: str(value) for name, value in call.piece("filter").items()}
    unknown = set(asked) - {"user_id", "keyword", "direction"}
    if unknown or not asked.get("user_id", asked.get("keyword")):
        raise invalid("filter", str(asked), "The filter needs a user_id or a keyword.")
    if "direction" in asked and (event_type not in DIRECTED or asked["direction"] not in ("inbound", "outbound")):
        raise invalid("filter", str(asked), "direction is inbound or outbound, and not for every event.")
    return asked


def _check_allowed(stage: Stage, caller: Caller, event_type: str, user: str) -> None:
    """Private events need a user who let the app act; X wants that user's own token, which a switch asks for here."""
    if event_type not in PRIVATE:
        return
    own = not caller.alone and caller.user.id == user
    if not stage.x.tokens.authorized(user) or (stage.x.switches.user_for_private and not own):
        raise forbidden(f"{event_type} is a private event: subscribing needs the authorization of user {user}.")


async def subscribe(stage: Stage, call: Call, caller: Caller) -> dict:
    """POST /2/activity/subscriptions."""
    app, event_type = _app(caller), call.text("event_type")
    if event_type not in PUBLIC | PRIVATE:
        raise invalid("event_type", event_type, f"$.event_type: [{event_type}] is not known.")
    wanted, webhook = _filter(call, event_type), call.text("webhook_id")
    _check_allowed(stage, caller, event_type, wanted.get("user_id", ""))
    if webhook:
        _hook(stage, caller, webhook)
    same = (event_type, wanted, webhook)
    if any((one.event_type, one.filter, one.webhook) == same for one in stage.x.hooks.subscriptions):
        raise invalid("event_type", event_type, "DuplicateSubscriptionFailed: Such a subscription exists already.")
    if sum(one.app == app.id for one in stage.x.hooks.subscriptions) >= MOST_SUBSCRIPTIONS[app.tier]:
        raise forbidden("SubscriptionLimitExceeded: The app has as many subscriptions as it may.")
    now = stage.clock.now()
    made = XSubscription(ids.snowflake(now), app.id, event_type, wanted, now, now, call.text("tag"), webhook)
    stage.x.hooks.subscriptions.save(made)
    stage.store.commit()
    return {"data": {"subscription": _subscription(made)}}


async def subscriptions(stage: Stage, call: Call, caller: Caller) -> dict:
    """GET /2/activity/subscriptions."""
    rows = [_subscription(one) for one in _own(stage, caller)]
    return {"data": rows, "meta": {"total_subscriptions": len(rows), "result_count": len(rows)}}


async def change(stage: Stage, call: Call, caller: Caller, id: str) -> dict:
    """PUT /2/activity/subscriptions/{id}: another webhook or tag."""
    one = _found(stage, caller, id)
    if call.text("webhook_id"):
        one.webhook = _hook(stage, caller, call.text("webhook_id")).id
    one.tag, one.changed = call.text("tag", one.tag), stage.clock.now()
    stage.x.hooks.subscriptions.save(one)
    return {"data": {"subscription": _subscription(one), "total_subscriptions": len(_own(stage, caller))}}


async def unsubscribe(stage: Stage, call: Call, caller: Caller, id: str) -> dict:
    """DELETE /2/activity/subscriptions/{id}."""
    stage.x.hooks.subscriptions.drop(_found(stage, caller, id))
    return {"data": {"deleted": True}, "meta": {"total_subscriptions": len(_own(stage, caller))}}


async def unsubscribe_several(stage: Stage, call: Call, caller: Caller) -> dict:
    """DELETE /2/activity/subscriptions?ids=."""
    rows = []
    for identifier in filter(None, call.text("ids").split(",")):
        stage.x.hooks.subscriptions.drop(_found(stage, caller, identifier))
        rows.append({"deleted": True, "subscription_id": identifier})
    return {"data": rows, "meta": {"total_subscriptions": len(_own(stage, caller))}}


async def usage(stage: Stage, call: Call, caller: Caller) -> dict:
    """GET /2/usage/tweets: posts read so far."""
    data = {"cap_reset_day": 1, "project_cap": "3000000", "project_id": _app(caller).id}
    return {"data": data | {"project_usage": str(stage.x.reads)}}


ALONE = {"auth": APP, "whole": True}
BOTH = {"auth": EITHER, "whole": True}
HOOKS, ACTIVITY = ("x.webhooks",), ("x.activity",)
ENDPOINTS = [
    Endpoint("POST", "/2/webhooks", HOOKS, create, **ALONE),
    Endpoint("GET", "/2/webhooks", HOOKS, listed, **ALONE),
    Endpoint("POST", "/2/webhooks/replay", ("x.replay",), replay, **ALONE),
    Endpoint("PUT", "/2/webhooks/{id}", HOOKS, validate, **ALONE),
    Endpoint("DELETE", "/2/webhooks/{id}", HOOKS, delete, **ALONE),
    Endpoint("POST", "/2/activity/subscriptions", ACTIVITY, subscribe, **BOTH),
    Endpoint("GET", "/2/activity/subscriptions", ACTIVITY, subscriptions, **BOTH),
    Endpoint("DELETE", "/2/activity/subscriptions", ACTIVITY, unsubscribe_several, **ALONE),
    Endpoint("PUT", "/2/activity/subscriptions/{id}", ACTIVITY, change, **ALONE),
    Endpoint("DELETE", "/2/activity/subscriptions/{id}", ACTIVITY, unsubscribe, **ALONE),
    Endpoint("GET", "/2/usage/tweets", ("x.usage",), usage, **ALONE),
]
