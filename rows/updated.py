"""Changing many rows at once, each to values of its own, and only those that are still as expected."""

import json
from functools import cache

from django.db import connections, router


def update_each(model, values, *, where, same=None, plus=(), returning=("pk",)):
    """Change rows by {id: {column: value}}; every row needs the same columns. Returns {id: (column, …)} of those changed.

    `where` are {column: value} that a row must still have; `same` are changes that all rows get; `plus` are numbers that
    go up by one. One statement, however many rows.
    """
    if not values:
        return {}
    connection = connections[router.db_for_write(model)]
    same, own = same or {}, tuple(next(iter(values.values())))
    asked = ("pk", *returning)
    sql = _statement(model, connection.vendor, own, tuple(same), tuple(plus), tuple(where), asked)
    columns = {name: _field(model, name).column for name in own}
    rows = [
        {"pk": pk} | {column: _plain(model, name, of[name], connection) for name, column in columns.items()}
        for pk, of in values.items()
    ]
    parameters = [_saved(model, name, value, connection) for name, value in same.items()]
    parameters += [json.dumps(rows, default=str)] + [len(rows)] * (connection.vendor == "postgresql")
    parameters += [_saved(model, name, value, connection) for name, value in where.items()]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found = cursor.fetchall()
    converted = [_field(model, name) for name in asked]
    return {row[0]: _read(row[1:], converted[1:], connection) for row in found}


def _field(model, name):
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _saved(model, name, value, connection):
    return _field(model, name).get_db_prep_save(value, connection)


def _plain(model, name, value, connection):
    saved = _saved(model, name, value, connection)
    return saved if saved is None or isinstance(saved, (int, str, bool, float)) else str(saved)


def _read(row, fields, connection):
    """As Python has it: SQLite keeps times as text."""
    for_each = zip(row, fields, strict=True)
    return tuple(_converted(value, field, connection) for value, field in for_each)


def _converted(value, field, connection):
    for convert in connection.ops.get_db_converters(field.cached_col):
        value = convert(value, field.cached_col, connection)
    return value


@cache
def _statement(model, vendor, own, same, plus, where, asked):
    connection = connections[router.db_for_write(model)]
    name = connection.ops.quote_name
    table, column = name(model._meta.db_table), {one: name(_field(model, one).column) for one in {*own, *same, *plus}}
    changes = [f"{column[one]} = %s" for one in same]
    changes += [f"{column[one]} = given.{column[one]}" for one in own]
    changes += [f"{column[one]} = {table}.{column[one]} + 1" for one in plus]
    # Rows are looked up by their ids: these comparisons, which take no index, cannot lead the planner elsewhere.
    same_as = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
    still = [f"{table}.{name(_field(model, one).column)} {same_as} %s" for one in where]
    rows = _rows_on_postgresql if vendor == "postgresql" else _rows_on_sqlite
    return (
        f"UPDATE {table} SET {', '.join(changes)} FROM {rows(model, own, connection)} "
        f"WHERE {' AND '.join([f'{table}.{name(model._meta.pk.column)} = given.pk', *still])} "
        f"RETURNING {', '.join(f'{table}.{name(_field(model, one).column)}' for one in asked)}"
    )


def _rows_on_postgresql(model, own, connection):
    name = connection.ops.quote_name
    typed = [f"{name(_field(model, one).column)} {_field(model, one).rel_db_type(connection)}" for one in own]
    typed = [f"pk {model._meta.pk.rel_db_type(connection)}", *typed]
    # PostgreSQL expects a hundred rows of a document; told how many there are it looks each up instead of reading the table.
    return f"(SELECT * FROM jsonb_to_recordset(%s::jsonb) AS rows({', '.join(typed)}) LIMIT %s) AS given"


def _rows_on_sqlite(model, own, connection):
    name = connection.ops.quote_name
    columns = [_field(model, one).column for one in own]
    picked = [f"json_extract(value, '$.{column}') AS {name(column)}" for column in columns]
    return f"(SELECT {', '.join(['json_extract(value, "$.pk") AS pk', *picked])} FROM json_each(%s)) AS given"
