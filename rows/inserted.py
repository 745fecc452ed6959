"""Inserting a row with a statement that is compiled once."""

from functools import cache

from django.db import connections, router
from django.db.models.sql import InsertQuery


def insert(instance):
    """Insert a new row, as `save(force_insert=True)` does, and return it with its id. Values only, no expressions."""
    model = type(instance)
    alias = router.db_for_write(model, instance=instance)
    connection = connections[alias]
    fields, sql, identity = _statement(model, connection.vendor, alias)
    values = [field.get_db_prep_save(field.pre_save(instance, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        if identity:
            setattr(instance, identity, cursor.fetchone()[0])
    instance._state.adding, instance._state.db = False, alias
    return instance


@cache
def _statement(model, _vendor, alias):
    """(columns that are given, SQL, attribute of the id that the database gives or None)"""
    meta = model._meta
    given = [field for field in meta.concrete_fields if field is not meta.auto_field]
    query = InsertQuery(model)
    query.insert_values(given, [model()], raw=True)
    compiler = query.get_compiler(using=alias)
    compiler.returning_fields = [meta.auto_field] if meta.auto_field else None
    [(sql, _values)] = compiler.as_sql()
    return given, sql, meta.auto_field and meta.auto_field.attname
