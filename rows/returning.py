"""A conditional update that brings the changed row back: one statement where update and read would be two."""

from django.db.models import Model
from django.db.models.sql import UpdateQuery


def update_returning(instance, rows, only=(), **changes):
    """Change the one row that `rows` still selects and read it into `instance`; False where it selects none.

    `only` names the columns to be read; all, where it names none. Related objects that are kept with the instance stay,
    unless the row now names others; those given in `changes` are kept from now on.
    """
    fields = [field for field in instance._meta.concrete_fields if not only or field.name in only]
    query = rows.query.chain(UpdateQuery)
    query.add_update_values(changes)
    found = query.get_compiler(rows.db).execute_returning_sql(fields)
    for values in found:
        for field, value in zip(fields, values, strict=True):
            setattr(instance, field.attname, value)  # a foreign key forgets its object where the id is another
        for name, value in changes.items():
            if isinstance(value, Model):
                setattr(instance, name, value)
    return bool(found)
