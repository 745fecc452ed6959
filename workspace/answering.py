"""What responses have to do with an answer that is sent: no blank may be left in it, and those used are counted."""

from django.utils.translation import gettext_lazy as _

from interactions.models import Refused
from workspace.models import Response, ResponseUse
from workspace.placeholders import blanks


def refuse_blanks(text):
    """Raise `Refused` where a blank was not filled in: a customer would read the braces."""
    left = blanks(text)
    if left:
        raise Refused(_("Fill in first: %(names)s.") % {"names": ", ".join(left)}, "blank")


def note_uses(agent, message, ids):
    """These responses are in the answer; ids that are not his to use are passed over, as the answer has gone already."""
    if ids:
        ResponseUse.note(message, Response.objects.for_agent(agent).filter(pk__in=ids).values_list("pk", flat=True))
