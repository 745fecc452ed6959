"""Several administrators at one checklist at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from channels_admin.models import OnboardingStep
from tests import factories
from tests.channels_admin.factories_whatsapp import OnboardingFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def rounds(verb, count=25):
    """Do it again and again on a connection of one's own."""
    try:
        return [verb() for _ in range(count)]
    finally:
        connection.close()


def test_a_step_is_finished_once_and_never_while_one_before_it_is_open():
    ada, ben = factories.AgentFactory(), factories.AgentFactory()
    first, second = OnboardingFactory().steps.order_by("kind")[:2]
    steps, gaps = OnboardingStep.objects, []

    def finish_both(by):
        steps.finish(first, by, timezone.now())
        steps.finish(second, by, timezone.now())
        done = dict(steps.filter(onboarding=first.onboarding_id).values_list("kind", "done_at"))
        if done[2] and not done[1]:
            gaps.append(done)

    with ThreadPoolExecutor(3) as pool:
        jobs = [
            pool.submit(rounds, lambda: finish_both(ada)),
            pool.submit(rounds, lambda: finish_both(ben)),
            pool.submit(rounds, lambda: steps.reopen(first)),
        ]
        assert [len(job.result()) for job in jobs] == [25, 25, 25]
    assert gaps == []
    steps.reopen(first)
    with ThreadPoolExecutor(4) as pool:
        finishing = lambda: steps.finish(first, ada, timezone.now())  # noqa: E731
        won = [job.result()[0] for job in [pool.submit(rounds, finishing, 1) for _ in range(4)]]
    assert sorted(won) == [False, False, False, True]
