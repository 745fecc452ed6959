"""What every page knows."""

from django.conf import settings


def product(request):
    """Whether this is the demo, and which pages the person in front may open."""
    person = request.user
    return {
        "DEMO": settings.DEMO,
        "may_see_history": person.is_authenticated and person.has_perm("agents.tracker"),
        "may_administer": person.is_authenticated and person.has_perm("channels_admin.administer"),
    }
