"""Is a value one of many, where the many are one value: a statement stays the same, and short, however many they are.

`filter(owner__id__among=ids)` in a `Prepared` query, called with `Many(ids)`. PostgreSQL gets an array, SQLite a JSON text.
"""

import json

from django.db.models import Field, Lookup


class Many:
    """The values, all of one kind."""

    def __init__(self, values):
        """Any iterable."""
        self._values = list(values)

    def __bool__(self):
        return bool(self._values)

    def bound(self, vendor):
        """As a parameter of this database."""
        return self._values if vendor == "postgresql" else json.dumps(self._values)


@Field.register_lookup
class Among(Lookup):
    """`field__among`."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        """The condition and its parameters."""
        left, given = self.process_lhs(compiler, connection)
        _right, many = self.process_rhs(compiler, connection)
        condition = "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
        return f"{left} {condition}", [*given, *many]
