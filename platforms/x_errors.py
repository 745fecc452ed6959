"""What X's problem answers mean (docs.x.com, "Response codes and errors"), in words that say what to do."""

from datetime import timedelta

from platforms import payload, times
from platforms.base import Outcome, PlatformError
from platforms.words import _

# Without a word from X about when to come again.
WINDOW = timedelta(minutes=15)
SUSPENDED_WORDS = ("suspended", "locked", "not permitted to access")
OUR_ACCOUNT = ("your account", "this account")  # not that of the customer, which may be suspended too
# What a refusal (403) of one message or act says, and how that is told.
REFUSALS = {
    "reply to this conversation is not allowed": _("the author must mention or quote this account first."),
    "tweet that is deleted or not visible": _("the post answered is deleted, or no longer visible to this account."),
    "post that is deleted or not visible": _("the post answered is deleted, or no longer visible to this account."),
    "text is too long": _("the text is too long: shorten it."),
    "cannot send messages to this user": _("this person's settings do not allow messages from this account."),
    "send messages to users who are not following": _(
        "this person's settings do not allow messages from this account."
    ),
    "attach this media": _("this file was not uploaded for this kind of message: attach it again."),
}


def explain(method, status, answer, headers):
    """The `PlatformError` in a problem answer; None where the status says enough or nothing is wrong."""
    if status < 400:
        return None
    # The older form of an error has its words in a list.
    detail = payload.words(answer, "detail") or payload.words(answer, "title") or partial(answer)
    judge = JUDGES.get(status)
    return judge(method, answer, detail, headers) if judge else None


def partial(answer):
    """What an answer with status 200 says went wrong with what was asked for, empty if nothing ("Partial errors")."""
    found = payload.rows(answer, "errors")
    words = [
        payload.words(row, "detail") or payload.words(row, "message") or payload.words(row, "title") for row in found
    ]
    return "; ".join(filter(None, words)) or (_("X gave no reason.") if found else "")


def kind(answer):
    """The last part of a problem's type: `rate-limit-exceeded`, `client-forbidden` and so on, or empty."""
    return payload.words(answer, "type").rpartition("/")[2]


def _bad_request(_method, answer, detail, _headers):
    messages = [payload.words(error, "message") for error in payload.rows(answer, "errors")]
    reason = "; ".join(filter(None, messages)) or detail
    return PlatformError(
        Outcome.MESSAGE_FAILED, 400, _("X did not accept the request: %(reason)s") % {"reason": reason}
    )


def _unauthorized(_method, _answer, _detail, _headers):
    return PlatformError(
        Outcome.ACCOUNT_SUSPENDED, 401, _("The access to X is no longer valid: link the account again.")
    )


def _payment(_method, _answer, _detail, _headers):
    return PlatformError(
        Outcome.ACCOUNT_SUSPENDED, 402, _("The credit at X is used up: the account's owner must add some.")
    )


def _forbidden(method, answer, detail, _headers):
    words = detail.lower()
    if "duplicate content" in words:
        return PlatformError(Outcome.ALREADY_SENT, 403, _("The very same text was just posted."))
    if _closed(method, answer, words):
        return PlatformError(
            Outcome.ACCOUNT_SUSPENDED, 403, _("X refuses this account: %(reason)s") % {"reason": detail}
        )
    reason = next((told for said, told in REFUSALS.items() if said in words), detail or _("X gave no reason."))
    return PlatformError(Outcome.MESSAGE_FAILED, 403, _("X does not allow this: %(reason)s") % {"reason": reason})


def _closed(method, answer, words):
    """Is the account shut out, or only one object out of its sight?"""
    ours = any(name in words for name in OUR_ACCOUNT) and any(word in words for word in SUSPENDED_WORDS)
    if ours or kind(answer) == "client-forbidden":
        return True
    return method == "GET" and kind(answer) != "not-authorized-for-resource"


def _not_found(_method, _answer, _detail, _headers):
    return PlatformError(Outcome.MESSAGE_FAILED, 404, _("This does not exist any more, or the account may not see it."))


def _too_large(_method, _answer, _detail, _headers):
    return PlatformError(Outcome.MESSAGE_FAILED, 413, _("X finds this file too large: send a smaller one."))


def _too_many(_method, answer, _detail, headers):
    if kind(answer) == "usage-capped":
        return PlatformError(
            Outcome.ACCOUNT_SUSPENDED, 429, _("The account's allowance at X for this month is used up.")
        )
    reset = times.moment(headers.get("x-rate-limit-reset"), times.now() + WINDOW)
    return PlatformError(Outcome.WAIT, 429, _("X's limit of calls is reached."), reset)


JUDGES = {
    400: _bad_request,
    401: _unauthorized,
    402: _payment,
    403: _forbidden,
    404: _not_found,
    413: _too_large,
    429: _too_many,
}
