"""Statuses, quality and limits of Meta as people read them, with the color and icon of their state."""

from django.utils.translation import gettext_lazy as _

from channels_admin.models import Category, Template

# (tone, icon, words); what Meta invents later is shown in its own words.
TEMPLATE = {
    Template.DRAFT: ("waiting", "pen", _("Draft")),
    Template.PENDING: ("held", "glass", _("In review")),
    Template.APPROVED: ("connected", "done", _("Approved")),
    "REJECTED": ("disconnected", "warn", _("Rejected")),
    "PAUSED": ("held", "pause", _("Paused")),
    "DISABLED": ("disconnected", "warn", _("Disabled")),
    "IN_APPEAL": ("held", "glass", _("In appeal")),
    "PENDING_DELETION": ("held", "bin", _("Being deleted")),
    "LIMIT_EXCEEDED": ("held", "warn", _("Limit exceeded")),
    "ARCHIVED": ("waiting", "off", _("Archived")),
    Template.DELETED: ("waiting", "bin", _("Deleted at WhatsApp")),
}
QUALITY = {
    "GREEN": ("connected", "done", _("High")),
    "YELLOW": ("held", "warn", _("Medium")),
    "RED": ("disconnected", "warn", _("Low")),
    "UNKNOWN": ("waiting", "later", _("Not rated yet")),
}
NUMBER = {
    "CONNECTED": ("connected", "done", _("Connected")),
    "LINKED": ("connected", "done", _("Connected")),
    "PENDING": ("held", "glass", _("Pending")),
    "FLAGGED": ("held", "warn", _("Flagged")),
    "RESTRICTED": ("disconnected", "warn", _("Restricted")),
    "BANNED": ("disconnected", "warn", _("Banned")),
    "DISCONNECTED": ("disconnected", "off", _("Disconnected")),
}
# "WhatsAppIntegration", status, createStatus: what each means for a number.
GENESYS = {
    "Active": "CONNECTED",
    "Inactive": "PENDING",
    "Starting": "PENDING",
    "Incomplete": "PENDING",
    "Error": "DISCONNECTED",
    "Failed": "DISCONNECTED",
    "Deleting": "DISCONNECTED",
    "DeletionFailed": "DISCONNECTED",
}
VERIFICATION = {
    "VERIFIED": ("connected", "done", _("Verified")),
    "UNVERIFIED": ("waiting", "later", _("Not verified")),
    "NOT_VERIFIED": ("waiting", "later", _("Not verified")),
    "PENDING": ("held", "glass", _("In review")),
    "REJECTED": ("disconnected", "warn", _("Rejected")),
    "FAILED": ("disconnected", "warn", _("Rejected")),
}
NAME = {
    "APPROVED": _("approved"),
    "AVAILABLE_WITHOUT_REVIEW": _("usable without review"),
    "PENDING_REVIEW": _("in review"),
    "PENDING": _("in review"),
    "DECLINED": _("declined"),
    "REJECTED": _("declined"),
    "DEFERRED": _("put off"),
    "EXPIRED": _("expired"),
    "NONE": _("none"),
}


def found(table, word):
    """(tone, icon, words) of one of Meta's words; unknown ones are waiting, in their own words."""
    return table.get(word) or ("waiting", "info", small(word) or "–")


def small(word):
    """A word of Meta's as people write: `PENDING_REVIEW` becomes `Pending review`."""
    return word.replace("_", " ").capitalize()


def of_template(template):
    """(tone, icon, words, note) of a template; marketing that is not allowed is not usable however approved it is."""
    tone, icon, words = found(TEMPLATE, template.status)
    if template.status == Template.APPROVED and not template.usable:
        return "held", "warn", words, _("Marketing is not allowed here: it is not sent")
    return tone, icon, words, _("Changed, not submitted yet") if template.edited else template.reason


def category_words(category):
    """Meta's category in words."""
    return dict(Category.choices).get(category) or small(category)


def status_of(word):
    """A number's status by Genesys Cloud's word for that of its integration."""
    return GENESYS.get(word, word.upper()[:40])
