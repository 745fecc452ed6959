"""A history of any size, written straight into the database: customers, interactions, messages in words of Zipf's law.

Everything is made by the server out of `generate_series`. Indexes that nothing depends on are dropped meanwhile and made anew
afterwards, which is how a dump is loaded, too; foreign keys are not looked at. What is there then is what production has.
"""

import random
from itertools import pairwise

from django.db import connection
from django.db.models import NOT_PROVIDED

from agents.models import Agent, Label, Membership, Workgroup, WrapUpCode
from bench.search import MESSAGES
from channels_admin.models import Account, Channel
from interactions.models import Customer, Identity, Interaction, Message, Stay, Thread

WORKGROUPS, AGENTS, SUPERVISED = 12, 240, 4
VOCABULARY = 20_000
SENTENCES = 100_000  # that are different; every message has a number of its own beside
APART = "interval '63 seconds'"  # between two interactions: a million in two years
BEGAN = "timestamptz '2024-01-01 00:00+00'"
PEOPLE = 5  # interactions that a customer has in the end
CHINESE = "我的咖啡机漏水了怎么办请帮忙看看密封圈在哪里买什么时候到货谢谢你们昨天买新型号不能开启水箱满仍然报错灯一直闪"
LOADED = (Customer, Identity, Thread, Interaction, Message, Stay)


def word(rank):
    """The word of a rank, 1 being the most frequent: syllables, so that beginnings are shared as in real languages."""
    syllables, name = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu".split(), ""
    while rank:
        rank, rest = divmod(rank, len(syllables))
        name += syllables[rest]
    return name


def group_of(agent):
    """The workgroup of an agent, as `OWNER` and `GROUP` below have it."""
    return 1 + (agent - 1) * 7 % WORKGROUPS


def company():
    """Workgroups, agents, channels; the supervisor of the first few workgroups."""
    groups = Workgroup.objects.bulk_create(Workgroup(name=f"Group {n}") for n in range(WORKGROUPS))
    agents = Agent.objects.bulk_create(Agent(username=f"agent{n}", first_name=f"Agent {n}") for n in range(AGENTS))
    boss = Agent.objects.create(username="boss", is_superuser=True, time_zone="UTC")
    Membership.objects.bulk_create(
        Membership(agent=boss, workgroup=one, supervises=True) for one in groups[:SUPERVISED]
    )
    Membership.objects.bulk_create(Membership(agent=one, workgroup=groups[group_of(one.pk) - 1]) for one in agents)
    for platform in ("facebook", "twitter", "whatsapp"):
        account = Account.objects.create(platform=platform, name=platform, external_id=platform, token="t")
        facts = {"platform": platform, "account": account, "direct_workgroup": groups[0]}
        Channel.objects.create(name=platform, addresses=[platform], conversation_workgroup=groups[0], **facts)
    WrapUpCode.objects.bulk_create(WrapUpCode(name=f"Code {n}") for n in range(20))
    Label.objects.bulk_create(Label(name=f"Label {n}") for n in range(40))
    _sentences()
    return boss


def _sentences():
    """A table of sentences; three of a hundred are Chinese."""
    dice = random.Random(7)
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNLOGGED TABLE sentences (id int PRIMARY KEY, says text)")
        with cursor.copy("COPY sentences FROM STDIN") as copy:
            for number in range(SENTENCES):
                copy.write_row((number, _sentence(dice)))


def _sentence(dice):
    if dice.random() < 0.03:
        begin = dice.randrange(len(CHINESE) - 12)
        return CHINESE[begin : begin + dice.randint(6, 12)]
    ranks = (int(VOCABULARY ** dice.random()) for _n in range(dice.randint(3, 22)))
    return " ".join(word(rank) for rank in ranks).capitalize() + "."


def grow(first, last):
    """The interactions from one number to before another, each with its messages."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        kept = _dropped(cursor)
        try:
            _interactions(cursor, first, last)
        finally:
            for definition in kept:
                cursor.execute(definition)
            cursor.execute("SET session_replication_role = DEFAULT")
        for model in (*LOADED, Interaction.labels.through):
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def _dropped(cursor):
    """Drop what can be made anew, and return how."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s) AND NOT EXISTS "
        "(SELECT 1 FROM pg_constraint WHERE conname = indexname)",
        [[model._meta.db_table for model in LOADED]],
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found]


