"""All tables at once, and what a new installation begins with."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import rows.encrypted
import uuid
from django.conf import settings
from django.db import migrations, models


SUPERVISORS = {"acts": ["see", "play", "score", "export"], "roles": [], "agents": []}


def policies(apps, schema_editor):
    """Administrators may do everything; supervisors may see, play, score and export what their workgroups did."""
    policies, facts = apps.get_model("supervision", "Policy").objects, {"kind": "security", "active": True}
    policies.create(name="Administrators", place=1, built_in=True, **facts)
    policies.create(name="Supervisors", place=2, criteria={"supervised": True}, does=SUPERVISORS, **facts)


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('supervision', '0001_recordings_and_policies'),
        ('supervision', '0002_sealing'),
        ('supervision', '0003_quality'),
        ('supervision', '0004_alerts'),
        ('supervision', '0005_retention'),
        ('supervision', '0006_tracker'),
        ('supervision', '0007_erasure'),
        ('supervision', '0008_exports'),
        ('supervision', '0009_reports'),
    ]

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('agents', '0001_squashed_0020_words'),
        ('agents', '__first__'),
        ('channels_admin', '0001_squashed_0011_news_by_mail'),
        ('interactions', '0001_squashed_0025_fewer_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChosenColumns',
            fields=[
                ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('names', models.JSONField(default=list)),
            ],
            options={
                'verbose_name': 'chosen columns',
                'verbose_name_plural': 'chosen columns',
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='heading')),
                ('place', models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'group of questions',
                'verbose_name_plural': 'groups of questions',
                'ordering': ['place', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('looked', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'retention run',
                'verbose_name_plural': 'retention runs',
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='SealingKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', rows.encrypted.EncryptedField()),
            ],
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='tag')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Watermark',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.CharField(max_length=30, verbose_name='figure')),
                ('period', models.CharField(choices=[('now', 'Now'), ('today', 'Today'), ('shift', 'This shift'), ('lately', 'Last 30 min')], default='today', max_length=10, verbose_name='period')),
                ('condition', models.CharField(choices=[('over', 'over'), ('under', 'under'), ('equal', 'equal to')], default='over', max_length=10, verbose_name='condition')),
                ('threshold', models.FloatField(verbose_name='threshold')),
                ('holds_for', models.PositiveIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(86400)], verbose_name='must hold for (seconds)')),
                ('severity', models.CharField(choices=[('normal', 'Normal'), ('minor', 'Minor'), ('major', 'Major'), ('warning', 'Warning'), ('critical', 'Critical')], default='warning', max_length=10, verbose_name='severity')),
                ('colors', models.BooleanField(default=True, verbose_name='color the tile while it is open')),
                ('sound_on_entering', models.CharField(blank=True, choices=[('chime', 'Chime'), ('bell', 'Bell'), ('knock', 'Knock'), ('drop', 'Drop'), ('rise', 'Rising')], max_length=10, verbose_name='sound on entering')),
                ('sound_on_leaving', models.CharField(blank=True, choices=[('chime', 'Chime'), ('bell', 'Bell'), ('knock', 'Knock'), ('drop', 'Drop'), ('rise', 'Rising')], max_length=10, verbose_name='sound on leaving')),
                ('mail_on_entering', models.BooleanField(default=False, verbose_name='e-mail on entering')),
                ('mail_on_leaving', models.BooleanField(default=False, verbose_name='e-mail on leaving')),
                ('mail_to', models.TextField(blank=True, max_length=2000, verbose_name='e-mail addresses')),
                ('active', models.BooleanField(default=True, verbose_name='switched on')),
                ('met_since', models.DateTimeField(editable=False, null=True)),
                ('mailed_at', models.DateTimeField(editable=False, null=True)),
                ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('status', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agents.status', verbose_name='status')),
                ('workgroup', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agents.workgroup', verbose_name='workgroup')),
            ],
            options={
                'verbose_name': 'alert',
                'verbose_name_plural': 'alerts',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('agent__isnull', True), ('workgroup__isnull', False)), models.Q(('agent__isnull', False), ('workgroup__isnull', True)), _connector='OR'), name='alert_about_workgroup_or_agent')],
            },
        ),
        migrations.CreateModel(
            name='Calibration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interactions.interaction')),
            ],
            options={
                'verbose_name': 'calibration',
                'verbose_name_plural': 'calibrations',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Considered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made', models.PositiveSmallIntegerField(default=0)),
                ('interaction', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='interactions.interaction')),
            ],
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_id', models.BigIntegerField(verbose_name='customer')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked for')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('done_at', models.DateTimeField(null=True, verbose_name='done')),
                ('report', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'erasure of a customer',
                'verbose_name_plural': 'erasures of customers',
                'ordering': ['-asked_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['due_at'], name='erasure_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('customer_id',), name='one_erasure_under_way')],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Being written'), ('done', 'Ready'), ('canceled', 'Canceled'), ('failed', 'Failed')], default='waiting', max_length=20)),
                ('as_of', models.DateTimeField(default=django.utils.timezone.now)),
                ('file', models.UUIDField(default=uuid.uuid4)),
                ('total', models.PositiveIntegerField(null=True)),
                ('done', models.PositiveIntegerField(default=0)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('key', models.CharField(blank=True, max_length=60)),
                ('seen_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'export',
                'verbose_name_plural': 'exports',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'running'])), fields=['seen_at'], name='export_open')],
            },
        ),
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('workgroup', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='agents.workgroup')),
                ('percent', models.PositiveSmallIntegerField(default=80, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='objective')),
            ],
            options={
                'verbose_name': 'service level objective',
                'verbose_name_plural': 'service level objectives',
                'constraints': [models.CheckConstraint(condition=models.Q(('percent__gte', 1), ('percent__lte', 100)), name='objective_in_percent')],
            },
        ),
        migrations.CreateModel(
            name='Occurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.CharField(max_length=30, verbose_name='figure')),
                ('period', models.CharField(choices=[('now', 'Now'), ('today', 'Today'), ('shift', 'This shift'), ('lately', 'Last 30 min')], default='today', max_length=10, verbose_name='period')),
                ('condition', models.CharField(choices=[('over', 'over'), ('under', 'under'), ('equal', 'equal to')], default='over', max_length=10, verbose_name='condition')),
                ('threshold', models.FloatField(verbose_name='threshold')),
                ('holds_for', models.PositiveIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(86400)], verbose_name='must hold for (seconds)')),
                ('severity', models.CharField(choices=[('normal', 'Normal'), ('minor', 'Minor'), ('major', 'Major'), ('warning', 'Warning'), ('critical', 'Critical')], default='warning', max_length=10, verbose_name='severity')),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('began_with', models.FloatField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_with', models.FloatField(null=True)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('alert', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='occurrences', to='supervision.alert')),
                ('status', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='agents.status')),
                ('workgroup', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agents.workgroup')),
            ],
            options={
                'verbose_name': 'open alert',
                'verbose_name_plural': 'open alerts',
                'ordering': ['-began_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['began_at'], name='occurrence_open'), models.Index(condition=models.Q(('ended_at__isnull', False)), fields=['ended_at'], name='occurrence_ended')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('alert__isnull', False), ('ended_at', None)), fields=('alert',), name='alert_open_once'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('began_at')), _connector='OR'), name='alert_ends_later')],
            },
        ),
        migrations.CreateModel(
            name='AlertMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('leaving', models.BooleanField(default=False)),
                ('occurrence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='supervision.occurrence')),
            ],
            options={
                'verbose_name': 'mail about an alert',
                'verbose_name_plural': 'mails about alerts',
                'indexes': [models.Index(condition=models.Q(('claimed_at', None)), fields=['due_at'], name='alert_mail_due')],
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('initiation', 'Initiation'), ('retention', 'Retention'), ('security', 'Security')], max_length=20, verbose_name='kind')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('place', models.PositiveIntegerField(default=0, verbose_name='place')),
                ('active', models.BooleanField(default=False, verbose_name='switched on')),
                ('built_in', models.BooleanField(default=False, editable=False)),
                ('criteria', models.JSONField(default=dict, verbose_name='criteria')),
                ('does', models.JSONField(default=dict, verbose_name='what it does')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'policy',
                'verbose_name_plural': 'policies',
                'ordering': ['kind', 'place', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'name'), name='one_policy_per_name'), models.CheckConstraint(condition=models.Q(models.Q(('built_in', True), _negated=True), ('active', True), _connector='OR'), name='built_in_policy_is_on')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('text', models.CharField(max_length=300, verbose_name='question')),
                ('help', models.CharField(blank=True, max_length=500, verbose_name='help for whoever scores')),
                ('kind', models.CharField(choices=[('yes_no', 'Yes or no'), ('choice', 'Multiple choice'), ('integer', 'Whole number'), ('number', 'Number'), ('text', 'Free text')], default='yes_no', max_length=10, verbose_name='answered by')),
                ('importance', models.CharField(choices=[('optional', 'Optional'), ('required', 'Required'), ('critical', 'Critical')], default='required', max_length=10, verbose_name='importance')),
                ('weight', models.PositiveSmallIntegerField(default=1, help_text='How much it counts beside the others; 0: not at all.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='weight')),
                ('minimum', models.PositiveSmallIntegerField(default=0, help_text='Percent of its points; less is marked, and makes the score 0 if the question is critical.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='minimum')),
                ('yes_is_good', models.BooleanField(default=True, verbose_name='yes is the good answer')),
                ('lowest', models.DecimalField(decimal_places=2, default=1, max_digits=9, verbose_name='lowest')),
                ('highest', models.DecimalField(decimal_places=2, default=5, max_digits=9, verbose_name='highest')),
                ('choices', models.JSONField(blank=True, default=list, verbose_name='answers')),
                ('group', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='supervision.group')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ['place', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('minimum__lte', 100), ('weight__lte', 100)), name='question_percent_most'), models.CheckConstraint(condition=models.Q(('highest__gt', models.F('lowest'))), name='question_range_is_one'), models.CheckConstraint(condition=models.Q(models.Q(('importance', 'critical'), _negated=True), models.Q(('minimum__gt', 0), models.Q(('kind', 'text'), _negated=True)), _connector='OR'), name='critical_can_be_failed')],
            },
        ),
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description')),
                ('active', models.BooleanField(default=True, help_text='Off: it is not assigned any more.', verbose_name='offered')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'questionnaire',
                'verbose_name_plural': 'questionnaires',
                'ordering': ['name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('platform', models.CharField(choices=[('facebook', 'Facebook'), ('twitter', 'X (Twitter)'), ('whatsapp', 'WhatsApp')], max_length=20, verbose_name='platform')),
                ('media_type', models.CharField(choices=[('social_conversation', 'Social Conversation'), ('social_direct_message', 'Social Direct Message'), ('call', 'Call'), ('callback', 'Callback'), ('chat', 'Chat'), ('email', 'E-mail'), ('generic', 'Generic'), ('work_item', 'Work Item')], max_length=30, verbose_name='interaction type')),
                ('cause', models.CharField(choices=[('policy', 'Policy'), ('snippet', 'Snippet')], max_length=10, verbose_name='made by')),
                ('first', models.PositiveIntegerField()),
                ('began_at', models.DateTimeField(verbose_name='began')),
                ('ended_at', models.DateTimeField(verbose_name='ended')),
                ('sealed_at', models.DateTimeField()),
                ('length', models.PositiveIntegerField()),
                ('chain', models.CharField(max_length=64)),
                ('seal', models.CharField(max_length=64)),
                ('archived_at', models.DateTimeField(null=True, verbose_name='archived')),
                ('purged_at', models.DateTimeField(null=True, verbose_name='purged')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, null=True)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels_admin.channel', verbose_name='channel')),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recordings', to='interactions.interaction')),
                ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='supervision.policy', verbose_name='policy')),
                ('workgroup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.workgroup', verbose_name='workgroup')),
                ('tags', models.ManyToManyField(blank=True, related_name='recordings', to='supervision.tag', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'recording',
                'verbose_name_plural': 'recordings',
                'indexes': [models.Index(fields=['-began_at', '-id'], name='recording_newest'), models.Index(fields=['workgroup', '-began_at'], name='recording_by_workgroup'), models.Index(fields=['agent', '-began_at'], name='recording_by_agent'), models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='recording_due')],
                'constraints': [models.UniqueConstraint(fields=('interaction', 'cause', 'first'), name='one_recording_per_part'), models.CheckConstraint(condition=models.Q(('ended_at__gte', models.F('began_at'))), name='recording_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=20)),
                ('digest', models.CharField(max_length=64)),
                ('link', models.CharField(default='', max_length=64)),
                ('salt', models.CharField(blank=True, max_length=64)),
                ('content', models.TextField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('erased_by', models.CharField(blank=True, max_length=120)),
                ('mark', models.CharField(blank=True, max_length=64)),
                ('attachment', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interactions.attachment')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interactions.message')),
                ('recording', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='supervision.recording')),
            ],
            options={
                'verbose_name': 'entry of a recording',
                'verbose_name_plural': 'entries of recordings',
                'ordering': ['recording', 'number'],
                'constraints': [models.UniqueConstraint(fields=('recording', 'number'), name='one_entry_per_number'), models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', False), ('erased_at', None)), models.Q(('content__isnull', True), ('erased_at__isnull', False), ('salt', '')), _connector='OR'), name='erased_entry_is_empty')],
            },
        ),
        migrations.CreateModel(
            name='Deed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=200)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('refused', models.CharField(blank=True, max_length=200)),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deeds', to='supervision.policy')),
                ('recording', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deeds', to='supervision.recording')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deeds', to='supervision.run')),
            ],
            options={
                'verbose_name': 'deed of a policy',
                'verbose_name_plural': 'deeds of policies',
                'constraints': [models.UniqueConstraint(fields=('policy', 'recording', 'action'), name='one_deed_per_action')],
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.TextField(blank=True, max_length=4000, verbose_name='query')),
                ('shared', models.CharField(choices=[('nobody', 'Only me'), ('workgroup', 'Supervisors of a workgroup'), ('all', 'All supervisors')], default='nobody', max_length=20, verbose_name='shared with')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('workgroup', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='agents.workgroup', verbose_name='workgroup')),
            ],
            options={
                'verbose_name': 'saved search',
                'verbose_name_plural': 'saved searches',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='one_saved_search_per_name'), models.CheckConstraint(condition=models.Q(models.Q(('shared', 'workgroup'), ('workgroup__isnull', False)), models.Q(models.Q(('shared', 'workgroup'), _negated=True), ('workgroup', None)), _connector='OR'), name='saved_search_shared_with_a_workgroup')],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.CharField(max_length=20, verbose_name='report')),
                ('criteria', models.JSONField(default=dict)),
                ('every', models.CharField(choices=[('day', 'Every day, about the day before'), ('week', 'Every Monday, about the week before'), ('month', 'On the first of a month, about the month before')], default='week', max_length=10, verbose_name='how often')),
                ('hour', models.PositiveSmallIntegerField(default=7, verbose_name='at (hour)')),
                ('zone', models.CharField(default='UTC', max_length=60, verbose_name='time zone')),
                ('mail_to', models.TextField(max_length=2000, verbose_name='e-mail addresses')),
                ('next_at', models.DateTimeField(editable=False)),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'scheduled report',
                'verbose_name_plural': 'scheduled reports',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['next_at'], name='schedule_due')],
            },
        ),
        migrations.CreateModel(
            name='ReportMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('since', models.DateField()),
                ('until', models.DateField()),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='supervision.schedule')),
            ],
            options={
                'verbose_name': 'mail of a report',
                'verbose_name_plural': 'mails of reports',
                'indexes': [models.Index(condition=models.Q(('claimed_at', None)), fields=['due_at'], name='report_mail_due')],
                'constraints': [models.UniqueConstraint(fields=('schedule', 'since'), name='report_mailed_once')],
            },
        ),
        migrations.CreateModel(
            name='Scorecard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('assigned', 'Assigned'), ('in_progress', 'In progress'), ('complete', 'Complete')], default='assigned', max_length=12)),
                ('assigned_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('completed_at', models.DateTimeField(null=True)),
                ('score', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('passed', models.BooleanField(null=True)),
                ('comment', models.TextField(blank=True)),
                ('signed_off_at', models.DateTimeField(null=True)),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('acknowledgement', models.TextField(blank=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('assigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('calibration', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='scorecards', to='supervision.calibration')),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scorecards', to='interactions.interaction')),
                ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scorecards', to='supervision.questionnaire')),
                ('scorer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_off_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'scorecard',
                'verbose_name_plural': 'scorecards',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('calibration', None), ('state', 'complete')), fields=['agent', '-completed_at'], name='scorecard_of_agent')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('calibration', None)), fields=('questionnaire', 'interaction', 'agent'), name='one_scorecard_per_agent_and_interaction'), models.UniqueConstraint(condition=models.Q(('calibration__isnull', False)), fields=('calibration', 'scorer'), name='one_card_per_calibrator'), models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', False), ('scorer__isnull', False), ('state', 'complete')), models.Q(models.Q(('state', 'complete'), _negated=True), ('acknowledged_at', None), ('completed_at', None), ('signed_off_at', None)), _connector='OR'), name='scorecard_ends_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.TextField(blank=True)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.question')),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='supervision.scorecard')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
                'constraints': [models.UniqueConstraint(fields=('scorecard', 'question'), name='one_answer_per_question')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(editable=False)),
                ('pass_mark', models.PositiveSmallIntegerField(default=0, help_text='Percent that a card must reach to be passed.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='passed from')),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('questionnaire', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='supervision.questionnaire')),
            ],
            options={
                'verbose_name': 'version',
                'verbose_name_plural': 'versions',
                'ordering': ['questionnaire', '-number'],
                'constraints': [models.UniqueConstraint(fields=('questionnaire', 'number'), name='version_number_once'), models.UniqueConstraint(condition=models.Q(('published_at', None)), fields=('questionnaire',), name='one_draft_per_questionnaire'), models.CheckConstraint(condition=models.Q(('pass_mark__lte', 100)), name='pass_mark_most')],
            },
        ),
        migrations.AddField(
            model_name='scorecard',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scorecards', to='supervision.version'),
        ),
        migrations.AddField(
            model_name='group',
            name='version',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='supervision.version'),
        ),
        migrations.AddField(
            model_name='calibration',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='supervision.version'),
        ),
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('media_type', models.CharField(choices=[('social_conversation', 'Social Conversation'), ('social_direct_message', 'Social Direct Message'), ('call', 'Call'), ('callback', 'Callback'), ('chat', 'Chat'), ('email', 'E-mail'), ('generic', 'Generic'), ('work_item', 'Work Item')], max_length=30)),
                ('ended_at', models.DateTimeField()),
                ('connected_ms', models.PositiveBigIntegerField(default=0)),
                ('held_ms', models.PositiveBigIntegerField(default=0)),
                ('wrap_up_ms', models.PositiveBigIntegerField(null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='work', to='interactions.interaction')),
                ('workgroup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.workgroup')),
            ],
            options={
                'verbose_name': 'work on an interaction',
                'verbose_name_plural': 'work on interactions',
                'indexes': [models.Index(fields=['workgroup', 'ended_at'], name='work_by_workgroup'), models.Index(fields=['agent', 'ended_at'], name='work_by_agent'), models.Index(condition=models.Q(('wrap_up_ms', None)), fields=['ended_at'], name='work_wrapping_up')],
                'constraints': [models.UniqueConstraint(fields=('interaction', 'agent', 'workgroup'), name='work_once')],
            },
        ),
        migrations.RunPython(policies, migrations.RunPython.noop),
    ]
