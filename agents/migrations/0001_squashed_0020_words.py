"""All tables at once, and what a new installation begins with."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import rows.encrypted
import uuid
from django.conf import settings
from django.db import migrations, models


STATUSES = [
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


def statuses(apps, schema_editor):
    status = apps.get_model("agents", "Status")
    for place, (name, group, takes_acd, selectable) in enumerate(STATUSES):
        facts = {"group": group, "takes_acd": takes_acd, "selectable": selectable, "place": place}
        status.objects.get_or_create(name=name, defaults=facts)


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


def marks(apps, schema_editor):
    statuses = apps.get_model("agents", "Status").objects
    for name, icon in ICONS.items():
        statuses.filter(name=name).update(icon=icon)
    statuses.filter(name__in=NOT_TO_BE_DISTURBED).update(do_not_disturb=True)
    used = apps.get_model("agents", "Workgroup").objects.exclude(wrap_up_status=None).values("wrap_up_status")
    statuses.filter(pk__in=used).update(after_call_work=True)
    statuses.filter(name="Follow Up").update(after_call_work=True)


# Names of rights as {application: {noun: [(codename, words)]}}; Django makes the rest of them after the migrations.
RIGHTS = {
    ("channels_admin", "account"): [("administer", "Social Media Admin")],
    ("agents", "agent"): [
        ("people", "People and Workgroups"),
        ("licenses", "Licenses"),
        ("handlers", "Handlers"),
        ("system_responses", "System Responses"),
        ("tracker", "Tracker"),
        ("recordings", "Recordings"),
        ("policies", "Policies"),
        ("quality", "Quality"),
        ("statistics", "Statistics"),
        ("set_status", "Change Status"),
        ("reports", "Reports"),
    ],
    ("interactions", "interaction"): [("act", "Act on Interactions"), ("see_masked", "See masked text")],
    ("interactions", "deleted"): [("see_deleted", "See deleted messages")],
    ("audit", "change"): [("read", "Audit")],
}
SUPERVISOR = "tracker recordings policies quality statistics act set_status reports".split()
ROLES = {
    "Administrator": ("Every right there is.", None),
    "Supervisor": ("Watches, searches and judges the work of the workgroups that he supervises.", SUPERVISOR),
    "Agent": ("Works on interactions; sees his own, his recordings and his scorecards.", []),
}


def roles(apps, schema_editor):
    rights = made(apps)
    role = apps.get_model("agents", "Role")
    for name, (description, codenames) in ROLES.items():
        facts = {"description": description, "built_in": True}
        one, _made = role.objects.get_or_create(name=name, defaults=facts)
        one.permissions.set([right for codename, right in rights.items() if codenames is None or codename in codenames])


def made(apps):
    """The permission rows by codename; those that are missing are made."""
    found = {}
    for (app, noun), codenames in RIGHTS.items():
        kind, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=noun)
        for codename, words in codenames:
            permissions = apps.get_model("auth", "Permission").objects
            facts = {"content_type": kind, "codename": codename}
            found[codename], _made = permissions.get_or_create(**facts, defaults={"name": words})
    return found


def make_the_one(apps, schema_editor):
    apps.get_model("agents", "Installation").objects.get_or_create(pk=1)


def both_on(apps, schema_editor):
    parameter = apps.get_model("agents", "ServerParameter")
    for kind in ("Socialconversation", "Directmessage"):
        parameter.objects.get_or_create(name=f"{kind} Interaction Recovery Enabled", defaults={"value": 1})


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('agents', '0001_initial'),
        ('agents', '0002_statuses'),
        ('agents', '0003_routing_rules'),
        ('agents', '0004_rights_and_roles'),
        ('agents', '0005_standard_roles'),
        ('agents', '0006_licenses'),
        ('agents', '0007_service_levels'),
        ('agents', '0008_switch'),
        ('agents', '0009_server_parameters'),
        ('agents', '0010_invitations'),
        ('agents', '0011_hours_and_leaving'),
        ('agents', '0012_required_skills_of_a_skill'),
        ('agents', '0013_status_marks'),
        ('agents', '0014_standard_status_marks'),
        ('agents', '0015_labels'),
        ('agents', '0016_count_open_time'),
        ('agents', '0017_sign_on'),
        ('agents', '0018_chosen_by_agents'),
        ('agents', '0019_codes'),
        ('agents', '0020_words'),
    ]

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='AccountCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='As the books have it.', max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('active', models.BooleanField(default=True, verbose_name='offered to agents')),
            ],
            options={
                'verbose_name': 'account code',
                'verbose_name_plural': 'account codes',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Label',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('active', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'verbose_name': 'label',
                'verbose_name_plural': 'labels',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='License',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('I3_FEATURE_SOCIAL_MEDIA', 'Social media'), ('I3_FEATURE_WHATSAPP_SOCIAL_MEDIA', 'WhatsApp'), ('I3_ACCESS_ACD_SOCIAL_MEDIA', 'ACD access, social media'), ('I3_ACCESS_ACD_WHATSAPP', 'ACD access, WhatsApp')], max_length=60, unique=True, verbose_name='part number')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('count', models.PositiveIntegerField(default=1, verbose_name='count')),
                ('expires_on', models.DateField(blank=True, help_text='Blank: without end.', null=True, verbose_name='valid until')),
            ],
            options={
                'verbose_name': 'license',
                'verbose_name_plural': 'licenses',
                'ordering': ['part'],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('group_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='auth.group')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='description')),
                ('built_in', models.BooleanField(default=False, editable=False)),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'ordering': ['-built_in', 'name'],
            },
            bases=('auth.group',),
            managers=[
                ('objects', django.contrib.auth.models.GroupManager()),
            ],
        ),
        migrations.CreateModel(
            name='ServerParameter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('value', models.BigIntegerField(help_text='0 is off, every other integer is on.', verbose_name='value')),
            ],
            options={
                'verbose_name': 'server parameter',
                'verbose_name_plural': 'server parameters',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='SignOnProvider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60, unique=True, verbose_name='label on the button')),
                ('issuer', models.CharField(max_length=500, unique=True, verbose_name='issuer')),
                ('client_id', models.CharField(max_length=255, verbose_name='client ID')),
                ('client_secret', rows.encrypted.EncryptedField(blank=True, verbose_name='client secret')),
                ('enabled', models.BooleanField(default=True, verbose_name='offered on the sign-in page')),
            ],
            options={
                'verbose_name': 'sign-on provider',
                'verbose_name_plural': 'sign-on providers',
                'ordering': ['label'],
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'skill',
                'verbose_name_plural': 'skills',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Station',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
            ],
            options={
                'verbose_name': 'station',
                'verbose_name_plural': 'stations',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Status',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('group', models.CharField(choices=[('available', 'Available'), ('break', 'Break'), ('follow_up', 'Follow up'), ('training', 'Training'), ('unavailable', 'Unavailable')], max_length=20, verbose_name='group')),
                ('takes_acd', models.BooleanField(default=False, verbose_name='takes ACD interactions')),
                ('do_not_disturb', models.BooleanField(default=False, help_text='Shown last, and as such, to whoever looks for somebody to transfer to. Takes no ACD interactions.', verbose_name='do not disturb')),
                ('after_call_work', models.BooleanField(default=False, help_text='Time in it is work on what was just ended: only such a status can be the wrap-up status of a workgroup.', verbose_name='after-call work')),
                ('icon', models.CharField(choices=[('ok', 'Check mark'), ('person', 'Person'), ('pause', 'Pause'), ('clock', 'Clock'), ('pen', 'Pen'), ('badge', 'Badge'), ('people', 'People'), ('off', 'No entry'), ('house', 'House'), ('out', 'Door'), ('globe', 'Globe'), ('bell', 'Bell')], default='person', max_length=20, verbose_name='icon')),
                ('selectable', models.BooleanField(default=True, verbose_name='agents may choose it')),
                ('place', models.PositiveSmallIntegerField(default=0, verbose_name='place in the list')),
            ],
            options={
                'verbose_name': 'status',
                'verbose_name_plural': 'statuses',
                'ordering': ['place', 'name'],
            },
        ),
        migrations.CreateModel(
            name='WrapUpCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('active', models.BooleanField(default=True, verbose_name='offered to agents')),
            ],
            options={
                'verbose_name': 'wrap-up code',
                'verbose_name_plural': 'wrap-up codes',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Agent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('cost', models.PositiveSmallIntegerField(default=0, help_text='0 to 100. A workgroup may let it count.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='cost')),
                ('attribute1', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='attribute 1')),
                ('attribute2', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='attribute 2')),
                ('attribute3', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='attribute 3')),
                ('time_zone', models.CharField(default='UTC', max_length=60, verbose_name='time zone')),
                ('language', models.CharField(default='en', max_length=10, verbose_name='language')),
                ('status_since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='in status since')),
                ('available_since', models.DateTimeField(default=django.utils.timezone.now, verbose_name='available since')),
                ('sign_in', models.PositiveIntegerField(default=0, editable=False)),
                ('wrap_up_until', models.DateTimeField(editable=False, null=True)),
                ('chosen', models.JSONField(default=dict, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('status', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agents', to='agents.status', verbose_name='status')),
            ],
            options={
                'verbose_name': 'agent',
                'verbose_name_plural': 'agents',
                'permissions': [('people', 'People and Workgroups'), ('licenses', 'Licenses'), ('handlers', 'Handlers'), ('system_responses', 'System Responses'), ('tracker', 'Tracker'), ('recordings', 'Recordings'), ('policies', 'Policies'), ('quality', 'Quality'), ('statistics', 'Statistics'), ('set_status', 'Change Status'), ('reports', 'Reports')],
                'indexes': [models.Index(condition=models.Q(('wrap_up_until__isnull', False)), fields=['wrap_up_until'], name='agent_wrapping_up')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='LicenseFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('serial', models.CharField(max_length=80, verbose_name='serial')),
                ('customer', models.CharField(max_length=200, verbose_name='customer')),
                ('key', models.CharField(max_length=40, verbose_name='signed with the key')),
                ('issued_at', models.DateTimeField(verbose_name='issued')),
                ('parts', models.JSONField(default=list, verbose_name='parts')),
                ('text', models.TextField(verbose_name='file')),
                ('loaded_at', models.DateTimeField(auto_now_add=True, verbose_name='loaded')),
                ('loaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='loaded by')),
            ],
            options={
                'verbose_name': 'license file',
                'verbose_name_plural': 'license files',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='LicenseWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=60, verbose_name='part number')),
                ('expires_on', models.DateField(verbose_name='valid until')),
                ('days', models.PositiveSmallIntegerField(verbose_name='days ahead')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='administrators told')),
                ('mail_due_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'license warning',
                'verbose_name_plural': 'license warnings',
                'constraints': [models.UniqueConstraint(fields=('part', 'expires_on', 'days'), name='one_warning_per_end_and_days')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activated', models.BooleanField(default=True, verbose_name='activated')),
                ('supervises', models.BooleanField(default=False, verbose_name='supervises')),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='agent')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='seat', to=settings.AUTH_USER_MODEL)),
                ('station', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='seat', to='agents.station')),
            ],
            options={
                'verbose_name': 'seat',
                'verbose_name_plural': 'seats',
            },
        ),
        migrations.CreateModel(
            name='StatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='status_changes', to=settings.AUTH_USER_MODEL)),
                ('status', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.status')),
            ],
            options={
                'verbose_name': 'status change',
                'verbose_name_plural': 'status changes',
                'indexes': [models.Index(fields=['agent', 'at'], name='status_change_by_agent')],
            },
        ),
        migrations.CreateModel(
            name='Workgroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agent_skill_weight', models.SmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(-1000), django.core.validators.MaxValueValidator(1000)], verbose_name='skill')),
                ('agent_cost_weight', models.SmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(-1000), django.core.validators.MaxValueValidator(1000)], verbose_name='cost')),
                ('agent_available_weight', models.SmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(-1000), django.core.validators.MaxValueValidator(1000)], verbose_name='time available')),
                ('agent_attribute1_weight', models.SmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(-1000), django.core.validators.MaxValueValidator(1000)], verbose_name='attribute 1')),
                ('agent_attribute2_weight', models.SmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(-1000), django.core.validators.MaxValueValidator(1000)], verbose_name='attribute 2')),
                ('agent_attribute3_weight', models.SmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(-1000), django.core.validators.MaxValueValidator(1000)], verbose_name='attribute 3')),
                ('interaction_skill_weight', models.SmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='skill')),
                ('interaction_priority_weight', models.SmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='priority')),
                ('interaction_queue_weight', models.SmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='time in queue')),
                ('interaction_system_weight', models.SmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1000)], verbose_name='time in system')),
                ('keeps_hours', models.BooleanField(default=False, verbose_name='keeps business hours')),
                ('counts_open_time', models.BooleanField(default=False, help_text='While the workgroup is closed by its business hours, the clock of its service levels stands still. What has left the queue already stays as it was counted. Not ticked: all time counts.', verbose_name='count only open time')),
                ('closed_reply', models.TextField(blank=True, max_length=1000, verbose_name='out-of-hours reply')),
                ('closed_reply_in_public', models.BooleanField(default=False, verbose_name='also under public posts')),
                ('idle_hours', models.PositiveSmallIntegerField(default=0, help_text='Hours without a word of the customer after our last message, then it is disconnected with the wrap-up code Idle; its agent is warned 5 minutes before. 0: never.', validators=[django.core.validators.MaxValueValidator(720)], verbose_name='idle after')),
                ('gone_minutes', models.PositiveSmallIntegerField(default=15, help_text='Minutes for which what he has connected or on hold stays his; then it returns to the queue.', validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='kept for an agent who is gone')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('queue_type', models.CharField(choices=[('acd', 'ACD'), ('custom', 'Custom'), ('round_robin', 'Round Robin'), ('none', 'None'), ('group_ring', 'Group Ring'), ('sequential', 'Sequential')], default='acd', help_text='ACD: to the agent with the highest score. Round Robin: to each in turn. Custom: handlers and people give.', max_length=20, verbose_name='queue type')),
                ('time_zone', models.CharField(default='UTC', max_length=60, verbose_name='time zone')),
                ('offer_timeout', models.PositiveSmallIntegerField(blank=True, default=15, help_text='Seconds that an agent has to pick up; at least 7. Blank or 0: 15.', verbose_name='offer time-out')),
                ('decline_pause', models.PositiveSmallIntegerField(default=60, help_text='Seconds for which a declined interaction is not offered to the same agent again.', verbose_name='pause after a decline')),
                ('asks_decline_reason', models.BooleanField(default=False, verbose_name='ask for a reason when an offer is declined')),
                ('exempts_held', models.BooleanField(default=False, help_text='What an agent has on hold does not count against his utilization.', verbose_name='held interactions take no room')),
                ('affinity_seconds', models.PositiveSmallIntegerField(default=60, help_text='Seconds for which a returning customer goes only to the agent who last had them here. 0: off.', validators=[django.core.validators.MaxValueValidator(3600)], verbose_name='wait for the last agent')),
                ('window_minutes', models.PositiveSmallIntegerField(default=60, help_text='Minutes before it closes in which an interaction comes before all others. 0: off.', validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='before a reply window closes')),
                ('wrap_up_seconds', models.PositiveSmallIntegerField(blank=True, help_text='Seconds, at most 7200, after which he is Available again. Blank: no wrap-up.', null=True, verbose_name='wrap-up time')),
                ('asks_wrap_up', models.BooleanField(default=False, verbose_name='ask for a wrap-up code when an interaction ends')),
                ('ranked_by', models.CharField(default='', editable=False, max_length=60)),
                ('last_given', models.PositiveBigIntegerField(editable=False, null=True)),
                ('wanted', models.PositiveBigIntegerField(default=0, editable=False)),
                ('routing_until', models.DateTimeField(editable=False, null=True)),
                ('agents', models.ManyToManyField(related_name='workgroups', through='agents.Membership', to=settings.AUTH_USER_MODEL)),
                ('no_answer_status', models.ForeignKey(blank=True, help_text='What an agent is set to who lets an offer pass. Blank: ACD - Agent Not Answering.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.status', verbose_name='no-answer status')),
                ('wrap_up_status', models.ForeignKey(blank=True, help_text='What an agent is set to after an interaction. Blank: nothing changes.', limit_choices_to={'after_call_work': True}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.status', verbose_name='wrap-up status')),
            ],
            options={
                'verbose_name': 'workgroup',
                'verbose_name_plural': 'workgroups',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('offer_timeout__gte', 7)), name='workgroup_offer_timeout_min'), models.CheckConstraint(condition=models.Q(('wrap_up_seconds', None), ('wrap_up_seconds__lte', 7200), _connector='OR'), name='workgroup_wrap_up_most'), models.CheckConstraint(condition=models.Q(('wrap_up_seconds', None), ('wrap_up_status__isnull', False), _connector='OR'), name='workgroup_wrap_up_status'), models.CheckConstraint(condition=models.Q(('queue_type__in', ['acd', 'custom', 'round_robin', 'none', 'group_ring', 'sequential'])), name='workgroup_queue_type')],
            },
        ),
        migrations.CreateModel(
            name='Utilization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('media_type', models.CharField(choices=[('social_conversation', 'Social Conversation'), ('social_direct_message', 'Social Direct Message'), ('call', 'Call'), ('callback', 'Callback'), ('chat', 'Chat'), ('email', 'E-mail'), ('generic', 'Generic'), ('work_item', 'Work Item')], max_length=30, verbose_name='interaction type')),
                ('percent', models.PositiveSmallIntegerField(default=100, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='% utilization')),
                ('max_assign', models.PositiveSmallIntegerField(default=1, verbose_name='max. assign')),
                ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='utilizations', to=settings.AUTH_USER_MODEL)),
                ('workgroup', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='utilizations', to='agents.workgroup')),
            ],
            options={
                'verbose_name': 'utilization',
                'verbose_name_plural': 'utilizations',
                'constraints': [models.CheckConstraint(condition=models.Q(('workgroup__isnull', True), ('agent__isnull', True), _connector='XOR'), name='utilization_of_workgroup_or_agent'), models.CheckConstraint(condition=models.Q(('percent__lte', 100)), name='utilization_percent_max'), models.UniqueConstraint(fields=('workgroup', 'media_type'), name='one_utilization_per_workgroup_and_type'), models.UniqueConstraint(fields=('agent', 'media_type'), name='one_utilization_per_agent_and_type')],
            },
        ),
        migrations.CreateModel(
            name='SkillLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proficiency', models.PositiveSmallIntegerField(default=1, help_text='1 to 100: how well.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='proficiency')),
                ('desire', models.PositiveSmallIntegerField(default=0, help_text='0 to 100: how gladly.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='desire')),
                ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='skill_levels', to=settings.AUTH_USER_MODEL)),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='agents.skill', verbose_name='skill')),
                ('workgroup', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='skill_levels', to='agents.workgroup')),
            ],
            options={
                'verbose_name': 'skill level',
                'verbose_name_plural': 'skill levels',
                'constraints': [models.CheckConstraint(condition=models.Q(('workgroup__isnull', True), ('agent__isnull', True), _connector='XOR'), name='skill_level_of_workgroup_or_agent'), models.CheckConstraint(condition=models.Q(('proficiency__gte', 1), ('proficiency__lte', 100)), name='skill_level_proficiency_range'), models.CheckConstraint(condition=models.Q(('desire__lte', 100)), name='skill_level_desire_max'), models.UniqueConstraint(fields=('workgroup', 'skill'), name='one_level_per_workgroup_and_skill'), models.UniqueConstraint(fields=('agent', 'skill'), name='one_level_per_agent_and_skill')],
            },
        ),
        migrations.CreateModel(
            name='ServiceLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('media_type', models.CharField(choices=[('social_conversation', 'Social Conversation'), ('social_direct_message', 'Social Direct Message'), ('call', 'Call'), ('callback', 'Callback'), ('chat', 'Chat'), ('email', 'E-mail'), ('generic', 'Generic'), ('work_item', 'Work Item')], max_length=30, verbose_name='interaction type')),
                ('seconds', models.PositiveIntegerField(default=60, help_text='1 second to 7 days.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(604800)], verbose_name='target (seconds)')),
                ('workgroup', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='service_levels', to='agents.workgroup')),
            ],
            options={
                'verbose_name': 'service level',
                'verbose_name_plural': 'service levels',
                'constraints': [models.UniqueConstraint(fields=('workgroup', 'media_type'), name='one_service_level_per_workgroup_and_type'), models.CheckConstraint(condition=models.Q(('seconds__gte', 1), ('seconds__lte', 604800)), name='service_level_seconds_range')],
            },
        ),
        migrations.CreateModel(
            name='Ring',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(help_text='1 to 5.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='ring')),
                ('seconds', models.PositiveSmallIntegerField(default=30, help_text='How long it lasts until the next ring joins.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3600)], verbose_name='seconds')),
                ('agents', models.ManyToManyField(blank=True, related_name='rings', to=settings.AUTH_USER_MODEL, verbose_name='members')),
                ('workgroup', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rings', to='agents.workgroup')),
            ],
            options={
                'verbose_name': 'ring',
                'verbose_name_plural': 'rings',
                'ordering': ['place'],
                'constraints': [models.UniqueConstraint(fields=('workgroup', 'place'), name='one_ring_per_place'), models.CheckConstraint(condition=models.Q(('place__gte', 1), ('place__lte', 5)), name='ring_place_range'), models.CheckConstraint(condition=models.Q(('seconds__gte', 1)), name='ring_lasts')],
            },
        ),
        migrations.CreateModel(
            name='RequiredSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('min_proficiency', models.PositiveSmallIntegerField(blank=True, help_text='Blank: any.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='least proficiency')),
                ('min_desire', models.PositiveSmallIntegerField(blank=True, help_text='Blank: any.', null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='least desire')),
                ('proficiency_weight', models.SmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(-100), django.core.validators.MaxValueValidator(100)], verbose_name='weight of proficiency')),
                ('desire_weight', models.SmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(-100), django.core.validators.MaxValueValidator(100)], verbose_name='weight of desire')),
                ('skill', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='agents.skill', verbose_name='skill')),
                ('workgroup', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='required_skills', to='agents.workgroup')),
            ],
            options={
                'verbose_name': 'required skill',
                'verbose_name_plural': 'required skills',
                'constraints': [models.UniqueConstraint(fields=('workgroup', 'skill'), name='skill_required_once_per_workgroup'), models.CheckConstraint(condition=models.Q(('proficiency_weight', django.db.models.expressions.CombinedExpression(models.F('desire_weight'), '*', models.Value(-1))), _negated=True), name='required_skill_weights_not_zero')],
            },
        ),
        migrations.CreateModel(
            name='OverflowStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seconds', models.PositiveIntegerField(help_text='Seconds in the queue.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='after')),
                ('action', models.CharField(choices=[('relax', 'Ask less skill'), ('ring', 'Go to the next ring'), ('workgroup', 'Hand on to another workgroup'), ('priority', 'Raise the priority')], max_length=20, verbose_name='what is done')),
                ('amount', models.PositiveSmallIntegerField(blank=True, help_text='1 to 100 points: by which the least skill sinks, or the priority rises.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='by')),
                ('to_workgroup', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='overflow_from', to='agents.workgroup', verbose_name='workgroup')),
                ('workgroup', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overflow_steps', to='agents.workgroup')),
            ],
            options={
                'verbose_name': 'overflow step',
                'verbose_name_plural': 'overflow steps',
                'ordering': ['seconds', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('seconds__gte', 1)), name='overflow_step_after'), models.CheckConstraint(condition=models.Q(models.Q(('action__in', ['relax', 'priority']), _negated=True), models.Q(('amount__gte', 1), ('amount__isnull', False)), _connector='OR'), name='overflow_step_amount'), models.CheckConstraint(condition=models.Q(models.Q(('action', 'workgroup'), _negated=True), ('to_workgroup__isnull', False), _connector='OR'), name='overflow_step_workgroup')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField(verbose_name='weekday')),
                ('opens', models.PositiveSmallIntegerField(verbose_name='opens')),
                ('closes', models.PositiveSmallIntegerField(verbose_name='closes')),
                ('workgroup', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='agents.workgroup')),
            ],
            options={
                'verbose_name': 'opening hours',
                'verbose_name_plural': 'opening hours',
                'ordering': ['weekday', 'opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes__lte', 1440), ('opens__lt', models.F('closes')), ('weekday__lte', 6)), name='opening_hours_in_a_day'), models.UniqueConstraint(fields=('workgroup', 'weekday', 'opens'), name='one_opening_at_a_time')],
            },
        ),
        migrations.AddField(
            model_name='membership',
            name='workgroup',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='agents.workgroup', verbose_name='workgroup'),
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('workgroup', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holidays', to='agents.workgroup')),
            ],
            options={
                'verbose_name': 'holiday',
                'verbose_name_plural': 'holidays',
                'ordering': ['day'],
                'constraints': [models.UniqueConstraint(fields=('workgroup', 'day'), name='one_holiday_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='installation ID')),
                ('social_media', models.BooleanField(default=False, verbose_name='social media')),
                ('switched_at', models.DateTimeField(editable=False, null=True, verbose_name='switched')),
                ('switched_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'installation',
                'verbose_name_plural': 'installation',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_installation')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('welcome', 'Invitation'), ('password', 'New password')], max_length=20)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField()),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('agent', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='invitation', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'indexes': [models.Index(condition=models.Q(('sent_at', None), ('used_at', None)), fields=['due_at'], name='invitation_unsent')],
            },
        ),
        migrations.CreateModel(
            name='SignOnLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=255, verbose_name='subject')),
                ('linked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='linked')),
                ('agent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_on_links', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='agents.signonprovider', verbose_name='provider')),
            ],
            options={
                'verbose_name': 'linked sign-on',
                'verbose_name_plural': 'linked sign-ons',
                'ordering': ['linked_at'],
                'constraints': [models.UniqueConstraint(fields=('provider', 'subject'), name='sign_on_subject_once'), models.UniqueConstraint(fields=('provider', 'agent'), name='sign_on_person_once')],
            },
        ),
        migrations.CreateModel(
            name='AccessLicense',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(choices=[('social_media', 'Social media'), ('whatsapp', 'WhatsApp')], max_length=20, verbose_name='platform family')),
                ('acd_option', models.BooleanField(default=True, verbose_name='ACD option')),
                ('agent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='access_licenses', to=settings.AUTH_USER_MODEL)),
                ('station', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='access_licenses', to='agents.station')),
            ],
            options={
                'verbose_name': 'access license',
                'verbose_name_plural': 'access licenses',
                'constraints': [models.CheckConstraint(condition=models.Q(('agent__isnull', True), ('station__isnull', True), _connector='XOR'), name='access_license_of_agent_or_station'), models.UniqueConstraint(fields=('family', 'agent'), name='one_access_license_per_agent'), models.UniqueConstraint(fields=('family', 'station'), name='one_access_license_per_station')],
            },
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(fields=('agent', 'workgroup'), name='one_membership_per_workgroup'),
        ),
        migrations.RunPython(statuses, migrations.RunPython.noop),
        migrations.RunPython(marks, migrations.RunPython.noop),
        migrations.RunPython(roles, migrations.RunPython.noop),
        migrations.RunPython(make_the_one, migrations.RunPython.noop),
        migrations.RunPython(both_on, migrations.RunPython.noop),
    ]
