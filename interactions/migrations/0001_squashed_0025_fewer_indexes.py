"""All tables at once, and what a new installation begins with."""

import django.db.models.deletion
import django.utils.timezone
import interactions.models.attachment
import interactions.models.customer
import interactions.models.draft
import interactions.models.inbox
import interactions.models.survey
from django.conf import settings
from django.db import migrations, models

from interactions.partitions import CreatePartitioned, make_partitions
from interactions.words_kept import KeepWords


def partitions(apps, schema_editor):
    make_partitions(apps.get_model("interactions", "Event"), apps.get_model("interactions", "Inbox"))


RIGHTS = {"merge": "merge", "block": "block", "interaction": "new_labels"}
WORDS = {"merge": "Merge customers", "block": "Block customers", "new_labels": "Create labels"}
ROLES = {
    "Administrator": ["merge", "block", "new_labels"],
    "Supervisor": ["merge", "block", "new_labels"],
    "Agent": ["merge"],
}


def rights_of_roles(apps, schema_editor):
    rights = {codename: made(apps, noun, codename) for noun, codename in RIGHTS.items()}
    for name, codenames in ROLES.items():
        for role in apps.get_model("agents", "Role").objects.filter(name=name, built_in=True):
            role.permissions.add(*(rights[codename] for codename in codenames))


