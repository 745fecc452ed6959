"""The first months' partitions; a tick makes the later ones."""

from django.db import migrations

from interactions.partitions import make_partitions


def forwards(apps, schema_editor):
    make_partitions(apps.get_model("interactions", "Event"), apps.get_model("interactions", "Inbox"))


class Migration(migrations.Migration):
    dependencies = [("interactions", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
