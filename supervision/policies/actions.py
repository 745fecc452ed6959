"""What a retention policy does, one action after the other, and how each is said."""

from django.utils.translation import gettext_lazy as _

KEEP, ARCHIVE, PURGE_MEDIA, PURGE = "keep", "archive", "purge_media", "purge"
TAG, UNTAG, ASSIGN, AGAIN, STOP = "tag", "untag", "assign", "again", "stop"

# Name -> (how it is chosen, how it is said with its value).
ACTIONS = {
    KEEP: (_("Keep for so many days before what follows"), _("keep for %(value)s days")),
    ARCHIVE: (_("Archive: only this policy is asked further"), _("archive")),
    PURGE_MEDIA: (_("Purge media"), _("purge media")),
    PURGE: (_("Purge all"), _("purge all")),
    TAG: (_("Set the tag"), _("set the tag “%(value)s”")),
    UNTAG: (_("Remove the tag"), _("remove the tag “%(value)s”")),
    ASSIGN: (_("Assign the questionnaire"), _("assign the questionnaire “%(value)s”")),
    AGAIN: (_("Look again in so many days"), _("look again in %(value)s days")),
    STOP: (_("Stop: ask no further policy"), _("stop")),
}
WITH_DAYS, WITH_WORD = (KEEP, AGAIN), (TAG, UNTAG, ASSIGN)
ONCE = (ARCHIVE, PURGE_MEDIA, PURGE, TAG, UNTAG, ASSIGN)  # what is done to a recording, and told by the run


def said(action):
    """An action in words."""
    return str(ACTIONS[action["do"]][1]) % {"value": action.get("value", "")}
