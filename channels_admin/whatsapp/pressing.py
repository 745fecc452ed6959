"""Which news is so pressing that administrators are told of it by mail, too (R21a): of numbers and business accounts."""

from channels_admin.whatsapp.news import GRAVE_ACCOUNT
from platforms import payload

RATINGS = ("RED", "YELLOW", "GREEN")  # the worst first
KEPT_OUT = ("BANNED", "RESTRICTED", "FLAGGED")
DECIDED = ("APPROVED", "DECLINED", "REJECTED")


def is_pressing(notice):
    """Does a `platforms.base.Notice` tell of a lower quality, a restriction, a ban, or a decision on a name or account?"""
    judge = _JUDGES.get(notice.field)
    return bool(judge and judge(notice.data))


def _quality_event(data):
    return payload.words(data, "event") in ("FLAGGED", "DOWNGRADE")


def _account(data):
    return payload.words(data, "event") in GRAVE_ACCOUNT or bool(payload.words(data, "ban_info", "waba_ban_state"))


def _decision(data):
    return payload.words(data, "decision") in DECIDED


def _found_by_reading(data):
    what, old, new = (payload.words(data, name) for name in ("what", "old", "new"))
    tests = {"quality": _is_worse(old, new), "status": new in KEPT_OUT, "name_status": new in DECIDED}
    return tests.get(what, False)


def _is_worse(old, new):
    return new in RATINGS and (old not in RATINGS or RATINGS.index(new) < RATINGS.index(old)) and new != RATINGS[-1]


_JUDGES = {
    "phone_number_quality_update": _quality_event,
    "phone_number_name_update": _decision,
    "account_update": _account,
    "account_review_update": _decision,
    "number_changed": _found_by_reading,
}
