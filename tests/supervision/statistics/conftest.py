"""Figures are kept for a moment; ids come again in the next test."""

import pytest

from supervision.statistics import company, counting, sharing
from tests import company as firms


def forget():
    """Nothing is known of an earlier test, or of another example."""
    company.forget()
    counting.forget()
    sharing.forget()


@pytest.fixture(autouse=True)
def _counted_anew():
    forget()


@pytest.fixture
def care(db):
    """A workgroup whose interactions are real ones."""
    return firms.workgroup("Care")
