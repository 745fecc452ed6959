"""People that a number has blocked: they cannot write to it, nor can it write to them.

Source: WhatsApp Business Platform, "Block users". Only who wrote within the last 24 hours can be blocked.
"""

from platforms import graph, payload
from platforms.base import Outcome, PlatformError
from platforms.words import _


def listed(wire):
    """The numbers, or ids at the business, of all blocked people."""
    pages = graph.pages(wire, f"{wire.address}/block_users", {})
    found = [payload.ident(row, "wa_id") or payload.ident(row, "user_id") for rows, _ in pages for row in rows]
    return [one for one in found if one]


def block(wire, people):
    """Block `people` (numbers or ids at the business); doing it again changes nothing."""
    _change(wire, "POST", people)


def unblock(wire, people):
    """Take the block off `people`."""
    _change(wire, "DELETE", people)


def _change(wire, method, people):
    users = [{"user": "+" + one.lstrip("+") if one.lstrip("+").isdigit() else one} for one in people]
    body = {"messaging_product": "whatsapp", "block_users": users}
    answer, _headers = graph.call(wire, method, f"{wire.address}/block_users", body=body)
    failed = payload.rows(answer, "block_users", "failed_users")
    if failed:
        names = ", ".join(payload.ident(one, "input") for one in failed)
        raise PlatformError(
            Outcome.MESSAGE_FAILED,
            "block",
            _("WhatsApp did not do it for %(names)s: %(why)s") % {"names": names, "why": _why(failed)},
        )


def _why(failed):
    errors = [error for one in failed for error in payload.rows(one, "errors")]
    said = [payload.words(error, "error_data", "details") or payload.words(error, "message") for error in errors]
    return next(filter(None, said), _("it gave no reason."))
