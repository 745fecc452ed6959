"""After a test that commits: tables that were written are emptied, and what migrations made is copied back.

Django empties all tables there are and reads what was in them from JSON, half a second each time; this takes milliseconds.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase

KEPT = "kept_"  # the copy of a table, beside it


def keep():
    """Copy what migrations made, once, and have every test that commits leave just that."""
    with connection.cursor() as cursor:
        for table in _filled(cursor):
            cursor.execute(f'CREATE TABLE "{KEPT}{table}" AS SELECT * FROM "{table}"')
    TransactionTestCase._fixture_teardown = leave


def leave(_test=None):
    """Make the tables what they were when the tests began."""
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")  # neither constraints nor triggers
        for table in _filled(cursor):
            cursor.execute(f'DELETE FROM "{table}"')
        for kept in connection.introspection.table_names(cursor):
            if kept.startswith(KEPT):
                cursor.execute(f'INSERT INTO "{kept.removeprefix(KEPT)}" SELECT * FROM "{kept}"')


def _filled(cursor):
    """The tables that have rows; what migrations were applied is none of the tests' business."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    cursor.execute("SELECT " + ", ".join(f'EXISTS(SELECT 1 FROM "{table}")' for table in tables))
    return [table for table, filled in zip(tables, cursor.fetchone(), strict=True) if filled]