def _interactions(cursor, first, last):
    """Ids are numbers of the series plus one; a customer's thread is `1 + n / PEOPLE`, spread over all of the time."""
    threads = f"generate_series({first // PEOPLE}, {last // PEOPLE - 1}) AS n"
    series = f"generate_series({first}, {last - 1}) AS n"
    _insert(cursor, Customer, {"id": "n + 1", "name": "'Customer ' || n", "since": BEGAN}, threads)
    identity = {"id": "n + 1", "customer_id": "n + 1", "platform": PLATFORM, "kind": "'phone'"}
    names = {"external_id": "(35190000000 + n)::text", "name": NAME, "handle": "'h' || n", "scope": "''"}
    _insert(cursor, Identity, identity | names, threads)
    _insert(cursor, Thread, THREAD, threads)
    _insert(cursor, Interaction, INTERACTION, f"{series}, LATERAL (SELECT {THREAD_OF} AS t) AS of")
    _insert(cursor, Stay, STAY, series)
    labeled = Interaction.labels.through._meta.db_table
    cursor.execute(
        f"INSERT INTO {labeled} (interaction_id, label_id) SELECT n + 1, 1 + (n / 20) % 40 FROM {series} WHERE n % 20 = 0"
    )
    for begin, end in pairwise([*range(first, last, 50_000), last]):
        part = f"generate_series({begin * MESSAGES}, {end * MESSAGES - 1}) AS m"
        inner = f"(SELECT m, m / {MESSAGES} AS n, floor(random() * {SENTENCES})::int AS pick FROM {part}) AS each"
        lateral = f"{inner} JOIN sentences ON sentences.id = each.pick, LATERAL (SELECT {THREAD_OF} AS t) AS of"
        _insert(cursor, Message, MESSAGE, lateral)


def _insert(cursor, model, given, source):
    """INSERT … SELECT with these expressions; what is not given is as the model has it."""
    fields = [field for field in model._meta.concrete_fields if field.column in given or not field.null]
    values, parameters = [], []
    for field in fields:
        if field.column in given:
            values.append(given[field.column].replace("%", "%%"))
        else:
            default = "" if field.default is NOT_PROVIDED else field.get_default()
            parameters.append(field.get_db_prep_save(default, connection))
            values.append("%s")
    columns = ", ".join(f'"{field.column}"' for field in fields)
    source = source.replace("%", "%%")
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {', '.join(values)} FROM {source}", parameters
    )


# Arithmetic instead of chance: the same history every time, and nothing is asked while it is made.
PLATFORM = "(ARRAY['facebook', 'twitter', 'whatsapp'])[1 + n % 3]"
NAME = "'Person' || (n * 7919 % 100003) || ' Name' || n % 5003"
# A stage's interactions go to all the customers there are by then: the same ones come again.
THREAD_OF = f"1 + (n::bigint * 7919) % (n / {PEOPLE} + 1)"
THREAD = {
    "id": "n + 1",
    "channel_id": "1 + n % 3",
    "kind": "(ARRAY['messenger', 'x_direct', 'whatsapp'])[1 + n % 3]",
    "address": PLATFORM,
    "external_id": "'t' || n",
    "customer_id": "n + 1",
    "peer_id": "n + 1",
    "active_at": BEGAN,
}
GROUP, OWNER = f"1 + n % {WORKGROUPS}", f"1 + (n * 31) % {AGENTS}"
AT = f"{BEGAN} + n * {APART}"
LENGTH = "interval '1 second' * (60 + (n::bigint * 104729) % 3600 + CASE WHEN n % 50 = 0 THEN 40000 ELSE 0 END)"
INTERACTION = {
    "id": "n + 1",
    "thread_id": "t",
    "customer_id": "t",
    "workgroup_id": GROUP,
    "platform": "(ARRAY['facebook', 'twitter', 'whatsapp'])[1 + (t - 1) % 3]",
    "media_type": "'social_direct_message'",
    "state": "'disconnected'",
    "owner_id": OWNER,
    "created_at": AT,
    "queued_at": AT,
    "state_since": AT,
    "picked_up_at": f"{AT} + interval '40 seconds'",
    "disconnected_at": f"{AT} + {LENGTH}",
    "wrap_up_id": "CASE WHEN n % 5 < 3 THEN 1 + n % 20 END",
    "inbound_number": "2",
    "last_message_id": f"(n::bigint + 1) * {MESSAGES}",
}
STAY = {
    "id": "n + 1",
    "interaction_id": "n + 1",
    "workgroup_id": GROUP,
    "media_type": "'social_direct_message'",
    "began_at": AT,
    "left_at": f"{AT} + interval '40 seconds'",
    "waited_ms": "1000 * (20 + n % 60)",
    "end": "'picked_up'",
    "agent_id": OWNER,
}
MESSAGE = {
    "id": "m + 1",
    "thread_id": "t",
    "channel_id": "1 + (t - 1) % 3",
    "external_id": "'m' || m",
    "interaction_id": "n + 1",
    "outbound": "m % 2 = 1",
    "author_id": "CASE WHEN m % 2 = 0 THEN t END",
    "agent_id": f"CASE WHEN m % 2 = 1 THEN {OWNER} END",
    "text": "sentences.says || ' ' || m",
    "platform_at": f"{AT} + interval '20 seconds' * (m % {MESSAGES})",
    "arrived_at": f"{AT} + interval '20 seconds' * (m % {MESSAGES})",
}
