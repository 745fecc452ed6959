"""Keeping X's deliveries coming: the app's webhook, and what it is to tell us of one account.

Sources: docs.x.com, "V2 Webhooks API", "X Activity API". `Wire.token` is the app's own bearer token, `Wire.address` the
id of the account; its posts and its direct messages come by the same webhook.
"""

from dataclasses import replace

from platforms import payload, x_api, x_errors
from platforms.base import Outcome, PlatformError
from platforms.words import _

# Without these some messages and deletions would come by polling only, or not at all.
NEEDED = ("post.mention.create", "post.create", "post.delete", "dm.received", "dm.sent")
# Not every access level has these, and not every version of the API names them.
WELCOME = ("post.reply.create", "post.quote.create", "like.create", "chat.received", "oauth.revoke")
MOST = 1000
# Why X does not make a webhook ("Webhooks", errors of creation), in words for an administrator.
REFUSALS = {
    "crcvalidationfailed": _(
        "X asked the webhook address for a sign that it is ours and got no right answer: check "
        "that it can be reached from the internet and that the app's secret is the one entered here."
    ),
    "urlvalidationfailed": _("X does not accept the webhook address: it must begin with https:// and name no port."),
    "duplicateurlfailed": _("X has another webhook with this address already: remove it there first."),
    "webhooklimitexceeded": _("The app has as many webhooks as its access level allows: remove one that is not used."),
}


def subscribed(wire, callback):
    """Does X deliver to the address `callback` all that is needed of this account?"""
    webhook = _webhook(wire, callback)
    return bool(webhook) and webhook.get("valid") is True and not _missing(wire, payload.ident(webhook, "id"))


def subscribe(wire, callback, user_token=""):
    """Make X do so (again): webhook, its check, and a subscription for each kind of event.

    `user_token` is the account's own, where X wants it for private events; without it the app's is used. PlatformError
    says in words what an administrator has to do.
    """
    webhook = _valid(wire, _webhook(wire, callback) or _made(wire, callback))
    number, errors = payload.ident(webhook, "id"), []
    speaker = replace(wire, token=user_token) if user_token else wire
    for kind in _missing(wire, number, NEEDED + WELCOME):
        try:
            _subscribe(speaker, number, kind)
        except PlatformError as error:
            errors += [error] if kind in NEEDED or error.outcome is not Outcome.MESSAGE_FAILED else []
    if errors:
        raise errors[0]


def _webhook(wire, callback):
    answer = _call(wire, "GET", "/2/webhooks")
    return next((row for row in payload.rows(answer, "data") if payload.words(row, "url") == callback), None)


def _made(wire, callback):
    answer = _call(wire, "POST", "/2/webhooks", {"url": callback})
    made = payload.dig(answer, "data")
    return made if isinstance(made, dict) else {}


def _valid(wire, webhook):
    """The webhook, after X has asked again for its sign if it holds it for invalid."""
    number = payload.ident(webhook, "id")
    if not number:
        raise PlatformError(Outcome.UNKNOWN, "", _("X did not name the webhook it made."))
    if webhook.get("valid") is not True:
        _call(wire, "PUT", f"/2/webhooks/{number}")
    return webhook


def _missing(wire, webhook, kinds=NEEDED):
    """Which kinds of events of this account do not go to this webhook yet."""
    there = {
        payload.words(row, "event_type")
        for row in _subscriptions(wire)
        if payload.ident(row, "webhook_id") == webhook and payload.ident(row, "filter", "user_id") == wire.address
    }
    return [kind for kind in kinds if kind not in there]


def _subscriptions(wire):
    token, before = None, ""
    while token != before:
        params = {"max_results": MOST, **({"pagination_token": token} if token else {})}
        answer = _call(wire, "GET", "/2/activity/subscriptions", params=params)
        yield from payload.rows(answer, "data")
        before, token = token, payload.words(answer, "meta", "next_token") or None
        if not token:
            return


def _subscribe(wire, webhook, kind):
    wanted = {"event_type": kind, "filter": {"user_id": wire.address}, "tag": kind, "webhook_id": webhook}
    try:
        _call(wire, "POST", "/2/activity/subscriptions", wanted)
    except PlatformError as error:
        # Somebody else made it meanwhile.
        if "duplicate" not in error.reason.lower() and "already" not in error.reason.lower():
            raise


def _call(wire, method, path, body=None, params=None):
    answer, _rate = x_api.call(wire, method, path, params=params, body=body, explain=_explain)
    return answer


def _explain(method, status, answer, headers):
    """As for every call, but a refusal concerns the deliveries only: reading and writing go on."""
    if status == 403:
        detail = payload.words(answer, "detail") or payload.words(answer, "title")
        return PlatformError(
            Outcome.MESSAGE_FAILED, 403, _("X does not let this app have deliveries: %(reason)s") % {"reason": detail}
        )
    reason = _refusal(answer) if status >= 400 else ""
    if reason:
        return PlatformError(Outcome.MESSAGE_FAILED, status, reason)
    if status == 401:
        return PlatformError(Outcome.MESSAGE_FAILED, 401, _("X does not know the app's bearer token: enter it again."))
    return x_errors.explain(method, status, answer, headers)


def _refusal(answer):
    said = " ".join([payload.words(answer, name) for name in ("title", "detail", "type")])
    rows = payload.rows(answer, "errors")
    said += " ".join(
        payload.words(row, name) for row in rows for name in ("title", "detail", "message", "type", "code")
    )
    squeezed = "".join(said.split()).lower()
    return next((told for name, told in REFUSALS.items() if name in squeezed), "")
