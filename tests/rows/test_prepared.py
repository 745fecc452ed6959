"""Queries that are compiled once say the same as those that are not."""

import pytest
from django.db import connection, transaction

from agents.models import Agent, Membership
from interactions.models import Interaction, Message, Thread
from rows.among import Many
from rows.prepared import Prepared, Slot
from tests import company
from tests.factories import AgentFactory, WorkgroupFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

by_ids = Prepared(lambda ids: Agent.objects.filter(pk__in=ids).order_by("pk"))
by_name = Prepared(lambda name: Agent.objects.filter(username=name))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 9])
def test_lists_of_any_length_find_what_the_queryset_finds(count):
    agents = AgentFactory.create_batch(10)
    ids = [agent.pk for agent in agents[:count]]
    assert by_ids(ids) == list(Agent.objects.filter(pk__in=ids).order_by("pk"))


def test_many_in_one_value_find_what_a_list_finds():
    agents = AgentFactory.create_batch(5)
    among = Prepared(lambda ids, names: Agent.objects.filter(pk__among=ids, username__among=names).order_by("pk"))
    for count in (0, 1, 4):
        ids, names = [one.pk for one in agents[:count]], [one.username for one in agents[1:]]
        assert among(Many([*ids, *range(10**6, 10**6 + 70)]), Many(names)) == agents[1:count]
    assert among(Many([]), Many(names)) == []
    assert len(among._compiled) == 1, "one statement for any number"


def test_nothing_is_asked_for_an_empty_list(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert by_ids([]) == []


def test_a_few_lengths_share_one_query():
    AgentFactory.create_batch(2)
    few = Prepared(lambda ids: Agent.objects.filter(pk__in=ids))
    for count in (5, 6, 7, 8):
        few(list(range(count)))
    assert len(few._compiled) == 1


def test_the_next_run_has_other_values():
    AgentFactory(username="ann")
    AgentFactory(username="bob")
    assert [[agent.username for agent in by_name(name)] for name in ("ann", "bob", "nobody")] == [["ann"], ["bob"], []]


def test_text_is_a_value_and_never_part_of_the_query():
    AgentFactory(username="o'hara; --")
    assert [agent.username for agent in by_name("o'hara; --")] == ["o'hara; --"]
    assert by_name("' OR 1=1 --") == []


def test_related_objects_and_annotations_come_with_it(django_assert_num_queries):
    [interaction] = company.writes(company.channel(company.workgroup()))
    rows = Prepared(lambda ids: Interaction.objects.filter(pk__in=ids).with_row())
    rows([interaction.pk])
    with django_assert_num_queries(1):
        [found] = rows([interaction.pk])
        assert (found.thread.peer.customer_id, found.last_message.text) == (found.customer_id, "hello")


def test_values_come_as_tuples():
    membership = Membership.objects.create(agent=AgentFactory(), workgroup=WorkgroupFactory())
    facts = Prepared(lambda group: Membership.objects.filter(workgroup=group).values_list("agent", "activated"))
    assert facts(membership.workgroup_id) == [(membership.agent_id, True)]


def test_the_compiled_query_locks_as_the_queryset_would():
    locked = Prepared(lambda pk: Thread.objects.select_for_update(no_key=True).filter(pk=pk))
    with transaction.atomic():
        assert locked(1) == []
    _thread, _compiler, sql, parameters = locked._compiled[(0,)]
    assert ("FOR NO KEY UPDATE" in sql) == (connection.vendor == "postgresql")
    assert [one for one in parameters if isinstance(one, Slot)] == [Slot(0)]


def test_what_is_written_is_seen_by_the_next_run():
    said = Prepared(lambda ids: Message.objects.filter(pk__in=ids))
    [interaction] = company.writes(company.channel(company.workgroup()))
    message = interaction.last_message
    assert said([message.pk])[0].text == message.text
    Message.objects.filter(pk=message.pk).update(text="Changed")
    assert said([message.pk])[0].text == "Changed"
