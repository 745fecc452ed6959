"""What every page knows."""

from django.conf import settings

from agents.models import Installation, SignOnProvider
from audit.console_site import console
from audit.rights import Right
from supervision.models import Scorecard


def product(request):
    """Whether this is the demo, and which pages the person in front may open."""
    person = request.user
    return {
        "DEMO": settings.DEMO,
        "COMPANY_NAME": settings.COMPANY_NAME,
        "may_see_history": person.is_authenticated and person.has_perm(Right.TRACKER),
        "may_report": person.is_authenticated and person.has_perm(Right.REPORTS),
        "may_watch": person.is_authenticated and person.has_perm(Right.STATISTICS),
        "may_see_recordings": person.is_authenticated and person.has_perm(Right.RECORDINGS),
        "may_see_policies": person.is_authenticated and person.has_perm(Right.POLICIES),
        "may_act": person.is_authenticated and person.has_perm(Right.ACT),
        "may_judge": person.is_authenticated and person.has_perm(Right.QUALITY),
        "may_administer": console.has_permission(request),
        "own_to_acknowledge": lambda: Scorecard.objects.unacknowledged(person).count(),
        "social_media": _social_media,
        "sign_on_providers": _sign_on_providers,
    }


def _social_media():
    """Is the switch on? Only pages that show it ask."""
    return Installation.here().social_media


def _sign_on_providers():
    """Those with a button: only the sign-in page asks, and has no use for their secrets."""
    return SignOnProvider.objects.filter(enabled=True).defer("client_secret")
