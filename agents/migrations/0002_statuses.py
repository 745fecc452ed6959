"""The standard statuses (R46)."""

from django.db import migrations

STANDARD = [
    ("Available", "available", True, True),
    ("Available, No ACD", "available", False, True),
    ("Working at Home", "available", True, True),
    ("Follow Up", "follow_up", False, True),
    ("At Lunch", "break", False, True),
    ("Away From Desk", "break", False, True),
    ("At a Training Session", "training", False, True),
    ("In a Meeting", "unavailable", False, True),
    ("Do Not Disturb", "unavailable", False, True),
    ("On Vacation", "unavailable", False, True),
    ("Out of the Office", "unavailable", False, True),
    ("Out of Town", "unavailable", False, True),
    ("Gone Home", "unavailable", False, True),
    ("ACD - Agent Not Answering", "unavailable", False, False),
]


def forwards(apps, schema_editor):
    status = apps.get_model("agents", "Status")
    for place, (name, group, takes_acd, selectable) in enumerate(STANDARD):
        facts = {"group": group, "takes_acd": takes_acd, "selectable": selectable, "place": place}
        status.objects.get_or_create(name=name, defaults=facts)


class Migration(migrations.Migration):
    dependencies = [("agents", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
