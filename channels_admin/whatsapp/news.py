"""What administrators read of an event, in a sentence; and whether it wants their attention.

Source: WhatsApp Business Platform, "Webhooks", fields message_template_status_update, phone_number_quality_update, …
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from channels_admin.models import Platform
from platforms import payload

# Meta's reasons for a rejection ("message_template_status_update webhook reference").
REASONS = {
    "ABUSIVE_CONTENT": gettext_noop("It holds content that breaks WhatsApp's policy."),
    "INCORRECT_CATEGORY": gettext_noop("Its category does not fit its content: choose another one."),
    "INVALID_FORMAT": gettext_noop("Its form is not allowed: look at placeholders and special characters."),
    "PROMOTIONAL": gettext_noop("Its content is advertising: it can only be a marketing template."),
    "SCAM": gettext_noop("WhatsApp takes it for a fraud."),
    "TAG_CONTENT_MISMATCH": gettext_noop("Language or category do not fit its content."),
}
GRAVE_EVENTS = {"REJECTED", "PAUSED", "DISABLED", "FLAGGED", "LIMIT_EXCEEDED", "LOCKED", "DELETED", "PENDING_DELETION"}
GRAVE_NUMBER = {"RED", "BANNED", "RESTRICTED", "FLAGGED", "DISCONNECTED", "DECLINED", "REJECTED"}
WHAT = {
    "status": gettext_lazy("its status"),
    "quality": gettext_lazy("its quality rating"),
    "limit": gettext_lazy("its messaging limit"),
    "name_status": gettext_lazy("the review of its name"),
}
GRAVE_ACCOUNT = {"ACCOUNT_RESTRICTION", "ACCOUNT_VIOLATION", "DISABLED_UPDATE", "ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED"}


@dataclass(frozen=True, slots=True)
class News:
    """The sentence, and whether somebody should look."""

    words: str
    grave: bool = False


def of(platform, notice):
    """The news in a `platforms.base.Notice`."""
    if notice.subject == "unsupported":
        name = notice.field or _("an event without a name")
        words = _("%(platform)s told of “%(field)s”, which is not known here. It is kept as it was told.")
        return News(words % {"platform": Platform(platform).label, "field": name}, grave=False)
    return _WORDS.get(notice.field, _otherwise)(platform, notice)


def reason(data):
    """Why Meta decided so, in words; empty where it gives no reason."""
    told = [payload.words(data, "rejection_info", name) for name in ("reason", "recommendation")]
    told += [payload.words(data, "other_info", "description"), payload.words(data, "disable_info", "disable_date")]
    code = payload.words(data, "reason") or payload.words(data, "rejection_reason")
    known = REASONS.get(code, "" if code in ("", "NONE") else code.replace("_", " ").capitalize() + ".")
    return " ".join(filter(None, told)) or known


def _event(data):
    return payload.words(data, "event") or payload.words(data, "decision")


def _template(data):
    name, language = (payload.words(data, f"message_template_{what}") for what in ("name", "language"))
    return f"{name} ({language})" if language else name


def _template_status(platform, notice):
    event = _event(notice.data)
    verbs = {
        "APPROVED": _("The template %(what)s was approved."),
        "REJECTED": _("The template %(what)s was rejected."),
        "PENDING": _("The template %(what)s is being reviewed."),
        "PAUSED": _("The template %(what)s is paused: customers complained, it cannot be sent for a while."),
        "DISABLED": _("The template %(what)s is disabled and cannot be sent any more."),
        "FLAGGED": _("The template %(what)s is flagged: its quality is low, it will be paused if that goes on."),
        "REINSTATED": _("The template %(what)s may be sent again."),
        "IN_APPEAL": _("The decision about the template %(what)s is being appealed."),
        "PENDING_DELETION": _("The template %(what)s is being deleted."),
        "DELETED": _("The template %(what)s was deleted at WhatsApp."),
    }
    other = _("The template %(what)s is now: %(event)s.")
    words = verbs.get(event, other) % {"what": _template(notice.data), "event": _small(event)}
    return News(" ".join(filter(None, [words, reason(notice.data)])), event in GRAVE_EVENTS)


def _template_category(platform, notice):
    new = payload.words(notice.data, "new_category")
    words = _("The template %(what)s was moved from category %(old)s to %(new)s.")
    old = payload.words(notice.data, "previous_category")
    if not new:
        new = payload.words(notice.data, "correct_category")
        words = _("The template %(what)s will be moved to category %(new)s.")
    facts = {"what": _template(notice.data), "old": _small(old), "new": _small(new)}
    marketing = " " + _("It is not sent unless marketing is allowed.") if new == "MARKETING" else ""
    return News(words % facts + marketing, bool(marketing))


def _template_quality(platform, notice):
    old, new = (payload.words(notice.data, f"{which}_quality_score") for which in ("previous", "new"))
    facts = {"what": _template(notice.data), "old": _small(old), "new": _small(new)}
    return News(_("The quality of the template %(what)s went from %(old)s to %(new)s.") % facts, new == "RED")


def _number_quality(platform, notice):
    event, limit = _event(notice.data), payload.words(notice.data, "current_limit")
    facts = {"number": _number(notice), "event": _small(event), "limit": limit_in_words(limit)}
    words = _("The number %(number)s: %(event)s. It may write first to %(limit)s customers in 24 hours.")
    return News(words % facts if limit else words.partition(".")[0] % facts + ".", event in ("FLAGGED", "DOWNGRADE"))


def _limit_near(platform, notice):
    limit = payload.words(notice.data, "current_limit")
    facts = {"number": _number(notice), "limit": limit_in_words(limit)}
    words = _(
        "The number %(number)s has used more than 80 %% of its messaging limit: it may write first to %(limit)s customers."
    )
    return News(words % facts, grave=True)


def _number_state(platform, notice):
    facts = {"number": _number(notice), "old": _small(payload.words(notice.data, "old"))}
    facts |= {
        "new": _small(payload.words(notice.data, "new")),
        "what": WHAT.get(payload.words(notice.data, "what"), ""),
    }
    words = _("The number %(number)s: %(what)s went from %(old)s to %(new)s.")
    return News(words % facts, payload.words(notice.data, "new") in GRAVE_NUMBER)


def _number_name(platform, notice):
    decision = _event(notice.data)
    name = payload.words(notice.data, "requested_verified_name")
    facts = {"number": _number(notice), "name": name, "decision": _small(decision)}
    words = _("The name “%(name)s” of the number %(number)s: %(decision)s.") % facts
    return News(" ".join(filter(None, [words, reason(notice.data)])), decision == "REJECTED")


def _account(platform, notice):
    event = _event(notice.data)
    facts = {"id": notice.id, "event": _small(event)}
    words = _("The business account %(id)s: %(event)s.") % facts
    return News(
        " ".join(filter(None, [words, restriction(notice.data)])), event in GRAVE_ACCOUNT or event == "REJECTED"
    )


def _delivery_failed(platform, notice):
    facts = {"platform": Platform(platform).label, "why": payload.words(notice.data, "failure")}
    words = _(
        "Something in a webhook delivery of %(platform)s could not be taken in: %(why)s. The delivery is kept and can be "
        "taken in again after a repair."
    )
    return News(words % facts, grave=True)


def _otherwise(platform, notice):
    event = _event(notice.data)
    about = {"platform": Platform(platform).label, "field": _small(notice.field), "id": notice.id}
    words = _("%(platform)s, %(field)s %(id)s") % about
    return News(f"{words}: {_small(event)}." if event else f"{words}.", _severe(notice.data))


def _severe(data):
    return payload.words(data, "alert_severity") == "CRITICAL"


def restriction(data):
    """What a business account may not do any more, in words; empty where nothing is restricted."""
    kinds = [payload.words(row, "restriction_type") for row in payload.rows(data, "restriction_info")]
    told = [payload.words(data, "violation_info", "violation_type"), payload.words(data, "ban_info", "waba_ban_state")]
    return ", ".join(_small(one) for one in [*kinds, *told] if one)


def limit_in_words(tier):
    """TIER_2K as 2,000; what is not known stays as it is."""
    number = tier.removeprefix("TIER_")
    thousands = number.endswith("K") and number[:-1].isdigit()
    if number == "UNLIMITED":
        return _("any number of")
    return f"{int(number[:-1]) * 1000:,}" if thousands else number


def _number(notice):
    digits = payload.ident(notice.data, "display_phone_number") or notice.id
    return f"+{digits}" if digits.isdigit() and digits != notice.id else digits


def _small(name):
    return name.replace("_", " ").lower()


_WORDS = {
    "delivery_failed": _delivery_failed,
    "message_template_status_update": _template_status,
    "message_template_quality_update": _template_quality,
    "template_category_update": _template_category,
    "phone_number_quality_update": _number_quality,
    "phone_number_name_update": _number_name,
    "messaging_limit_near": _limit_near,
    "number_changed": _number_state,
    "account_update": _account,
    "account_review_update": _account,
}
