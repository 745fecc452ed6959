"""Tasks of the Tracker; `supervision.tasks` imports them, where workers look."""

from celery import shared_task

from supervision.tracker import exports


@shared_task(name="supervision.tasks.export")
def export(pk):
    """Write one export to its end, or go on with it."""
    exports.run(pk)


@shared_task(name="supervision.tasks.export_due")
def export_due():
    """Go on with what nobody works on; take away what is old."""
    exports.sweep()
