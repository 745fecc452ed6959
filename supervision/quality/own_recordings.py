"""An agent's own recordings: found by customer, platform and days, opened in the player (R71)."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from audit.local_times import in_local_time
from supervision.policies.security import Act, recordings_for
from supervision.quality.doors import address
from supervision.recordings import listing
from supervision.recordings.search import Attributes
from supervision.rows import clock

FIELDS = ("interaction", "customer", "platform", "cause", "since", "until", "archived")


class OwnAttributes(Attributes):
    """What tells one's own recordings from each other."""

    def __init__(self, data, *, mine):
        super().__init__(data, mine=mine)
        for name in set(self.fields) - set(FIELDS):
            del self.fields[name]
        self.order_fields(FIELDS)


@require_GET
@login_required
@in_local_time
def recordings(request):
    """Those of his own part, newest first: these he may always play."""
    search = OwnAttributes(request.GET, mine=recordings_for(request.user, Act.PLAY).filter(agent=request.user))
    page = listing.page(search.found().with_people(), request.GET.get("before", ""))
    context = {
        "page": "own",
        "tab": "recordings",
        "filters": search,
        "filtered": bool(search.given),
        "rows": [{"one": one, "lasts": clock(one.seconds)} for one in page.rows],
        "older": page.older and address(request, before=page.older),
        "now": timezone.now(),
    }
    return render(request, "supervision/quality/own_recordings.html", context)
