"""What PostgreSQL keeps to find words by: a function, a column beside every message, indexes. SQLite needs none of it."""

from django.db import migrations

from interactions.words import PARTS, UNPARTED

# Longer texts are looked through as far as this: no platform takes longer ones, and a text index has an end, too.
LONGEST = 20_000

# One width, small letters, spaces for all that parts words; of scripts without spaces every pair of neighbors, and the
# last character. Letters become small by ICU's rules where PostgreSQL has them: with the locale C it knows ASCII only.
FUNCTION = r"""
CREATE OR REPLACE FUNCTION interactions_words(said text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
    plain text := regexp_replace(normalize(lower(left(said, %(longest)s)%(collate)s), NFKC), '[%(parts)s]', ' ', 'g');
BEGIN
    IF plain ~ '[%(unparted)s]' THEN
        SELECT string_agg(
            CASE WHEN one ~ '[%(unparted)s]'
                THEN ' ' || one || CASE WHEN next ~ '[%(unparted)s]' THEN next ELSE '' END || ' '
                ELSE one END, '' ORDER BY place)
        INTO plain
        FROM (SELECT one, lead(one) OVER (ORDER BY place) AS next, place
              FROM regexp_split_to_table(plain, '') WITH ORDINALITY AS t(one, place)) AS each;
    END IF;
    RETURN to_tsvector('simple'::regconfig, plain);
END $$
"""
KEPT = [
    # In the row itself: a search that walks through interactions by date tests a message without computing anything.
    "ALTER TABLE interactions_message ADD COLUMN words tsvector GENERATED ALWAYS AS (interactions_words(text)) STORED",
    # Words that are rare are found by this at once; without a list of late entries, so that no search has to read one.
    "CREATE INDEX message_words ON interactions_message USING gin (words) WITH (fastupdate = off)",
    # The Tracker, longest first: a page costs the same however much there is.
    "CREATE INDEX interaction_lasted ON interactions_interaction "
    "(workgroup_id, (disconnected_at - created_at) DESC, id DESC) WHERE disconnected_at IS NOT NULL",
    # Customers by the beginnings of their names, handles and numbers.
    "CREATE INDEX identity_words ON interactions_identity USING gin "
    "(interactions_words(name || ' ' || handle || ' ' || external_id)) WITH (fastupdate = off)",
]
GONE = [
    "DROP INDEX identity_words",
    "DROP INDEX interaction_lasted",
    "ALTER TABLE interactions_message DROP COLUMN words",
    "DROP FUNCTION interactions_words(text)",
]


def keep(apps, schema_editor):
    """Make it all, on PostgreSQL."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_collation WHERE collname = 'und-x-icu'")
        collate = ' COLLATE "und-x-icu"' if cursor.fetchone()[0] else ""
        facts = {"longest": LONGEST, "collate": collate, "parts": PARTS, "unparted": UNPARTED}
        for statement in [FUNCTION % facts, *KEPT]:
            cursor.execute(statement)


def forget(apps, schema_editor):
    """Take it away."""
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for statement in GONE:
                cursor.execute(statement)


class KeepWords(migrations.RunPython):
    """The operation of the migration."""

    def __init__(self):
        super().__init__(keep, forget)

    def deconstruct(self):
        """It takes nothing."""
        return type(self).__name__, [], {}
