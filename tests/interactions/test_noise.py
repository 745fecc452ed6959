"""Noise (R55): rules by author, words and contents; what they catch opens nothing or ends at once, and stays searchable."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agents.models import Membership
from audit.models import Change
from channels_admin.models import Channel, Platform
from interactions import blocking, missed, noise
from interactions.models import Block, Customer, Interaction, Message, NoiseRule, State
from interactions.models.noise import Said
from platforms.base import Detail
from platforms.whatsapp.management.blocking import listed
from tests import company, factories, factories_rules
from tests.channels_admin.forms_filled import fill, page_of

pytestmark = pytest.mark.django_db
Only, Action = NoiseRule.Only, NoiseRule.Action


@pytest.fixture
def admin(client, care):
    """A browser of an administrator who supervises Care."""
    client.person = factories.AgentFactory(username="ada", roles=["Administrator"])
    Membership.objects.create(agent=client.person, workgroup=care, activated=False, supervises=True)
    client.force_login(client.person)
    return client


@pytest.mark.parametrize(
    ("rule", "said", "caught"),
    [
        ({"author": "@SpamBot"}, Said(("Spam Bot", "spambot"), "hi"), True),
        ({"author": "spam"}, Said(("spambot",), "hi"), False),
        ({"words": ["free crypto", "lottery"]}, Said((), "Win the LOTTERY!"), True),
        ({"words": ["lottery"]}, Said((), "lotteryman"), False),
        ({"words": ["lottery"], "author": "bot"}, Said(("ann",), "lottery"), False),
        ({"only": Only.TAGS}, Said((), "@ann @bob_2 !!"), True),
        ({"only": Only.TAGS}, Said((), "Ann Lee Bob", tagged=("Ann Lee", "Bob")), True),
        ({"only": Only.TAGS}, Said((), "Ann Lee look at this", tagged=("Ann Lee",)), False),
        ({"only": Only.TAGS}, Said((), "@ann", carries="image"), False),
        ({"only": Only.TAGS}, Said((), "!!"), False),
        ({"only": Only.EMOJI}, Said((), "👍🏽 ❤️ 👨‍👩‍👧"), True),
        ({"only": Only.EMOJI}, Said((), "", carries="sticker"), True),
        ({"only": Only.EMOJI}, Said((), "👍 thanks"), False),
        ({"only": Only.EMOJI}, Said((), "", carries="image"), False),
        ({"only": Only.EMOJI}, Said((), ""), False),
    ],
)
def test_what_a_rule_catches(rule, said, caught):
    assert NoiseRule(**rule).catches(said) is caught


def test_what_is_ignored_opens_nothing_and_is_kept_with_its_rule(queue):
    rule = factories_rules.NoiseRuleFactory(channel=queue)
    assert company.writes(queue, company.said("Lottery winner!")) == []
    assert Message.objects.get().noise == rule
    (interaction,) = company.writes(queue, company.said("My machine is broken"))
    company.writes(queue, company.said("lottery, by the way"))
    assert Message.objects.filter(interaction=interaction).count() == 2, "what is open goes on as ever"


def test_what_is_disconnected_ends_at_once_with_the_code(queue, alice):
    code = factories.WrapUpCodeFactory(name="Noise")
    rule = factories_rules.NoiseRuleFactory(channel=queue, action=Action.DISCONNECT, wrap_up=code)
    assert company.writes(queue, company.said("lottery")) == []
    ended = Interaction.objects.get()
    assert (ended.state, ended.wrap_up, ended.messages.get().noise) == (State.DISCONNECTED, code, rule)
    assert company.journal(ended) == ["received", "disconnected"]


def test_tagged_friends_of_a_facebook_comment_are_known_by_what_the_platform_says(care):
    page = company.channel(None, public=care, platform=Platform.FACEBOOK, address="110")
    factories_rules.NoiseRuleFactory(channel=page, words=[], only=Only.TAGS)
    company.writes(page, company.commented("Ann Lee", details=(Detail("mention", "Ann Lee"),)))
    assert not Interaction.objects.exists()


def test_a_rule_concerns_its_channel_and_only_while_it_is_in_force(queue, care):
    factories_rules.NoiseRuleFactory(channel=queue, active=False)
    factories_rules.NoiseRuleFactory()
    assert len(company.writes(queue, company.said("lottery"))) == 1


def test_what_came_while_the_channel_was_off_is_looked_at_too(queue):
    factories_rules.NoiseRuleFactory(channel=queue)
    queue.disable()
    Channel.objects.update(disabled_at=timezone.now() - timedelta(minutes=5))
    company.writes(queue, company.said("lottery", by="351900000008"))
    company.writes(queue, company.said("help", by="351900000009"))
    Channel.objects.get(pk=queue.pk).enable(from_where_it_stopped=True)
    missed.open_missed()
    assert [one.last_message.text for one in Interaction.objects.all()] == ["help"]


def test_a_message_costs_no_query_for_the_rules(queue):
    company.writes(queue)
    with CaptureQueriesContext(connection) as seen:
        company.writes(queue, *[company.said(f"{n}", by=f"3519{n}") for n in range(5)])
    assert sum("noiserule" in one["sql"] for one in seen.captured_queries) == 0


# ---- in the console ---------------------------------------------------------------------------------------------------


def test_a_rule_is_tried_on_what_was_said_before_it_is_saved(admin, queue):
    for text in ("lottery now", "Hello", "another LOTTERY"):
        company.writes(queue, company.said(text))
    entered = {"channel": str(queue.pk), "name": "Lotteries", "words": "lottery"}
    tried = fill(admin, page_of(NoiseRule, "add"), **entered)
    said = tried.content.decode()
    assert "It would have caught 2 of the last 3 messages" in said and "another LOTTERY" in said
    assert not NoiseRule.objects.exists()
    mark = tried.context["trial"]["mark"]
    other = fill(admin, page_of(NoiseRule, "add"), **entered | {"words": "hello"}, tried=mark)
    assert "It would have caught 1 of the last 3" in other.content.decode(), "another rule than the one that was tried"
    assert fill(admin, page_of(NoiseRule, "add"), **entered, tried=mark).status_code == 302
    assert NoiseRule.objects.get().words == ["lottery"]
    assert Change.objects.get().verb == "created"
    assert company.writes(queue, company.said("lottery", by="351900000077"))[-1].thread.messages.count() == 3


@pytest.mark.parametrize(
    ("entered", "reason"),
    [({}, "Say what is noise"), ({"words": "a", "action": "disconnect"}, "Choose the wrap-up code")],
)
def test_half_a_rule_is_refused_in_words(admin, queue, entered, reason):
    said = fill(admin, page_of(NoiseRule, "add"), channel=str(queue.pk), name="Rule", **entered)
    assert reason in said.content.decode() and not NoiseRule.objects.exists()


def test_what_was_caught_is_found_by_rule_and_words_by_those_who_may_read(admin, client, queue):
    rule = factories_rules.NoiseRuleFactory(channel=queue)
    company.writes(
        queue, company.said("lottery one", by="351900000001"), company.said("lottery two", by="351900000002")
    )
    caught = reverse("console:noise_caught")
    assert len(admin.get(caught, {"rule": rule.pk, "q": "\0"}).context["found"]) == 2
    assert [one.text for one in admin.get(caught, {"q": "TWO"}).context["found"]] == ["lottery two"]
    client.force_login(factories.AgentFactory(rights=["channels_admin.administer"]))
    assert client.get(caught).status_code == 403


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("public", [False, True])
def test_what_was_written_to_a_workgroup_is_read_by_its_supervisors_alone(admin, queue, care, action, public):
    repairs = company.workgroup("Repairs")
    side, other = ("public", "direct_workgroup") if public else ("direct", "conversation_workgroup")
    facts = {"direct": None, "platform": Platform.FACEBOOK, "address": "110"} | {side: repairs}
    where = company.channel(**facts)
    ends = {"action": action, "wrap_up": factories.WrapUpCodeFactory() if action == Action.DISCONNECT else None}
    for channel in (where, queue):
        factories_rules.NoiseRuleFactory(channel=channel, **ends)
    company.writes(where, company.commented("foreign lottery") if public else company.said("foreign lottery"))
    company.writes(queue, company.said("our lottery"))
    Channel.objects.filter(pk=where.pk).update(**{other: care})
    assert Message.objects.exclude(noise=None).count() == 2
    caught = admin.get(reverse("console:noise_caught"))
    assert [one.text for one in caught.context["found"]] == ["our lottery"]
    tried = fill(admin, page_of(NoiseRule, "add"), channel=str(where.pk), name="R", words="lottery").content.decode()
    assert "caught 1 of the last 1" in tried and "foreign" not in tried, "the trial counts, but shows nobody's words"
    Membership.objects.update(workgroup=repairs)
    assert [one.text for one in admin.get(reverse("console:noise_caught")).context["found"]] == ["foreign lottery"]
    Membership.objects.update(supervises=False)
    assert "you supervise none" in admin.get(reverse("console:noise_caught")).content.decode()


# ---- blocked customers ------------------------------------------------------------------------------------------------


def act(client, name, *customers):
    """Tick these customers and choose an action."""
    ticked = {"action": name, "_selected_action": [customer.pk for customer in customers]}
    return client.post(page_of(Customer, "changelist"), ticked, follow=True)


def test_who_is_blocked_opens_nothing_until_he_is_unblocked(admin, queue):
    interaction = company.writes(queue)[0]
    interaction.disconnect(None)
    customer = interaction.customer
    assert "is blocked" in act(admin, "block_chosen", customer).content.decode()
    act(admin, "block_chosen", customer)
    assert Block.objects.get().by == admin.person
    assert company.writes(queue) == []
    act(admin, "unblock_chosen", customer)
    assert len(company.writes(queue)) == 1
    assert list(Change.objects.order_by("pk").values_list("verb", flat=True)) == ["blocked", "unblocked"]
    assert Block.objects.get().lifted_by == admin.person, "it stays listed"


def test_whatsapp_is_told_of_the_block_and_of_its_end(admin, queue, sandbox, settings):
    settings.GRAPH_URL = sandbox.url
    number = {
        "id": "106",
        "display_phone_number": "+351215550100",
        "waba": "102",
        "token": "t",
        "app": "7",
        "name": "Acme",
    }
    sandbox.control("world", {"apps": [{"id": "7", "secret": "s"}], "numbers": [number]})
    sandbox.control("whatsapp/messages", {"number": "106", "from": "16505559876", "name": "Pest", "text": "!!!"})
    interaction = company.writes(queue, company.said("!!!", by="16505559876"))[0]
    wire = queue.account.wire("106")
    act(admin, "block_chosen", interaction.customer)
    blocking.settle_due()
    assert Block.objects.get().platform == "On the platform too" and listed(wire) == ["16505559876"]
    act(admin, "unblock_chosen", interaction.customer)
    blocking.settle_due()
    assert Block.objects.get().platform == "On the platform too" and listed(wire) == []


def test_what_whatsapp_refuses_is_blocked_here_all_the_same(admin, queue, sandbox, settings):
    settings.GRAPH_URL = sandbox.url
    interaction = company.writes(queue)[0]
    act(admin, "block_chosen", interaction.customer)
    blocking.settle_due()
    assert Block.objects.get().platform.startswith("Here only: ")
    interaction.disconnect(None)
    assert company.writes(queue) == []


def test_a_platform_without_such_a_block_is_said_so(queue, care):
    page = company.channel(None, public=care, platform=Platform.FACEBOOK, address="110")
    interaction = company.writes(page, company.commented())[0]
    Block.objects.block(interaction.customer, None)
    blocking.settle_due()
    assert Block.objects.get().platform.startswith("Here only")
    noise.forget()
