"""Acts upon what is there already: each may be repeated, so a result that nobody knows is simply tried again."""

from platforms import x_api, x_errors
from platforms.base import Outcome, PlatformError
from platforms.words import _


def act(wire, method, path, body=None, gone_is_done=False):
    """Carry out one act. `gone_is_done`: what is not there any more needs nothing done to it."""
    try:
        answer, _ = x_api.call(wire, method, path, body=body)
    except PlatformError as error:
        if error.code == "404" and gone_is_done:
            return
        problem = _judged(error)
    else:
        problem = _partly(answer, gone_is_done)
    if problem:
        raise problem


def _judged(error):
    if error.outcome is Outcome.UNKNOWN:
        return PlatformError(Outcome.RETRY, error.code, error.reason)
    if error.code == "403":
        # An act that this access level has not is no reason to stop reading and writing.
        return PlatformError(Outcome.MESSAGE_FAILED, 403, error.reason)
    return error


def _partly(answer, gone_is_done):
    refused = x_errors.partial(answer)
    if not refused or answer.get("data"):
        return None
    gone = any(x_errors.kind(row) == "resource-not-found" for row in answer["errors"] if isinstance(row, dict))
    return (
        None
        if gone and gone_is_done
        else PlatformError(Outcome.MESSAGE_FAILED, "", _("X did not do this: %(reason)s") % {"reason": refused})
    )
