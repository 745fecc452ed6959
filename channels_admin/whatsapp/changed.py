"""What changed about a number or an account without an event: found by reading, and told to the administrators (R21a)."""

from channels_admin.whatsapp.notices import tell
from platforms.base import Notice

FIELD = "number_changed"
TOLD = ("status", "quality", "limit", "name_status")
# Words that say the same: what is linked is connected.
ALIKE = {"LINKED": "CONNECTED", "NA": "UNKNOWN", "REJECTED": "DECLINED", "PENDING": "PENDING_REVIEW"}


def tell_of(number, facts, at):
    """Tell what `facts`, read at `at`, say otherwise than the row does; what was not known before is no news."""
    account, address = number.waba.account, number.waba.external_id
    for what, new in facts.items():
        old = getattr(number, what)
        if what in TOLD and old and new and ALIKE.get(old, old) != ALIKE.get(new, new):
            data = {"what": what, "old": old, "new": new, "display_phone_number": number.digits}
            tell(account.platform, address, Notice(FIELD, at, "number", number.external_id, data))


def tell_of_review(waba, new, at):
    """Tell what the review of a business account has come to, if the row (`waba`, as it was before) says otherwise."""
    if waba.review and waba.review != new:
        notice = Notice("account_review_update", at, "account", waba.external_id, {"decision": new})
        tell(waba.account.platform, waba.external_id, notice)
