"""How PostgreSQL is told to plan a search: for the values at hand, with patience that ends. SQLite takes no advice."""

import json
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

PATIENCE = 20_000  # ms
# Values decide which way is short: a rare word and a frequent one are the same statement. Pages of an index come from memory.
ADVICE = (
    "SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL random_page_cost = 1.1; SET LOCAL work_mem = '32MB'; "
)


class TooLong(Exception):
    """It was given up."""


@contextmanager
def searching(patience=PATIENCE):
    """Queries within are planned as searches; `TooLong` after so many milliseconds."""
    if connection.vendor != "postgresql":
        yield
        return
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"{ADVICE}SET LOCAL statement_timeout = {patience:d}")
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "57014":
            raise TooLong from error
        raise


def expected(rows):
    """How many rows the database expects of a query by its statistics, asking for none. SQLite, which keeps few, counts."""
    if connection.vendor != "postgresql":
        return rows.count()
    return json.loads(rows.values("pk").explain(format="json"))[0]["Plan"]["Plan Rows"]
