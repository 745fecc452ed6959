"""Queries that are compiled once.

Django builds the SQL of a query each time it is asked, which takes several times as long as running it. Where every message
passes, the query is written down once as a function of its values, and only the values change from then on.
"""

from copy import copy
from functools import partial
from itertools import chain
from types import SimpleNamespace

from django.db import connections
from django.db.models import Expression

from rows.among import Many


class Slot(Expression):
    """The place of a value in a compiled query."""

    def __init__(self, place):
        """`place` counts the values."""
        super().__init__()
        self.place = place

    def as_sql(self, compiler, connection):
        """A parameter; the slot itself stands in for its value."""
        return "%s", [self]

    def __eq__(self, other):
        return isinstance(other, Slot) and other.place == self.place

    def __hash__(self):
        return hash(self.place)


class Prepared:
    """A query as a function: `Prepared(lambda ids: Message.objects.filter(pk__in=ids))([1, 2])` is a list of messages.

    The function is called once for each number of values (lists are filled up to a power of two by repeating their last)
    and must not look at them: they are ids and texts, put where a filter takes them. An empty list finds nothing.
    """

    def __init__(self, build):
        """`build` returns a queryset."""
        self._build, self._compiled = build, {}

    def __call__(self, *values):
        """The rows, read now."""
        lists = [value if isinstance(value, list) else [value] for value in values]
        if not all(lists) or any(isinstance(value, Many) and not value for value in values):
            return []
        full = [_filled(items) for items in lists]
        shape = tuple(len(items) if isinstance(value, list) else 0 for items, value in zip(full, values, strict=True))
        if shape not in self._compiled:
            self._compiled[shape] = _compile(self._build, shape)
        return _run(*self._compiled[shape], list(chain(*full)))


def _filled(items):
    """Up to the next power of two, so that there are few different queries."""
    missing = (1 << (len(items) - 1).bit_length()) - len(items)
    return [*items, *items[-1:] * missing]


def _compile(build, shape):
    """(queryset, compiler, sql, parameters) with slots among the parameters; `shape` has 0 for what is no list."""
    places = iter(range(sum(shape) + len(shape)))
    given = [[Slot(next(places)) for _ in range(size)] if size else Slot(next(places)) for size in shape]
    queryset = build(*given)
    compiler = queryset.query.get_compiler(using=queryset.db)
    return queryset, compiler, *compiler.as_sql()


def _run(queryset, compiler, sql, parameters, values):
    """Run the compiled query the way the queryset would, as objects or as values."""
    compiler = copy(compiler)
    compiler.connection = connections[queryset.db]  # that of this thread
    vendor = compiler.connection.vendor
    bound = tuple(_bound(values[one.place], vendor) if isinstance(one, Slot) else one for one in parameters)
    compiler.as_sql = partial(_compiled, sql, bound)
    asked = SimpleNamespace(
        query=SimpleNamespace(get_compiler=lambda *args, **more: compiler),
        db=queryset.db,
        model=queryset.model,
        _fetch_mode=queryset._fetch_mode,
        _known_related_objects=queryset._known_related_objects,
    )
    return list(queryset._iterable_class(asked))


def _bound(value, vendor):
    return value.bound(vendor) if isinstance(value, Many) else value


def _compiled(sql, parameters, *args, **more):
    return sql, parameters
