"""What every page knows."""

from django.conf import settings

from agents.models import Installation
from audit.console_site import console
from audit.rights import Right


def product(request):
    """Whether this is the demo, and which pages the person in front may open."""
    person = request.user
    return {
        "DEMO": settings.DEMO,
        "COMPANY_NAME": settings.COMPANY_NAME,
        "may_see_history": person.is_authenticated and person.has_perm(Right.TRACKER),
        "may_act": person.is_authenticated and person.has_perm(Right.ACT),
        "may_administer": console.has_permission(request),
        "social_media": _social_media,
    }


def _social_media():
    """Is the switch on? Only pages that show it ask."""
    return Installation.here().social_media
