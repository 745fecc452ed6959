"""All tables at once, and what a new installation begins with."""

import re
import unicodedata

import channels_admin.models.badge
import channels_admin.models.evidence
import channels_admin.models.profile
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import rows.encrypted
from django.conf import settings
from django.db import migrations, models


BLOCKED = [
    ("+7978", "UA-43", "Crimea"),
    ("+7365", "UA-43", "Crimea"),
    ("+7869", "UA-43", "Crimea"),
    ("+38065", "UA-43", "Crimea"),
    ("+380692", "UA-43", "Crimea"),
    ("+53", "CU", "Cuba"),
    ("+98", "IR", "Iran"),
    ("+850", "KP", "North Korea"),
    ("+963", "SY", "Syria"),
]

# (language, words that stop templates, words that ask for a person); folded as `channels_admin.models.word.fold` does.
WORDS = [
    ("en", "stop,stop all,unsubscribe,opt out,end messages,stop promotions,stop messages",
     "agent,human,person,representative,real person,live agent,operator,talk to someone"),
    ("de", "stopp,abmelden,abbestellen,abbestellung,austragen,keine nachrichten mehr",
     "mensch,mitarbeiter,mitarbeiterin,berater,beraterin,kundenberater,echte person,menschen"),
    ("fr", "arret,arreter,desabonner,me desabonner,desinscription,stop pub",
     "humain,conseiller,conseillere,agent humain,une personne,vraie personne"),
    ("es", "baja,darme de baja,no mas mensajes",
     "humano,agente,asesor,asesora,persona,operador,operadora"),
    ("it", "ferma,disiscrivi,disiscrivimi,cancellami,annulla iscrizione", "operatore,operatrice,umano,persona,consulente"),
    ("pt", "sair,cancelar inscricao,descadastrar", "humano,atendente,pessoa"),
    ("nl", "afmelden,uitschrijven", "medewerker,mens,persoon"),
    ("pl", "wypisz,rezygnuje", "konsultant,czlowiek"),
    ("tr", "iptal,abonelikten cik", "temsilci,insan"),
    ("uk", "стоп,відписатися", "оператор,людина"),
    ("ru", "отписаться", "человек"),
    ("ar", "توقف,الغاء الاشتراك", "موظف,انسان"),
    ("zh", "退订", "人工,真人,客服"),
    ("ja", "配信停止", "オペレーター,担当者"),
]


def destinations_and_words(apps, schema_editor):
    """The defaults of the two editable tables."""
    BlockedDestination, Word = (apps.get_model("channels_admin", name) for name in ("BlockedDestination", "Word"))
    BlockedDestination.objects.bulk_create(
        BlockedDestination(prefix=prefix, country_code=country, label=label) for prefix, country, label in BLOCKED
    )
    rows = {}
    for language, *lists in WORDS:
        for kind, words in zip(("stop", "handoff"), lists, strict=True):
            for word in words.split(","):
                rows.setdefault((kind, word), Word(kind=kind, language=language, text=word, folded=fold(word)))
    Word.objects.bulk_create(rows.values())


