"""The stamp, and the triggers that change it."""

from django.db import migrations, models

TABLES = ("agents_utilization", "agents_license", "agents_accesslicense")
FUNCTION = """CREATE FUNCTION agents_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Once in a transaction is enough: whoever reads meanwhile sees neither the rows nor the stamp.
    UPDATE agents_routing_stamp SET stamp = gen_random_uuid() WHERE xmin <> pg_current_xact_id()::xid;
    RETURN NULL;
END $$"""
TRIGGER = """CREATE CONSTRAINT TRIGGER {table}_stamped AFTER INSERT OR UPDATE OR DELETE ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION agents_stamp()"""
ON_SQLITE = """CREATE TRIGGER {table}_stamped_{verb} AFTER {verb} ON {table}
BEGIN UPDATE agents_routing_stamp SET stamp = hex(randomblob(16)); END"""


def forwards(apps, schema_editor):
    """One row, and whoever writes it."""
    apps.get_model("agents", "RoutingStamp").objects.create(stamp="the first one")
    if schema_editor.connection.vendor == "postgresql":
        statements = [FUNCTION, *(TRIGGER.format(table=table) for table in TABLES)]
    else:
        statements = [
            ON_SQLITE.format(table=table, verb=verb) for table in TABLES for verb in ("INSERT", "UPDATE", "DELETE")
        ]
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("agents", "0020_words")]

    operations = [
        migrations.CreateModel(
            name="RoutingStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stamp", models.CharField(max_length=36)),
            ],
            options={"db_table": "agents_routing_stamp"},
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
