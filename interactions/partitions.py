"""What needs PostgreSQL's partitions, with the SQLite way (an ordinary table) beside it."""

from django.db import connection, migrations

from interactions.models.inbox import this_month

AHEAD = 3  # months for which partitions are made in advance


class CreatePartitioned(migrations.CreateModel):
    """Creates a model's table, on PostgreSQL as one partitioned by month with a default partition beneath.

    The default partition takes what no month's partition takes, so that an insert never fails for want of one.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Create the table and whatever indexes the model has."""
        if schema_editor.connection.vendor != "postgresql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.name)
        sql, params = schema_editor.table_sql(model)
        schema_editor.execute(f"{sql} PARTITION BY RANGE (month)", params or None)
        table = schema_editor.quote_name(model._meta.db_table)
        schema_editor.execute(f"CREATE TABLE {_quoted(model._meta.db_table, 'rest')} PARTITION OF {table} DEFAULT")
        schema_editor.deferred_sql.extend(schema_editor._model_indexes_sql(model))


def _quoted(table, suffix):
    return f'"{table}_{suffix}"'


def months_from(first, count):
    """The first days of `count` months, beginning with that of `first`."""
    for step in range(first.month - 1, first.month - 1 + count):
        yield first.replace(year=first.year + step // 12, month=step % 12 + 1, day=1)


def make_partitions(*models):
    """Make the partitions of this month and the next ones where they are missing. Nothing to do on SQLite."""
    if connection.vendor != "postgresql":
        return
    *starts, _end = months = list(months_from(this_month(), AHEAD + 1))
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            for start, end in zip(starts, months[1:], strict=True):
                name = _quoted(table, f"{start:%Y_%m}")
                cursor.execute(
                    f'CREATE TABLE IF NOT EXISTS {name} PARTITION OF "{table}" '
                    f"FOR VALUES FROM ('{start}') TO ('{end}')"
                )
