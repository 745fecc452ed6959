from django.db import migrations
from django.db.models import F, Q

IN_QUEUE = Q(state="waiting") | Q(state="alerting", returns_to=None)


def fill(apps, schema_editor):
    """What waits, or is offered from its queue, has been there since it was queued; all else is in no queue."""
    interactions = apps.get_model("interactions", "Interaction").objects
    interactions.filter(IN_QUEUE).update(stay_since=F("queued_at"))
    interactions.exclude(IN_QUEUE).update(stay_since=None)


class Migration(migrations.Migration):

    dependencies = [
        ('interactions', '0005_stays'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
