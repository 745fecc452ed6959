"""What recordings' tests have: an interaction that Alice worked on, and a policy that records everything."""

from tests.supervision.recordings.conftest import everything, worked  # noqa: F401
