"""Hints: the name of what changed and its id, sent after commit. A lost one costs a second or two, never a message.

`wake` hurries a task, `tell` hurries the pages. Both make one attempt of at most 0.2 s, are quiet for a second after a
failure, and never fail their caller: what they point at is a row that a tick finds anyway.
"""

from functools import partial

from django.db import transaction

from hints.lines import Pages, Workers

_workers, _pages = Workers(), Pages()


def wake(task, *ids):
    """After commit, ask a worker to run `task` (a registered name) with these ids."""
    transaction.on_commit(partial(_workers.send, task, ids), robust=True)


def tell(group, *ids):
    """After commit, tell whoever listens to `group` that something with these ids changed."""
    transaction.on_commit(partial(_pages.send, group, ids), robust=True)