def made(apps, noun, codename):
    """The permission row; Django makes it only after the migrations."""
    kind, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="interactions", model=noun
    )
    facts = {"content_type": kind, "codename": codename}
    row, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        **facts, defaults={"name": WORDS[codename]}
    )
    return row


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('interactions', '0001_initial'),
        ('interactions', '0002_partitions'),
        ('interactions', '0003_changes'),
        ('interactions', '0004_rights'),
        ('interactions', '0005_stays'),
        ('interactions', '0006_stays_begun'),
        ('interactions', '0007_answers_before_their_post'),
        ('interactions', '0008_queue_standing'),
        ('interactions', '0009_automatic_and_idle'),
        ('interactions', '0010_noise_and_blocks'),
        ('interactions', '0011_labels'),
        ('interactions', '0012_notes'),
        ('interactions', '0013_undo'),
        ('interactions', '0014_codes'),
        ('interactions', '0015_drafts'),
        ('interactions', '0016_customers'),
        ('interactions', '0017_customer_rights'),
        ('interactions', '0018_reading'),
        ('interactions', '0019_help'),
        ('interactions', '0020_words'),
        ('interactions', '0021_snippets'),
        ('interactions', '0022_surveys'),
        ('interactions', '0023_words_and_tracker'),
        ('interactions', '0024_tracker_orders'),
        ('interactions', '0025_fewer_indexes'),
    ]

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('agents', '0001_squashed_0020_words'),
        ('agents', '__first__'),
        ('channels_admin', '0001_squashed_0011_news_by_mail'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attribute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('text', 'Text'), ('number', 'Number'), ('date', 'Date'), ('yes_no', 'Yes or no'), ('choice', 'One of a list')], default='text', max_length=10, verbose_name='type')),
                ('choices', models.JSONField(blank=True, default=list, verbose_name='list')),
                ('editable', models.BooleanField(default=True, verbose_name='agents may change it')),
                ('active', models.BooleanField(default=True, verbose_name='in use')),
                ('place', models.PositiveSmallIntegerField(default=50, verbose_name='place')),
            ],
            options={
                'verbose_name': 'customer attribute',
                'verbose_name_plural': 'customer attributes',
                'ordering': ['place', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=255, verbose_name='name')),
                ('since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('country', models.CharField(blank=True, help_text='ISO code, like IR or UA-43.', max_length=6, verbose_name='country')),
                ('account_number', models.CharField(blank=True, max_length=60, verbose_name='account number')),
                ('language', models.CharField(blank=True, help_text='ISO code, like pl or pt.', max_length=3, verbose_name='language')),
                ('opted_in_at', models.DateTimeField(blank=True, null=True, verbose_name='opted in')),
                ('opted_out_at', models.DateTimeField(blank=True, null=True, verbose_name='opted out')),
                ('merged_into', models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interactions.customer')),
            ],
            options={
                'verbose_name': 'customer',
                'verbose_name_plural': 'customers',
                'indexes': [models.Index(fields=['name'], name='customer_name')],
            },
        ),
        CreatePartitioned(
            name='Event',
            fields=[
                ('pk', models.CompositePrimaryKey('month', 'interaction_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('interaction_id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=30, verbose_name='kind')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by_id', models.BigIntegerField(null=True)),
                ('message_id', models.BigIntegerField(null=True)),
                ('data', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['interaction_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=255, null=True)),
                ('awaits', models.CharField(blank=True, max_length=255)),
                ('kind', models.CharField(choices=[('message', 'Message'), ('unsupported', 'Unsupported')], default='message', max_length=20)),
                ('outbound', models.BooleanField(default=False)),
                ('uuid', models.UUIDField(null=True, unique=True)),
                ('text', models.TextField(blank=True)),
                ('permalink', models.CharField(blank=True, max_length=1000)),
                ('can_reply', models.BooleanField(default=True)),
                ('carries', models.CharField(blank=True, max_length=30)),
                ('details', models.JSONField(default=list)),
                ('edited_at', models.DateTimeField(null=True)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('hidden', models.BooleanField(default=False)),
                ('hidden_changed_at', models.DateTimeField(null=True)),
                ('reacted', models.BooleanField(default=False)),
                ('liked', models.BooleanField(default=False)),
                ('our_reaction', models.CharField(blank=True, max_length=20)),
                ('private_reply', models.BooleanField(default=False)),
                ('template', models.JSONField(null=True)),
                ('automatic', models.CharField(blank=True, max_length=20)),
                ('platform_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('place', models.PositiveIntegerField(default=0)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['platform_at', 'arrived_at', 'place', 'pk'],
                'indexes': [models.Index(condition=models.Q(('deleted_at__isnull', False)), fields=['deleted_at'], name='message_deleted')],
            },
        ),
        migrations.CreateModel(
            name='Pace',
            fields=[
                ('key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('paid_until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SurveyTurn',
            fields=[
                ('customer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='survey_turn', serialize=False, to='interactions.customer')),
                ('asked_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'turn of a survey',
                'verbose_name_plural': 'turns of surveys',
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='why')),
                ('lifted_at', models.DateTimeField(null=True, verbose_name='lifted')),
                ('platform', models.CharField(default='wanted', max_length=200, verbose_name='on the platform')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='interactions.customer', verbose_name='customer')),
            ],
            options={
                'verbose_name': 'blocked customer',
                'verbose_name_plural': 'blocked customers',
                'ordering': ['-at', '-pk'],
                'permissions': [('block', 'Block customers')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('customer',), name='one_block_per_customer')],
            },
        ),
        migrations.CreateModel(
            name='AttributeValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200)),
                ('attribute', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='interactions.attribute')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attribute_values', to='interactions.customer')),
            ],
            options={
                'verbose_name': 'attribute value',
                'verbose_name_plural': 'attribute values',
                'constraints': [models.UniqueConstraint(fields=('customer', 'attribute'), name='one_value_per_attribute')],
            },
        ),
        migrations.CreateModel(
            name='Deleted',
            fields=[
                ('platform', models.CharField(max_length=20, primary_key=True, serialize=False, verbose_name='platform')),
                ('keep', models.BooleanField(default=False, verbose_name='keep deleted messages')),
            ],
            options={
                'verbose_name': 'deleted messages',
                'verbose_name_plural': 'deleted messages',
                'permissions': [('see_deleted', 'See deleted messages')],
                'constraints': [models.CheckConstraint(condition=models.Q(('keep', True), ('platform', 'twitter'), _negated=True), name='x_keeps_nothing_deleted')],
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('platform', models.CharField(max_length=20, verbose_name='platform')),
                ('kind', models.CharField(max_length=30, verbose_name='kind')),
                ('scope', models.CharField(blank=True, max_length=255, verbose_name='scope')),
                ('external_id', models.CharField(max_length=255, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=255, verbose_name='name')),
                ('handle', models.CharField(blank=True, max_length=255, verbose_name='handle')),
                ('blocked', models.BooleanField(default=False, editable=False, verbose_name='blocked')),
                ('followers', models.PositiveBigIntegerField(editable=False, null=True)),
                ('verified', models.CharField(blank=True, editable=False, max_length=20)),
                ('picture_url', models.TextField(blank=True, editable=False)),
                ('picture', models.FileField(blank=True, editable=False, upload_to=interactions.models.customer.portrait, verbose_name='portrait')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to='interactions.customer')),
            ],
            options={
                'verbose_name': 'identity',
                'verbose_name_plural': 'identities',
                'constraints': [models.UniqueConstraint(fields=('platform', 'kind', 'scope', 'external_id'), name='one_identity_per_id')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=255)),
                ('kind', models.CharField(choices=[('edit', 'Edited'), ('deletion', 'Deleted'), ('hiding', 'Hidden or shown'), ('reaction', 'Reaction'), ('answer', 'Answered by the company')], max_length=20)),
                ('at', models.DateTimeField()),
                ('version', models.CharField(blank=True, max_length=120)),
                ('text', models.TextField(blank=True)),
                ('hidden', models.BooleanField(default=False)),
                ('digest', models.CharField(max_length=32)),
                ('arrived_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels_admin.channel')),
                ('identity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='interactions.identity')),
            ],
            options={
                'verbose_name': 'early change',
                'verbose_name_plural': 'early changes',
                'indexes': [models.Index(fields=['arrived_at'], name='change_arrival')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'external_id', 'kind', 'at', 'version', 'digest'), name='one_row_per_early_change')],
            },
        ),
        CreatePartitioned(
            name='Inbox',
            fields=[
                ('pk', models.CompositePrimaryKey('month', 'key', blank=True, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField(default=interactions.models.inbox.this_month)),
                ('key', models.BigIntegerField(default=interactions.models.inbox.arrival_key)),
                ('app_id', models.BigIntegerField()),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('body', models.BinaryField()),
                ('done_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'verbose_name': 'webhook delivery',
                'verbose_name_plural': 'webhook deliveries',
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['app_id', 'key'], name='inbox_left_to_do')],
            },
        ),
        migrations.CreateModel(
            name='Interaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stay_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True)),
                ('last_stay_since', models.DateTimeField(editable=False, null=True)),
                ('platform', models.CharField(max_length=20, verbose_name='platform')),
                ('media_type', models.CharField(choices=[('social_conversation', 'Social Conversation'), ('social_direct_message', 'Social Direct Message'), ('call', 'Call'), ('callback', 'Callback'), ('chat', 'Chat'), ('email', 'E-mail'), ('generic', 'Generic'), ('work_item', 'Work Item')], max_length=30, verbose_name='interaction type')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('alerting', 'Alerting'), ('connected', 'Connected'), ('held', 'On hold'), ('parked', 'Parked'), ('disconnected', 'Disconnected')], default='waiting', max_length=20, verbose_name='state')),
                ('state_since', models.DateTimeField(default=django.utils.timezone.now)),
                ('preferred_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='begun')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('first_in_line', models.BooleanField(default=False)),
                ('priority', models.PositiveSmallIntegerField(default=50, verbose_name='priority')),
                ('skills', models.JSONField(default=list)),
                ('relaxed', models.PositiveSmallIntegerField(default=0)),
                ('ring', models.PositiveSmallIntegerField(default=6)),
                ('ring_until', models.DateTimeField(null=True)),
                ('overflowed', models.PositiveSmallIntegerField(default=0)),
                ('step_due_at', models.DateTimeField(null=True)),
                ('line', models.CharField(default='', max_length=80)),
                ('score_basis', models.BigIntegerField(default=0)),
                ('window_closes_at', models.DateTimeField(null=True)),
                ('offer_expires_at', models.DateTimeField(null=True)),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('picked_up_at', models.DateTimeField(null=True)),
                ('first_reply_at', models.DateTimeField(null=True)),
                ('parked_until', models.DateTimeField(null=True)),
                ('disconnected_at', models.DateTimeField(null=True, verbose_name='disconnected')),
                ('last_event', models.PositiveIntegerField(default=0)),
                ('inbound_number', models.PositiveIntegerField(default=0)),
                ('unread', models.PositiveIntegerField(default=0)),
                ('customer_waits_since', models.DateTimeField(null=True)),
                ('idle_warned_at', models.DateTimeField(null=True)),
                ('idle_after', models.PositiveBigIntegerField(null=True)),
                ('account_code', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.accountcode', verbose_name='account code')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interactions', to='interactions.customer', verbose_name='customer')),
                ('first_reply_in', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.workgroup')),
                ('labels', models.ManyToManyField(related_name='+', to='agents.label', verbose_name='labels')),
                ('last_attempted', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last attempted')),
                ('owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interactions', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
                ('preferred', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('returns_to', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workgroup', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='interactions', to='agents.workgroup', verbose_name='workgroup')),
                ('wrap_up', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.wrapupcode')),
            ],
            options={
                'verbose_name': 'interaction',
                'verbose_name_plural': 'interactions',
                'ordering': ['-pk'],
                'permissions': [('act', 'Act on Interactions'), ('see_masked', 'See masked text'), ('new_labels', 'Create labels')],
                'indexes': [models.Index(condition=models.Q(('preferred__isnull', True), ('state', 'waiting')), fields=['workgroup', 'line', '-first_in_line', '-score_basis', 'queued_at', 'id'], name='interaction_line'), models.Index(condition=models.Q(('preferred__isnull', False), ('state', 'waiting')), fields=['workgroup', '-first_in_line', '-score_basis'], name='interaction_preferring'), models.Index(condition=models.Q(('state', 'waiting')), fields=['workgroup', '-first_in_line', '-score_basis', 'queued_at'], name='interaction_queue'), models.Index(condition=models.Q(('state', 'waiting'), ('window_closes_at__isnull', False)), fields=['workgroup', 'window_closes_at'], name='interaction_window'), models.Index(condition=models.Q(('state', 'waiting')), fields=['step_due_at'], name='interaction_step'), models.Index(condition=models.Q(('state__in', ['alerting', 'connected', 'held', 'parked'])), fields=['owner'], name='interaction_desk'), models.Index(condition=models.Q(('returns_to__isnull', False)), fields=['returns_to'], name='interaction_returning'), models.Index(condition=models.Q(('state', 'alerting')), fields=['offer_expires_at'], name='interaction_offer'), models.Index(condition=models.Q(('state', 'parked')), fields=['parked_until'], name='interaction_parked'), models.Index(condition=models.Q(('first_reply_at__isnull', False)), fields=['first_reply_in', 'first_reply_at'], name='interaction_first_reply'), models.Index(condition=models.Q(('disconnected_at__isnull', False)), fields=['disconnected_at'], name='interaction_ended'), models.Index(fields=['workgroup', '-created_at', '-id'], name='interaction_started'), models.Index(condition=models.Q(('owner__isnull', False)), fields=['owner', '-created_at', '-id'], name='interaction_by_owner'), models.Index(condition=models.Q(('disconnected_at__isnull', False)), fields=['workgroup', '-disconnected_at', '-id'], name='interaction_ended_in_group'), models.Index(condition=models.Q(('disconnected_at', None)), fields=['workgroup', '-created_at'], name='interaction_open_in_group'), models.Index(condition=models.Q(('wrap_up__isnull', False)), fields=['wrap_up', '-created_at'], name='interaction_wrap_up'), models.Index(condition=models.Q(('account_code__isnull', False)), fields=['account_code', '-created_at'], name='interaction_account_code')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'disconnected']), ('owner__isnull', False), _connector='OR'), name='interaction_in_hand_has_owner'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('owner__isnull', True), _connector='OR'), name='waiting_interaction_has_no_owner'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('stay_since__isnull', False), _connector='OR'), name='waiting_interaction_is_in_queue'), models.CheckConstraint(condition=models.Q(('priority__lte', 100)), name='interaction_priority_most')],
            },
        ),
        migrations.CreateModel(
            name='HelpRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(blank=True, max_length=500)),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('answered', 'Somebody comes'), ('withdrawn', 'Withdrawn'), ('expired', 'Not answered in time')], default='asked', max_length=20)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='help_requests', to='interactions.interaction')),
            ],
            options={
                'verbose_name': 'request for help',
                'verbose_name_plural': 'requests for help',
                'ordering': ['asked_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('interaction',), name='one_open_help_request_per_interaction')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tab', models.CharField(choices=[('reply', 'Reply'), ('note', 'Note')], max_length=10)),
                ('target', models.PositiveBigIntegerField(default=0)),
                ('text', models.TextField(blank=True)),
                ('private', models.BooleanField(default=False)),
                ('version', models.PositiveBigIntegerField(default=interactions.models.draft.new_version)),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='interactions.interaction')),
            ],
            options={
                'verbose_name': 'draft',
                'verbose_name_plural': 'drafts',
                'constraints': [models.UniqueConstraint(fields=('agent', 'interaction', 'tab', 'target'), name='one_draft_per_place')],
            },
        ),
        migrations.CreateModel(
            name='Joining',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('left_at', models.DateTimeField(null=True)),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joinings', to='interactions.interaction')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'joining',
                'verbose_name_plural': 'joinings',
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('interaction', 'person'), name='joined_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(null=True)),
                ('moved', models.JSONField(default=dict)),
                ('filled', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='interactions.customer')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='interactions.customer')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'merge of customers',
                'verbose_name_plural': 'merges of customers',
                'ordering': ['-at', '-pk'],
                'permissions': [('merge', 'Merge customers')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('gone',), name='a_customer_is_merged_once'), models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='merge_joins_two')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reading', serialize=False, to='interactions.message')),
                ('up_to', models.BigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'read mark',
                'verbose_name_plural': 'read marks',
            },
        ),
        migrations.AddField(
            model_name='message',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interactions.identity'),
        ),
        migrations.AddField(
            model_name='message',
            name='channel',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels_admin.channel'),
        ),
        migrations.AddField(
            model_name='message',
            name='interaction',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='interactions.interaction'),
        ),
        migrations.AddField(
            model_name='message',
            name='parent',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='interactions.message'),
        ),
        migrations.AddField(
            model_name='interaction',
            name='last_message',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interactions.message'),
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('read', 'Read'), ('uncertain', 'Uncertain'), ('failed', 'Failed'), ('undone', 'Called back')], default='queued', max_length=20)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, null=True)),
                ('undo_until', models.DateTimeField(null=True)),
                ('deadline', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('first_try_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('absent', models.PositiveSmallIntegerField(default=0)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='delivery', to='interactions.message')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'uncertain'])), fields=['due_at'], name='delivery_due'), models.Index(condition=models.Q(('state', 'sending')), fields=['deadline'], name='delivery_lost')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('image', 'image'), ('video', 'video'), ('audio', 'audio'), ('file', 'file'), ('sticker', 'sticker')], max_length=20)),
                ('uuid', models.UUIDField(null=True, unique=True)),
                ('external_id', models.CharField(blank=True, max_length=255)),
                ('url', models.TextField(blank=True)),
                ('file', models.FileField(blank=True, upload_to=interactions.models.attachment.place_of)),
                ('name', models.CharField(blank=True, max_length=255)),
                ('mime', models.CharField(blank=True, max_length=120)),
                ('size', models.PositiveBigIntegerField(null=True)),
                ('alt', models.CharField(blank=True, max_length=1000)),
                ('state', models.CharField(choices=[('waiting', 'Being fetched'), ('kept', 'Kept'), ('failed', 'Could not be fetched')], default='waiting', max_length=20)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='files', to='interactions.draft')),
                ('interaction', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='interactions.interaction')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='interactions.message')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['place', 'pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='attachment_due')],
                'constraints': [models.UniqueConstraint(fields=('message', 'place'), name='one_attachment_per_place')],
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=255)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels_admin.channel')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='interactions.message')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('channel', 'external_id'), name='one_message_per_alias')],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('react', 'react'), ('like', 'like'), ('unlike', 'unlike'), ('hide', 'hide'), ('unhide', 'unhide'), ('edit', 'edit'), ('delete', 'delete'), ('mark_read', 'mark_read')], max_length=20)),
                ('text', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('doing', 'Under way'), ('done', 'Done'), ('failed', 'Failed')], default='queued', max_length=20)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('deadline', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='interactions.interaction')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='interactions.message')),
            ],
            options={
                'verbose_name': 'act upon a message',
                'verbose_name_plural': 'acts upon messages',
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'doing'])), fields=['due_at'], name='action_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'doing'])), fields=('message', 'act'), name='one_act_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='NoiseRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('author', models.CharField(blank=True, help_text='Handle, name or ID, as a whole. Blank: everybody.', max_length=255, verbose_name='author')),
                ('words', models.JSONField(blank=True, default=list, verbose_name='words')),
                ('only', models.CharField(blank=True, choices=[('tags', 'only tagged friends'), ('emoji', 'only emoji or a sticker')], max_length=10, verbose_name='consists of')),
                ('action', models.CharField(choices=[('ignore', 'Ignore: it opens nothing'), ('disconnect', 'Disconnect at once, with a wrap-up code')], default='ignore', max_length=12, verbose_name='what becomes of it')),
                ('active', models.BooleanField(default=True, verbose_name='in force')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='noise_rules', to='channels_admin.channel', verbose_name='channel')),
                ('wrap_up', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.wrapupcode', verbose_name='wrap-up code')),
            ],
            options={
                'verbose_name': 'noise rule',
                'verbose_name_plural': 'noise rules',
                'ordering': ['channel__name', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action', 'disconnect'), _negated=True), ('wrap_up__isnull', False), _connector='OR'), name='noise_disconnect_has_wrap_up')],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='noise',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='caught', to='interactions.noiserule'),
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('written', 'Note'), ('transfer', 'Note of a transfer'), ('decline', 'Why it was declined'), ('notice', 'Note of the product')], default='written', max_length=20)),
                ('uuid', models.UUIDField(null=True, unique=True)),
                ('text', models.TextField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_at', models.DateTimeField(null=True)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='interactions.interaction')),
                ('only_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='NoteWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='interactions.note')),
            ],
            options={
                'verbose_name': 'wording of a note',
                'verbose_name_plural': 'wordings of notes',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('emoji', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('identity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='interactions.identity')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='interactions.message')),
            ],
            options={
                'verbose_name': 'reaction',
                'verbose_name_plural': 'reactions',
                'constraints': [models.UniqueConstraint(fields=('message', 'identity'), name='one_reaction_per_person')],
            },
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refusals', to='interactions.interaction')),
            ],
            options={
                'verbose_name': 'refusal',
                'verbose_name_plural': 'refusals',
                'indexes': [models.Index(fields=['agent', 'until'], name='refusal_by_agent')],
                'constraints': [models.UniqueConstraint(fields=('interaction', 'agent'), name='one_refusal_per_agent')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('version', models.CharField(blank=True, max_length=120)),
                ('text', models.TextField(blank=True)),
                ('digest', models.CharField(max_length=32)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='interactions.message')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'ordering': ['at', 'version', 'digest'],
                'constraints': [models.UniqueConstraint(fields=('message', 'at', 'version', 'digest'), name='one_row_per_revision')],
            },
        ),
        migrations.CreateModel(
            name='Snippet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.PositiveIntegerField()),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('sealed_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snippets', to='interactions.interaction')),
            ],
            options={
                'verbose_name': 'snippet',
                'verbose_name_plural': 'snippets',
                'indexes': [models.Index(condition=models.Q(('sealed_at', None)), fields=['id'], name='snippet_unsealed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('interaction',), name='one_running_snippet')],
            },
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('media_type', models.CharField(choices=[('social_conversation', 'Social Conversation'), ('social_direct_message', 'Social Direct Message'), ('call', 'Call'), ('callback', 'Callback'), ('chat', 'Chat'), ('email', 'E-mail'), ('generic', 'Generic'), ('work_item', 'Work Item')], max_length=30)),
                ('began_at', models.DateTimeField()),
                ('left_at', models.DateTimeField()),
                ('waited_ms', models.PositiveBigIntegerField()),
                ('end', models.CharField(choices=[('picked_up', 'Picked up'), ('unanswered', 'Left unanswered'), ('handed_on', 'Handed on')], max_length=20)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interaction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stays', to='interactions.interaction')),
                ('workgroup', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.workgroup')),
            ],
            options={
                'verbose_name': 'stay in a queue',
                'verbose_name_plural': 'stays in queues',
                'indexes': [models.Index(fields=['workgroup', 'left_at'], name='stay_by_workgroup')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('end', 'picked_up'), _negated=True), ('agent__isnull', False), _connector='OR'), name='stay_picked_up_by_agent')],
            },
        ),
        migrations.CreateModel(
            name='SurveyRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('active', models.BooleanField(default=True, verbose_name='in force')),
                ('text', models.TextField(default=interactions.models.survey.proposed, help_text='Sent as it stands. Say in it that one answers with a number from 1 to 5.', max_length=500, verbose_name='question')),
                ('template', models.ForeignKey(blank=True, help_text='WhatsApp only: sent where the window has closed. Without one nobody is asked then.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='channels_admin.template', verbose_name='template after the reply window')),
                ('workgroup', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='survey_rule', to='agents.workgroup', verbose_name='workgroup')),
            ],
            options={
                'verbose_name': 'survey of a workgroup',
                'verbose_name_plural': 'surveys of workgroups',
                'ordering': ['workgroup'],
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('facebook_posts', 'Facebook posts and comments'), ('messenger', 'Messenger'), ('x_posts', 'X posts'), ('x_direct', 'X direct messages'), ('whatsapp', 'WhatsApp'), ('whatsapp_genesys', 'WhatsApp (Genesys Cloud)')], max_length=20)),
                ('address', models.CharField(max_length=255)),
                ('external_id', models.CharField(max_length=255)),
                ('last_inbound_at', models.DateTimeField(null=True)),
                ('active_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('marks', models.PositiveIntegerField(default=0)),
                ('told_closed_until', models.DateTimeField(null=True)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='channels_admin.channel')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='interactions.customer')),
                ('peer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='threads', to='interactions.identity')),
            ],
            options={
                'verbose_name': 'conversation',
                'verbose_name_plural': 'conversations',
                'indexes': [models.Index(fields=['channel', 'kind', '-active_at'], name='thread_activity')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'kind', 'external_id'), name='one_thread_per_external_id')],
            },
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('due', 'About to be asked'), ('asked', 'Asked'), ('skipped', 'Not asked')], default='due', max_length=10)),
                ('why', models.CharField(blank=True, choices=[('not_answered', 'no agent had answered'), ('open_again', 'the conversation had begun anew'), ('asked_lately', 'asked within the last 7 days'), ('blocked', 'nothing may be sent to this customer'), ('window', 'the reply window had closed and there is no template for it'), ('opted_out', 'the customer wants no templates'), ('switched_off', 'the survey was switched off'), ('late', 'too much time had passed')], max_length=20)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('asked_at', models.DateTimeField(null=True)),
                ('rating', models.PositiveSmallIntegerField(null=True)),
                ('rated_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answer', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interactions.message')),
                ('interaction', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='survey', to='interactions.interaction')),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interactions.message')),
                ('workgroup', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.workgroup')),
                ('thread', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='interactions.thread')),
            ],
            options={
                'verbose_name': 'survey',
                'verbose_name_plural': 'surveys',
                'indexes': [models.Index(condition=models.Q(('state', 'due')), fields=['due_at'], name='survey_due'), models.Index(condition=models.Q(('state', 'asked')), fields=['thread', '-asked_at'], name='survey_of_thread'), models.Index(condition=models.Q(('state', 'asked')), fields=['workgroup', 'asked_at'], name='survey_of_workgroup')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rating', None), models.Q(('rated_at__isnull', False), ('rating__gte', 1), ('rating__lte', 5), ('state', 'asked')), _connector='OR'), name='survey_rating_is_one_to_five')],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='thread',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='interactions.thread'),
        ),
        migrations.AddField(
            model_name='interaction',
            name='thread',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interactions', to='interactions.thread'),
        ),
        migrations.CreateModel(
            name='Aside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=255)),
                ('parent_external_id', models.CharField(blank=True, max_length=255)),
                ('text', models.TextField(blank=True)),
                ('permalink', models.CharField(blank=True, max_length=1000)),
                ('at', models.DateTimeField()),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asides', to='interactions.thread')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('thread', 'external_id'), name='one_aside_per_external_id')],
            },
        ),
        migrations.AddField(
            model_name='reading',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['thread', 'platform_at', 'arrived_at', 'place'], name='message_in_thread_order'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('noise__isnull', False)), fields=['noise', '-platform_at'], name='message_noise'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('awaits', ''), _negated=True), fields=['channel', 'awaits'], name='message_awaits_parent'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('agent__isnull', False)), fields=['agent', 'interaction'], name='message_by_agent'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('channel', 'external_id'), name='one_message_per_external_id'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(condition=models.Q(('private_reply', True)), fields=('parent',), name='one_private_reply_per_message'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(condition=models.Q(('automatic', 'closed')), fields=('interaction',), name='one_out_of_hours_reply'),
        ),
        migrations.AddConstraint(
            model_name='interaction',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'alerting', 'connected', 'held', 'parked'))), fields=('thread',), name='one_open_interaction_per_thread'),
        ),
        KeepWords(),
        migrations.RunPython(partitions, migrations.RunPython.noop),
        migrations.RunPython(rights_of_roles, migrations.RunPython.noop),
    ]