def fold(word):
    """As in `channels_admin.models.word`, which may change after this migration."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(sign for sign in plain if not ("\u0300" <= sign <= "\u036f" or "\u064b" <= sign <= "\u065f"))
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", bare)))


# What X charges for one, in USD (docs.x.com, "Pricing", 2026); WhatsApp's prices differ by country and are left blank.
PRICES = {
    "post": "0.005",
    "user": "0.010",
    "dm_event": "0.010",
    "post_create": "0.015",
    "post_create_link": "0.20",
    "dm_create": "0.015",
}


def set_prices(apps, schema_editor):
    """The defaults of the editable table."""
    price = apps.get_model("channels_admin", "Price")
    price.objects.bulk_create(price(platform="twitter", kind=kind, amount=amount) for kind, amount in PRICES.items())


ABBREVIATIONS = ["Bldg", "CC", "CS", "Cust", "Dept", "HQ", "Mgmt", "Svc", "Supt"]


def abbreviations(apps, schema_editor):
    table = apps.get_model("channels_admin", "Abbreviation")
    table.objects.bulk_create([table(text=text) for text in ABBREVIATIONS])


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('channels_admin', '0001_initial'),
        ('channels_admin', '0002_feed_budget'),
        ('channels_admin', '0003_accounts'),
        ('channels_admin', '0004_whatsapp'),
        ('channels_admin', '0005_providers_beginnings_costs'),
        ('channels_admin', '0006_whatsapp_owners'),
        ('channels_admin', '0007_whatsapp_onboarding'),
        ('channels_admin', '0008_switch'),
        ('channels_admin', '0009_deleted_and_rates'),
        ('channels_admin', '0010_whatsapp_profiles_names'),
        ('channels_admin', '0011_news_by_mail'),
    ]

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('agents', '0001_squashed_0020_words'),
        ('agents', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Abbreviation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=20, unique=True, verbose_name='abbreviation')),
            ],
            options={
                'verbose_name': 'abbreviation',
                'verbose_name_plural': 'abbreviations',
                'ordering': ['text'],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('platform', models.CharField(choices=[('facebook', 'Facebook'), ('twitter', 'X (Twitter)'), ('whatsapp', 'WhatsApp')], max_length=20, verbose_name='platform')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('external_id', models.CharField(blank=True, max_length=255, verbose_name="platform's ID")),
                ('token', rows.encrypted.EncryptedField(blank=True, verbose_name='access token')),
                ('provider', models.CharField(choices=[('meta', 'Meta (Cloud API)'), ('genesys', 'Genesys Cloud')], default='meta', max_length=20, verbose_name='provider')),
                ('organization', models.CharField(blank=True, max_length=120, verbose_name='organization short name')),
                ('region', models.CharField(blank=True, choices=[('mypurecloud.com', 'mypurecloud.com'), ('mypurecloud.com.au', 'mypurecloud.com.au'), ('mypurecloud.de', 'mypurecloud.de'), ('mypurecloud.ie', 'mypurecloud.ie'), ('mypurecloud.jp', 'mypurecloud.jp'), ('usw2.pure.cloud', 'usw2.pure.cloud'), ('cac1.pure.cloud', 'cac1.pure.cloud'), ('sae1.pure.cloud', 'sae1.pure.cloud'), ('euw2.pure.cloud', 'euw2.pure.cloud'), ('euc2.pure.cloud', 'euc2.pure.cloud'), ('aps1.pure.cloud', 'aps1.pure.cloud'), ('apne2.pure.cloud', 'apne2.pure.cloud'), ('apne3.pure.cloud', 'apne3.pure.cloud'), ('mec1.pure.cloud', 'mec1.pure.cloud'), ('use2.us-gov-pure.cloud', 'use2.us-gov-pure.cloud')], max_length=60, verbose_name='region')),
                ('client_id', models.CharField(blank=True, max_length=255, verbose_name='client ID')),
                ('client_secret', rows.encrypted.EncryptedField(blank=True, verbose_name='client secret')),
                ('human_agent', models.BooleanField(default=False, help_text='Messenger: Meta has granted the Human Agent feature, so people may answer for seven days.', verbose_name='Human Agent')),
                ('answers_all', models.BooleanField(default=False, help_text="X: the account's tier lets it answer posts whose authors never mentioned it (Enterprise).", verbose_name='answers everybody')),
                ('refresh_token', rows.encrypted.EncryptedField(blank=True, editable=False, verbose_name='refresh token')),
                ('expires_at', models.DateTimeField(editable=False, null=True, verbose_name='valid until')),
                ('taken_at', models.DateTimeField(editable=False, null=True)),
                ('scopes', models.JSONField(default=list, editable=False, verbose_name='permissions')),
                ('lacks', models.JSONField(default=list, editable=False, verbose_name='missing permissions')),
                ('generation', models.PositiveBigIntegerField(default=0, editable=False)),
                ('renewing_until', models.DateTimeField(editable=False, null=True)),
                ('linked_at', models.DateTimeField(editable=False, null=True, verbose_name='linked')),
                ('checked_at', models.DateTimeField(editable=False, null=True, verbose_name='last checked')),
                ('trouble', models.CharField(blank=True, editable=False, max_length=500, verbose_name='last trouble')),
                ('suspended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='suspended since')),
                ('suspended_for', models.CharField(blank=True, editable=False, max_length=500, verbose_name='why')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='deleted')),
            ],
            options={
                'verbose_name': 'social media account',
                'verbose_name_plural': 'social media accounts',
                'ordering': ['platform', 'name'],
                'permissions': [('administer', 'Social Media Admin')],
            },
        ),
        migrations.CreateModel(
            name='BlockedDestination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(help_text='With country code, like +7978. Of several that fit a number the longest counts.', max_length=16, unique=True, validators=[django.core.validators.RegexValidator('^\\+[1-9][0-9]*$', 'A prefix is + and digits, like +7978.')], verbose_name='prefix')),
                ('country_code', models.CharField(blank=True, help_text='ISO code, like IR, or UA-43 for Crimea. Customers marked as being there are blocked too.', max_length=6, validators=[django.core.validators.RegexValidator('^[A-Z]{2}(-[A-Z0-9]{1,3})?$', 'An ISO code, like IR or UA-43.')], verbose_name='country')),
                ('label', models.CharField(max_length=120, verbose_name='name')),
            ],
            options={
                'verbose_name': 'blocked destination',
                'verbose_name_plural': 'blocked destinations',
                'ordering': ['label', 'prefix'],
            },
        ),
        migrations.CreateModel(
            name='BusinessManager',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As customers know it, letter for letter: display names must hold it.', max_length=120, verbose_name='name')),
                ('external_id', models.CharField(help_text='A number. At Meta under Business settings, Business info.', max_length=20, unique=True, verbose_name='Business Manager ID')),
                ('whose', models.CharField(choices=[('own', 'Our own company'), ('client', 'A client for whom we run WhatsApp'), ('partner', 'A partner or provider: owns no numbers')], default='own', max_length=10, verbose_name='whose')),
                ('legal_name', models.CharField(max_length=255, verbose_name='legal name')),
                ('address', models.TextField(blank=True, max_length=500, verbose_name='address')),
                ('website', models.CharField(blank=True, max_length=256, validators=[django.core.validators.URLValidator(schemes=['http', 'https'])], verbose_name='website')),
                ('tax_id', models.CharField(blank=True, max_length=60, verbose_name='tax ID')),
                ('primary_page', models.CharField(blank=True, help_text="The company's main page on Facebook.", max_length=120, verbose_name='primary page')),
                ('verification', models.CharField(choices=[('UNVERIFIED', 'Not verified'), ('PENDING', 'In review'), ('VERIFIED', 'Verified'), ('REJECTED', 'Rejected')], default='UNVERIFIED', max_length=20, verbose_name='business verification')),
                ('verified_on', models.DateField(blank=True, null=True, verbose_name='verified on')),
            ],
            options={
                'verbose_name': 'Business Manager',
                'verbose_name_plural': 'Business Managers',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('platform', models.CharField(choices=[('facebook', 'Facebook'), ('twitter', 'X (Twitter)'), ('whatsapp', 'WhatsApp')], max_length=20, verbose_name='platform')),
                ('addresses', models.JSONField(default=list, help_text='Page IDs, X handles without @, or a WhatsApp phone number ID.', verbose_name='addresses')),
                ('keywords', models.JSONField(blank=True, default=list, help_text='X only: words or phrases.', verbose_name='keywords')),
                ('enabled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='enabled since')),
                ('poll_interval', models.PositiveIntegerField(default=5000, validators=[django.core.validators.MinValueValidator(1000), django.core.validators.MaxValueValidator(3600000)], verbose_name='poll interval (ms)')),
                ('opens_for_days', models.PositiveSmallIntegerField(default=7, help_text='A public post that is older when it comes in is stored as history and opens nothing.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='opens for (days)')),
                ('whole_posts', models.BooleanField(default=False, help_text='Facebook: all comments under one of our own posts are one conversation, not one for each comment.', verbose_name='whole posts')),
                ('monthly_budget', models.DecimalField(blank=True, decimal_places=2, help_text='At 100 % keyword search stops; mentions, direct messages and replies go on. Blank: no limit.', max_digits=12, null=True, verbose_name='monthly budget')),
                ('held_since', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='replies wait since')),
                ('disabled_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='disabled since')),
                ('off_with_all', models.BooleanField(default=False, editable=False, verbose_name='disabled with all others')),
                ('deleted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='deleted')),
                ('post_limit', models.PositiveSmallIntegerField(default=100, validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(500)], verbose_name='post limit')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='channels', to='channels_admin.account', verbose_name='social media account')),
                ('conversation_workgroup', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.workgroup', verbose_name='conversation workgroup')),
                ('direct_workgroup', models.ForeignKey(blank=True, help_text='Blank: private messages are not read.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.workgroup', verbose_name='direct-message workgroup')),
            ],
            options={
                'verbose_name': 'channel',
                'verbose_name_plural': 'channels',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('poll_interval__gte', 1000)), name='channel_poll_interval_min'), models.CheckConstraint(condition=models.Q(('enabled_at', None), ('conversation_workgroup__isnull', False), ('direct_workgroup__isnull', False), _connector='OR'), name='enabled_channel_has_workgroup')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to=channels_admin.models.evidence.place_of, verbose_name='file')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('mime', models.CharField(max_length=60)),
                ('size', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='handed in')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('facebook_posts', 'Facebook posts and comments'), ('messenger', 'Messenger'), ('x_posts', 'X posts'), ('x_direct', 'X direct messages'), ('whatsapp', 'WhatsApp'), ('whatsapp_genesys', 'WhatsApp (Genesys Cloud)')], max_length=20, verbose_name='kind')),
                ('address', models.CharField(max_length=255, verbose_name='address')),
                ('cursor', models.JSONField(default=dict)),
                ('next_poll_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='next poll')),
                ('busy_until', models.DateTimeField(null=True)),
                ('last_poll_at', models.DateTimeField(null=True, verbose_name='last poll')),
                ('last_error', models.CharField(blank=True, max_length=500, verbose_name='last error')),
                ('failures', models.PositiveIntegerField(default=0)),
                ('interval_now', models.PositiveIntegerField(null=True, verbose_name='real interval (ms)')),
                ('why', models.CharField(choices=[('asked', 'as often as asked for'), ('floor', 'the platform does not allow more'), ('quota', 'the platform counts calls: those left are spread over the time until it counts anew'), ('usage', 'three quarters of what the platform allows are used: slower until this has fallen'), ('backoff', 'the last reading failed: tried again later each time'), ('wait', 'the platform asked us to stay away until the next poll')], default='asked', max_length=10, verbose_name='why')),
                ('lag_ms', models.PositiveBigIntegerField(null=True, verbose_name='lag (ms)')),
                ('rate', models.JSONField(default=dict, verbose_name='rate limit')),
                ('next_reread_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feeds', to='channels_admin.channel')),
            ],
            options={
                'verbose_name': 'feed',
                'verbose_name_plural': 'feeds',
                'indexes': [models.Index(fields=['next_poll_at'], name='feed_due')],
                'constraints': [models.UniqueConstraint(fields=('channel', 'kind', 'address'), name='one_feed_per_channel_kind_address'), models.UniqueConstraint(condition=models.Q(('kind', 'x_posts'), _negated=True), fields=('kind', 'address'), name='one_channel_per_page_inbox_or_number')],
            },
        ),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('peer', models.CharField(blank=True, max_length=255, verbose_name="customer's ID")),
                ('since', models.DateTimeField(verbose_name='from')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('noticed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='noticed')),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gaps', to='channels_admin.feed')),
            ],
            options={
                'verbose_name': 'gap',
                'verbose_name_plural': 'gaps',
                'ordering': ['since'],
                'constraints': [models.UniqueConstraint(fields=('feed', 'peer', 'since'), name='one_gap_per_feed_peer_beginning')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('suspended', 'Suspended'), ('ending', 'Access ends'), ('unsubscribed', 'Webhooks stopped')], max_length=20, verbose_name='what')),
                ('mark', models.CharField(blank=True, max_length=280)),
                ('began', models.DateTimeField(default=django.utils.timezone.now, verbose_name='began')),
                ('ended', models.DateTimeField(null=True, verbose_name='ended')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='administrators told')),
                ('mail_due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='incidents', to='channels_admin.account')),
            ],
            options={
                'verbose_name': 'incident',
                'verbose_name_plural': 'incidents',
                'ordering': ['-began', '-pk'],
                'indexes': [models.Index(condition=models.Q(('ended', None), ('mailed_at', None)), fields=['mail_due_at'], name='incident_untold')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended', None)), fields=('account', 'kind', 'mark'), name='one_open_incident_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='Onboarding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='What you call it: a shop, a service.', max_length=120, unique=True, verbose_name='name')),
                ('typed', models.CharField(blank=True, max_length=60, verbose_name='phone number')),
                ('digits', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('in_use', models.CharField(blank=True, editable=False, max_length=500)),
                ('display_name', models.CharField(blank=True, max_length=255, verbose_name='display name')),
                ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='contact')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name="contact's e-mail")),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name="contact's phone")),
                ('industry', models.CharField(choices=[('ordinary', 'None of these'), ('government', 'Government body'), ('alcohol', 'Alcohol or tobacco'), ('gambling', 'Gambling'), ('medicines', 'Medicines and medical products'), ('weapons', 'Weapons'), ('adult', 'Adult products, dating'), ('currency', 'Virtual currencies, loans'), ('other', 'Another restricted industry')], default='ordinary', max_length=20, verbose_name='industry')),
                ('decision', models.CharField(blank=True, choices=[('', 'Not decided yet'), ('accepted', 'Accepted'), ('declined', 'Declined')], default='', max_length=20, verbose_name='decision')),
                ('decision_note', models.TextField(blank=True, max_length=1000, verbose_name='why, and who decided')),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('declared_at', models.DateTimeField(editable=False, null=True)),
                ('certificate', rows.encrypted.EncryptedField(blank=True, default='', editable=False, verbose_name='certificate')),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='began')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='onboardings', to='channels_admin.account', verbose_name='social media account')),
                ('declared_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels_admin.businessmanager', verbose_name='Business Manager')),
            ],
            options={
                'verbose_name': 'onboarding',
                'verbose_name_plural': 'onboardings',
                'ordering': ['-began_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('on_behalf', 'Message on behalf'), ('business', 'Business verification'), ('account', 'Business account'), ('name', 'Display name')], max_length=20, verbose_name='what')),
                ('waived', models.BooleanField(default=False, verbose_name='goes on without it')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                ('note', models.CharField(blank=True, max_length=255, verbose_name='note')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('onboarding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='channels_admin.onboarding')),
            ],
            options={
                'verbose_name': 'approval',
                'verbose_name_plural': 'approvals',
                'ordering': ['at'],
                'constraints': [models.UniqueConstraint(fields=('onboarding', 'kind'), name='one_approval_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='OnboardingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.PositiveSmallIntegerField(choices=[(1, 'Cloud connection'), (2, 'Business account'), (3, 'Number and name'), (4, 'Approvals'), (5, 'Channel'), (6, 'Verification')])),
                ('responsible', models.CharField(blank=True, max_length=120, verbose_name='responsible')),
                ('lead_days', models.PositiveSmallIntegerField(default=1, verbose_name='lead time (days)')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
                ('began_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('onboarding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='channels_admin.onboarding')),
                ('papers', models.ManyToManyField(blank=True, related_name='+', to='channels_admin.evidence')),
            ],
            options={
                'verbose_name': 'onboarding step',
                'verbose_name_plural': 'onboarding steps',
                'ordering': ['onboarding', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('onboarding', 'kind'), name='one_step_of_a_kind'), models.CheckConstraint(condition=models.Q(('kind__gte', 1), ('kind__lte', 6)), name='onboarding_has_six_steps')],
            },
        ),
        migrations.CreateModel(
            name='OwnedName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(help_text='Exactly as it is registered.', max_length=75, verbose_name='name')),
                ('kind', models.CharField(choices=[('brand', 'Brand'), ('product', 'Product'), ('trade_name', 'Trade name')], default='brand', max_length=20, verbose_name='what it is')),
                ('note', models.CharField(blank=True, help_text='Register and number, for instance.', max_length=255, verbose_name='note')),
                ('evidence', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='channels_admin.evidence', verbose_name='evidence')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='owned_names', to='channels_admin.businessmanager', verbose_name='Business Manager')),
            ],
            options={
                'verbose_name': 'owned name',
                'verbose_name_plural': 'owned names',
                'ordering': ['text'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'text'), name='one_proof_per_owned_name')],
            },
        ),
        migrations.CreateModel(
            name='PhoneNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=255, unique=True, verbose_name='phone number ID')),
                ('number', models.CharField(max_length=40, verbose_name='number')),
                ('digits', models.CharField(db_index=True, editable=False, max_length=40)),
                ('verified_name', models.CharField(blank=True, max_length=255, verbose_name='name')),
                ('name_status', models.CharField(blank=True, max_length=40, verbose_name='name review')),
                ('name_at', models.DateTimeField(null=True)),
                ('quality', models.CharField(blank=True, max_length=40, verbose_name='quality rating')),
                ('quality_at', models.DateTimeField(null=True)),
                ('limit', models.CharField(blank=True, max_length=40, verbose_name='messaging limit')),
                ('limit_at', models.DateTimeField(null=True)),
                ('status', models.CharField(blank=True, max_length=40, verbose_name='status')),
                ('status_at', models.DateTimeField(null=True)),
                ('verification', models.CharField(blank=True, max_length=40, verbose_name='verification')),
                ('hosted', models.CharField(blank=True, max_length=40, verbose_name='runs on')),
                ('official', models.BooleanField(default=False, verbose_name='official business account')),
                ('gone_at', models.DateTimeField(null=True, verbose_name='not there any more since')),
                ('synced_at', models.DateTimeField(null=True, verbose_name='last read')),
                ('country', models.CharField(blank=True, editable=False, max_length=2, verbose_name='country')),
                ('kind', models.CharField(blank=True, editable=False, max_length=20, verbose_name='kind')),
                ('certificate', rows.encrypted.EncryptedField(blank=True, default='', verbose_name='certificate')),
                ('certificate_before', rows.encrypted.EncryptedField(blank=True, default='', editable=False)),
                ('pin', rows.encrypted.EncryptedField(blank=True, default='', verbose_name='PIN')),
                ('written_first', models.PositiveIntegerField(default=0, editable=False, verbose_name='written to first in 24 hours')),
                ('counted_at', models.DateTimeField(editable=False, null=True)),
                ('code_method', models.CharField(blank=True, editable=False, max_length=10)),
                ('code_at', models.DateTimeField(editable=False, null=True)),
                ('code_said', models.CharField(blank=True, editable=False, max_length=500)),
                ('owner', models.ForeignKey(blank=True, help_text='Who owns the number. Blank: the owner of the business account.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='channels_admin.businessmanager', verbose_name='owner')),
            ],
            options={
                'verbose_name': 'phone number',
                'verbose_name_plural': 'phone numbers',
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='onboarding',
            name='number',
            field=models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='onboarding', to='channels_admin.phonenumber'),
        ),
        migrations.CreateModel(
            name='NameChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wanted', models.CharField(max_length=75, verbose_name='display name')),
                ('state', models.CharField(choices=[('review', 'In review'), ('approved', 'Approved'), ('rejected', 'Rejected'), ('replacing', 'Being replaced'), ('verifying', 'To be verified again'), ('done', 'In use'), ('dropped', 'Given up')], default='review', max_length=20, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('certificate', rows.encrypted.EncryptedField(blank=True, default='', verbose_name='certificate')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked for')),
                ('tested_at', models.DateTimeField(null=True)),
                ('state_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('number', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_changes', to='channels_admin.phonenumber', verbose_name='number')),
            ],
            options={
                'verbose_name': 'display name change',
                'verbose_name_plural': 'display name changes',
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['review', 'approved', 'replacing', 'verifying'])), fields=('number',), name='one_name_change_under_way')],
            },
        ),
        migrations.CreateModel(
            name='BusinessProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('photo', models.FileField(blank=True, editable=False, upload_to=channels_admin.models.profile.place_of, verbose_name='photo')),
                ('about', models.CharField(blank=True, help_text='One line beside the name, 139 characters at most.', max_length=139, verbose_name='about')),
                ('address', models.CharField(blank=True, max_length=256, verbose_name='address')),
                ('description', models.CharField(blank=True, help_text='What you do, 256 characters at most.', max_length=256, verbose_name='description')),
                ('email', models.CharField(blank=True, max_length=128, validators=[django.core.validators.EmailValidator()], verbose_name='e-mail')),
                ('vertical', models.CharField(blank=True, max_length=128, verbose_name='industry')),
                ('website', models.CharField(blank=True, max_length=256, validators=[django.core.validators.URLValidator(['http', 'https'])], verbose_name='website')),
                ('website_2', models.CharField(blank=True, max_length=256, validators=[django.core.validators.URLValidator(['http', 'https'])], verbose_name='second website')),
                ('pushed_at', models.DateTimeField(editable=False, null=True)),
                ('pushed_photo', models.CharField(blank=True, editable=False, max_length=255)),
                ('read_at', models.DateTimeField(editable=False, null=True)),
                ('apart', models.JSONField(default=list, editable=False)),
                ('pushed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('onboarding', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='profile', to='channels_admin.onboarding')),
                ('number', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='profile', to='channels_admin.phonenumber', verbose_name='number')),
            ],
            options={
                'verbose_name': 'business profile',
                'verbose_name_plural': 'business profiles',
            },
        ),
        migrations.CreateModel(
            name='BadgeRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_on', models.DateField(default=channels_admin.models.badge.today, verbose_name='asked on')),
                ('decision', models.CharField(blank=True, choices=[('', 'Not decided yet'), ('granted', 'Granted'), ('declined', 'Declined')], default='', max_length=20, verbose_name='decision')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('note', models.CharField(blank=True, max_length=255, verbose_name='note')),
                ('number', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='badge_requests', to='channels_admin.phonenumber')),
            ],
            options={
                'verbose_name': 'request for the badge',
                'verbose_name_plural': 'official business account: requests',
                'ordering': ['-asked_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PlatformApp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('platform', models.CharField(choices=[('facebook', 'Facebook'), ('twitter', 'X (Twitter)'), ('whatsapp', 'WhatsApp')], max_length=20, verbose_name='platform')),
                ('app_id', models.CharField(max_length=255, verbose_name='app ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('secret', rows.encrypted.EncryptedField(blank=True, verbose_name='app secret')),
                ('verify_token', rows.encrypted.EncryptedField(blank=True, verbose_name='verify token')),
                ('client_id', models.CharField(blank=True, max_length=255, verbose_name='client ID')),
                ('client_secret', rows.encrypted.EncryptedField(blank=True, verbose_name='client secret')),
                ('bearer', rows.encrypted.EncryptedField(blank=True, verbose_name='bearer token')),
                ('wanted', models.PositiveBigIntegerField(default=0, editable=False)),
                ('draining_until', models.DateTimeField(editable=False, null=True)),
                ('refused', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='deliveries refused for a wrong signature')),
            ],
            options={
                'verbose_name': 'platform app',
                'verbose_name_plural': 'platform apps',
                'constraints': [models.UniqueConstraint(fields=('platform', 'app_id'), name='one_row_per_platform_app')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(max_length=64, unique=True)),
                ('session', models.CharField(max_length=64)),
                ('verifier', rows.encrypted.EncryptedField()),
                ('found', rows.encrypted.EncryptedField(blank=True)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels_admin.account')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('app', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='channels_admin.platformapp')),
            ],
            options={
                'verbose_name': 'linking attempt',
                'verbose_name_plural': 'linking attempts',
            },
        ),
        migrations.AddField(
            model_name='account',
            name='app',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='channels_admin.platformapp', verbose_name='platform app'),
        ),
        migrations.CreateModel(
            name='PlatformNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('platform', models.CharField(choices=[('facebook', 'Facebook'), ('twitter', 'X (Twitter)'), ('whatsapp', 'WhatsApp')], max_length=20, verbose_name='platform')),
                ('address', models.CharField(blank=True, max_length=255, verbose_name='address')),
                ('field', models.CharField(max_length=100, verbose_name='event')),
                ('subject', models.CharField(max_length=20, verbose_name='about')),
                ('object_id', models.CharField(blank=True, max_length=255, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('data', models.JSONField(default=dict, verbose_name='as told')),
                ('words', models.TextField(verbose_name='news')),
                ('understood', models.BooleanField(default=True, verbose_name='understood')),
                ('grave', models.BooleanField(default=False, verbose_name='wants attention')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('arrived_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='arrived')),
                ('seen_at', models.DateTimeField(null=True, verbose_name='read')),
                ('mail_due_at', models.DateTimeField(editable=False, null=True)),
                ('mailed_at', models.DateTimeField(editable=False, null=True, verbose_name='administrators told')),
                ('app', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='channels_admin.platformapp', verbose_name='platform app')),
            ],
            options={
                'verbose_name': 'platform news',
                'verbose_name_plural': 'platform news',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['-at', '-id'], name='platform_news_newest'), models.Index(condition=models.Q(('seen_at', None)), fields=['id'], name='platform_news_unread'), models.Index(condition=models.Q(('mail_due_at__isnull', False), ('mailed_at', None)), fields=['mail_due_at'], name='platform_news_untold')],
            },
        ),
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('platform', models.CharField(choices=[('facebook', 'Facebook'), ('twitter', 'X (Twitter)'), ('whatsapp', 'WhatsApp')], max_length=20, verbose_name='platform')),
                ('kind', models.CharField(choices=[('call', 'Calls'), ('post', 'Posts read'), ('user', 'Profiles read'), ('dm_event', 'Direct messages read'), ('post_create', 'Posts sent'), ('post_create_link', 'Posts sent with a link'), ('dm_create', 'Direct messages sent'), ('template', 'Templates sent')], max_length=20, verbose_name='what')),
                ('amount', models.DecimalField(decimal_places=6, max_digits=12, verbose_name='price of one')),
            ],
            options={
                'verbose_name': 'price',
                'verbose_name_plural': 'prices',
                'ordering': ['platform', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('platform', 'kind'), name='one_price_per_kind')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('facebook_posts', 'Facebook posts and comments'), ('messenger', 'Messenger'), ('x_posts', 'X posts'), ('x_direct', 'X direct messages'), ('whatsapp', 'WhatsApp'), ('whatsapp_genesys', 'WhatsApp (Genesys Cloud)')], max_length=20, verbose_name='kind')),
                ('address', models.CharField(max_length=255, verbose_name='address')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='last checked')),
                ('good_at', models.DateTimeField(null=True, verbose_name='last seen in order')),
                ('trouble', models.CharField(blank=True, max_length=500, verbose_name='last trouble')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='channels_admin.account')),
            ],
            options={
                'verbose_name': 'webhook subscription',
                'verbose_name_plural': 'webhook subscriptions',
                'ordering': ['kind', 'address'],
                'constraints': [models.UniqueConstraint(fields=('account', 'kind', 'address'), name='one_subscription_per_thing')],
            },
        ),
        migrations.CreateModel(
            name='Usage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('kind', models.CharField(choices=[('call', 'Calls'), ('post', 'Posts read'), ('user', 'Profiles read'), ('dm_event', 'Direct messages read'), ('post_create', 'Posts sent'), ('post_create_link', 'Posts sent with a link'), ('dm_create', 'Direct messages sent'), ('template', 'Templates sent')], max_length=20, verbose_name='what')),
                ('count', models.PositiveBigIntegerField(default=0, verbose_name='count')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='usage', to='channels_admin.channel')),
            ],
            options={
                'verbose_name': 'usage',
                'verbose_name_plural': 'usage',
                'ordering': ['-day', 'channel', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('channel', 'day', 'kind'), name='one_count_per_day')],
            },
        ),
        migrations.CreateModel(
            name='Waba',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(editable=False, max_length=255, unique=True, verbose_name='business account ID')),
                ('name', models.CharField(editable=False, max_length=255, verbose_name='name')),
                ('marketing_allowed', models.BooleanField(default=False, help_text='Off: none can be submitted, and one that Meta counts as marketing is not sent.', verbose_name='marketing templates allowed')),
                ('time_zone', models.CharField(blank=True, help_text='As WhatsApp Manager shows it, like Europe/Lisbon.', max_length=60, verbose_name='time zone')),
                ('payment_method', models.CharField(blank=True, help_text="In words: never a card's number.", max_length=120, verbose_name='payment method')),
                ('currency', models.CharField(blank=True, editable=False, max_length=3, verbose_name='currency')),
                ('verification', models.CharField(blank=True, editable=False, max_length=40, verbose_name='business verification')),
                ('review', models.CharField(blank=True, editable=False, max_length=40, verbose_name='account review')),
                ('review_at', models.DateTimeField(editable=False, null=True)),
                ('standing', models.CharField(blank=True, editable=False, max_length=40, verbose_name='standing')),
                ('standing_note', models.TextField(blank=True, editable=False, verbose_name='what is restricted')),
                ('standing_at', models.DateTimeField(editable=False, null=True)),
                ('synced_at', models.DateTimeField(editable=False, null=True, verbose_name='last read')),
                ('sync_due_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('sync_failures', models.PositiveIntegerField(default=0, editable=False)),
                ('sync_error', models.CharField(blank=True, editable=False, max_length=500, verbose_name='last error')),
                ('busy_until', models.DateTimeField(editable=False, null=True)),
                ('account', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='wabas', to='channels_admin.account', verbose_name='social media account')),
                ('owner', models.ForeignKey(blank=True, help_text='The Business Manager that owns it. One may own several business accounts.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='wabas', to='channels_admin.businessmanager', verbose_name='owner')),
            ],
            options={
                'verbose_name': 'WhatsApp business account',
                'verbose_name_plural': 'WhatsApp business accounts',
                'ordering': ['name'],
                'indexes': [models.Index(fields=['sync_due_at'], name='waba_sync_due')],
            },
        ),
        migrations.CreateModel(
            name='Template',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(blank=True, db_index=True, editable=False, max_length=255, verbose_name="Meta's ID")),
                ('name', models.CharField(help_text='Lower-case letters, digits and _. It cannot be changed later.', max_length=512, verbose_name='name')),
                ('language', models.CharField(default='en', help_text='Like en, en_US, de or pt_BR.', max_length=20, verbose_name='language')),
                ('category', models.CharField(default='UTILITY', max_length=40, verbose_name='category')),
                ('category_at', models.DateTimeField(editable=False, null=True)),
                ('purpose', models.CharField(blank=True, choices=[('account_update', 'Account Update'), ('appointment_update', 'Appointment Update'), ('issue_resolution', 'Issue Resolution'), ('shipping_update', 'Shipping Update')], max_length=30, verbose_name='purpose')),
                ('parameter_format', models.CharField(blank=True, choices=[('POSITIONAL', '{{1}}, {{2}}, …'), ('NAMED', '{{name}}, {{case}}, …')], default='POSITIONAL', max_length=20, verbose_name='placeholders')),
                ('components', models.JSONField(blank=True, default=list)),
                ('edited', models.JSONField(editable=False, null=True)),
                ('variables', models.JSONField(blank=True, default=dict, verbose_name='filled with')),
                ('status', models.CharField(default='DRAFT', editable=False, max_length=40, verbose_name='status')),
                ('status_at', models.DateTimeField(editable=False, null=True, verbose_name='since')),
                ('reason', models.TextField(blank=True, editable=False, verbose_name='reason')),
                ('quality', models.CharField(blank=True, editable=False, max_length=40, verbose_name='quality')),
                ('quality_at', models.DateTimeField(editable=False, null=True)),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='submitted')),
                ('synced_at', models.DateTimeField(editable=False, null=True, verbose_name='last read')),
                ('waba', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='templates', to='channels_admin.waba', verbose_name='business account')),
            ],
            options={
                'verbose_name': 'message template',
                'verbose_name_plural': 'message templates',
                'ordering': ['name', 'language'],
                'constraints': [models.UniqueConstraint(fields=('waba', 'name', 'language'), name='one_template_per_name_and_language')],
            },
        ),
        migrations.AddField(
            model_name='phonenumber',
            name='waba',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='numbers', to='channels_admin.waba', verbose_name='business account'),
        ),
        migrations.AddField(
            model_name='onboarding',
            name='waba',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='onboardings', to='channels_admin.waba'),
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('stop', 'Stop: no templates any more'), ('handoff', 'Hand-off: to a person at once')], max_length=10, verbose_name='what it does')),
                ('language', models.CharField(blank=True, help_text='For your own overview: en, de …', max_length=20, verbose_name='language')),
                ('text', models.CharField(help_text='A word or a few. Capitals, accents and punctuation do not matter.', max_length=60, verbose_name='word')),
                ('folded', models.CharField(editable=False, max_length=120)),
            ],
            options={
                'verbose_name': 'word',
                'verbose_name_plural': 'words',
                'ordering': ['kind', 'language', 'text'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'folded'), name='one_row_per_word')],
            },
        ),
        migrations.RunPython(destinations_and_words, migrations.RunPython.noop),
        migrations.RunPython(set_prices, migrations.RunPython.noop),
        migrations.RunPython(abbreviations, migrations.RunPython.noop),
    ]
