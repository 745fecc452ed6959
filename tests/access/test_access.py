"""Every address, for everybody: the table against the product."""

import logging

import pytest

from tests.access.table import LEADING_ON, rows
from tests.access.walking import World, addresses


@pytest.fixture
def world(db, settings):
    """Things of one workgroup, and everybody who comes. A refusal is no news here, and costs its traceback."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    logging.disable(logging.ERROR)
    yield World()
    logging.disable(logging.NOTSET)


def test_every_address_stands_in_the_table_and_nothing_else_does():
    listed = {address for address, *_rest in rows()} | set(LEADING_ON)
    there = set(addresses())
    assert there - listed == set(), "say in tests/access/table.py who is answered what there"
    assert listed - there == set(), "these are no addresses any more"


def test_everybody_is_answered_as_the_table_says(world):
    wrong = []
    for address, method, things, expected in rows():
        for who, answer in expected.items():
            found = world.ask(address, who, method, things)
            if found != answer:
                wrong.append(f"{method} {address} {','.join(things)}: {who} is answered {found}, not {answer}")
    assert wrong == [], "\n".join(wrong)
