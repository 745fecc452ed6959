"""A policy that records everything."""

from tests.supervision.recordings.conftest import everything  # noqa: F401
