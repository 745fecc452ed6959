"""Icons of the standard statuses (R46), and which of them mean do-not-disturb and after-call work."""

from django.db import migrations

ICONS = {
    "Available": "ok",
    "Available, No ACD": "person",
    "Working at Home": "house",
    "Follow Up": "pen",
    "At Lunch": "pause",
    "Away From Desk": "clock",
    "At a Training Session": "badge",
    "In a Meeting": "people",
    "Do Not Disturb": "off",
    "On Vacation": "globe",
    "Out of the Office": "out",
    "Out of Town": "globe",
    "Gone Home": "house",
    "ACD - Agent Not Answering": "bell",
}
NOT_TO_BE_DISTURBED = "Do Not Disturb", "In a Meeting", "At a Training Session"


def forwards(apps, schema_editor):
    statuses = apps.get_model("agents", "Status").objects
    for name, icon in ICONS.items():
        statuses.filter(name=name).update(icon=icon)
    statuses.filter(name__in=NOT_TO_BE_DISTURBED).update(do_not_disturb=True)
    used = apps.get_model("agents", "Workgroup").objects.exclude(wrap_up_status=None).values("wrap_up_status")
    statuses.filter(pk__in=used).update(after_call_work=True)
    statuses.filter(name="Follow Up").update(after_call_work=True)


class Migration(migrations.Migration):
    dependencies = [("agents", "0013_status_marks")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
