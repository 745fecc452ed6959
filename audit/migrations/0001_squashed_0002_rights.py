"""All tables at once, and what a new installation begins with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('audit', '0001_initial'),
        ('audit', '0002_rights'),
    ]

    dependencies = [
        ('agents', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('noun', models.CharField(max_length=80, verbose_name='what')),
                ('object_id', models.CharField(max_length=80, verbose_name='id')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('verb', models.CharField(max_length=20, verbose_name='change')),
                ('before', models.JSONField(default=dict, verbose_name='before')),
                ('after', models.JSONField(default=dict, verbose_name='after')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'change',
                'verbose_name_plural': 'audit log',
                'ordering': ['-at', '-id'],
                'permissions': [('read', 'Audit')],
                'indexes': [models.Index(fields=['noun', 'object_id', '-at'], name='change_by_object')],
            },
        ),
    ]
