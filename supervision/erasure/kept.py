"""What people keep beside the rows: files that were exported, searches for him, and their lines of the audit log.

An export holds whoever fitted, so all that lie ready go; they are made again at a click, and would go within days anyway.
"""

import re
from urllib.parse import unquote_plus

from audit.models import Change
from supervision.tracker.exports import Export
from supervision.tracker.models import SavedSearch

SHORTEST = 3  # letters of a name


def forget_exports():
    """Files of the Tracker; a worker that still writes one finds its row gone, and takes the file away."""
    for one in Export.objects.all():
        Export.objects.filter(pk=one.pk).delete()
        one.path.unlink(missing_ok=True)


def forget_searches(called):
    """Saved searches that name him, and what the audit log says of searches. `called` are his names, handles and ids."""
    names = [re.escape(one) for one in called if len(one) >= SHORTEST]
    if not names:
        return
    named = re.compile(rf"(?<!\w)({'|'.join(names)})(?!\w)", re.IGNORECASE)
    for one in SavedSearch.objects.all():
        if named.search(unquote_plus(one.query)) or named.search(one.name):
            one.delete()
    for line in Change.objects.filter(noun__in=["supervision.export", "supervision.savedsearch"]):
        if named.search(unquote_plus(f"{line.name} {line.before} {line.after}")):
            Change.objects.filter(pk=line.pk).update(name="", before={}, after={})
