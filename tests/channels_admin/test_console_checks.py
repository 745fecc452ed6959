"""What a channel's page says while one types, the try-out, and the test of a connection: asked of the sandbox."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from agents.models import License
from channels_admin.checking import asking
from channels_admin.models import Channel, Feed, Price
from tests import factories
from tests.channels_admin.forms_filled import page_of

pytestmark = pytest.mark.django_db
PAGE, NUMBER, OWN = "100200300", "106540352242922", "5001"
WORLD = {
    "apps": [{"id": "app", "secret": "app-secret", "verify_token": "verify-me"}],
    "pages": [{"id": PAGE, "name": "Acme Bread", "token": "page-token", "app": "app"}, {"id": "999", "name": "Rival"}],
    "numbers": [
        {
            "id": NUMBER,
            "display_phone_number": "+15550783881",
            "name": "Acme",
            "waba": "777",
            "token": "n",
            "app": "app",
        }
    ],
    "x_users": [
        {"id": OWN, "username": "acme", "name": "Acme Bread", "token": "x-token"},
        {"id": "5002", "username": "rival", "name": "Rival"},
    ],
}


@pytest.fixture
def world(sandbox, settings, licensed):
    """The platforms, with the company on each."""
    cache.clear()
    settings.GRAPH_URL = settings.X_URL = sandbox.url
    sandbox.control("world", WORLD)
    sandbox.control("rate_limits", {"rate_limits": {"search_delay": 0}})
    return sandbox


@pytest.fixture
def x(world):
    return factories.AccountFactory(platform="twitter", name="@acme", external_id=OWN, token="x-token")


@pytest.fixture
def facebook(world):
    app = factories.PlatformAppFactory(platform="facebook", app_id="app", secret="app-secret")
    return factories.AccountFactory(platform="facebook", name="Acme", external_id=PAGE, token="page-token", app=app)


def ask(client, what, account=None, *args, **given):
    """(status, answer) of one question."""
    given = {"account": account.pk if account else "", **given}
    answer = client.post(
        reverse(f"console:check_{what}", args=args), json.dumps(given), content_type="application/json"
    )
    return answer.status_code, answer.json()


def checked(client, what, account, value, **more):
    status, answer = ask(client, what, account, value=value, **more)
    assert status == 200, answer
    return answer


def tweet(world, author, text, **more):
    return world.control("x/tweets", {"author": {"username": author}, "text": text, **more})["id"]


def test_a_handle_that_exists_passes_and_one_that_does_not_is_told_what_was_meant(admin, x):
    assert checked(admin, "address", x, "@acme")["note"] == "ours"
    assert checked(admin, "address", x, "rival") | {"said": ""} == {
        "value": "rival",
        "tone": "connected",
        "note": "Rival",
        "said": "",
        "near": "",
    }
    wrong = checked(admin, "address", x, "rivall", addresses=["rival", "rivall"])
    assert (wrong["tone"], wrong["said"], wrong["near"]) == ("disconnected", "X knows no @rivall.", "rival")
    assert checked(admin, "address", x, "no way")["note"] == "no handle"


def test_a_handle_that_another_channel_reads_too_is_said(admin, x):
    other = factories.ChannelFactory(name="First", account=x, addresses=["Rival"])
    found = checked(admin, "address", x, "rival")
    assert found["tone"] == "connected" and "is read by “First” too" in found["said"]
    assert checked(admin, "address", x, "rival", channel=str(other.pk))["said"] == ""


def test_a_handle_is_looked_up_once(admin, x, world):
    checked(admin, "address", x, "rival")
    world.control("faults", {"match": {"path": "/2/users"}, "do": "error", "status": 503})
    assert checked(admin, "address", x, "rival")["tone"] == "connected"


def test_a_page_must_be_the_accounts(admin, facebook):
    assert checked(admin, "address", facebook, PAGE)["note"] == "Acme Bread"
    wrong = checked(admin, "address", facebook, "999")
    assert (wrong["tone"], wrong["near"]) == ("disconnected", PAGE)
    assert wrong["said"] == "The account “Acme” may not read this page."
    assert checked(admin, "address", facebook, "acme")["note"] == "no page ID"


def test_a_page_or_number_that_another_channel_reads_is_taken(admin, facebook):
    other = factories.ChannelFactory(name="First", account=facebook, addresses=[PAGE])
    other.enable()
    assert "“First” already" in checked(admin, "address", facebook, PAGE)["said"]
    assert checked(admin, "address", facebook, PAGE, channel=str(other.pk))["tone"] == "connected"


def test_a_number_must_be_in_the_business_account(admin, world):
    app = factories.PlatformAppFactory(platform="whatsapp", app_id="app")
    account = factories.AccountFactory(platform="whatsapp", external_id="777", token="n", app=app)
    assert "+15550783881" in checked(admin, "address", account, NUMBER)["note"].replace(" ", "")
    wrong = checked(admin, "address", account, "106")
    assert (wrong["tone"], wrong["near"]) == ("disconnected", NUMBER)


def test_what_an_account_has_and_no_channel_reads_is_offered(admin, x, facebook, world):
    app = factories.PlatformAppFactory(platform="whatsapp", app_id="app")
    waba = factories.AccountFactory(platform="whatsapp", external_id="777", token="n", app=app)

    def offered(account):
        _status, answer = ask(admin, "known", account)
        return [one["value"] for one in answer["known"]]

    assert (offered(x), offered(facebook), offered(waba)) == (["acme"], [PAGE], [NUMBER])
    factories.ChannelFactory(account=facebook, addresses=[PAGE]).enable()
    assert offered(facebook) == []


def test_a_keyword_says_what_it_brings_and_costs(admin, x, world):
    for n in range(14):
        tweet(world, "rosa", f"espresso number {n}")
    Price.objects.update_or_create(platform="twitter", kind="post", defaults={"amount": "0.5"})
    assert checked(admin, "keyword", x, "espresso")["note"] == "2 a day"
    over = checked(admin, "keyword", x, "espresso", budget="10")
    assert over["tone"] == "held" and "about 30.00 a month: over the budget of 10" in over["said"]
    assert checked(admin, "keyword", x, "-hiring")["note"] == "excludes"
    assert checked(admin, "keyword", x, '""')["tone"] == "disconnected"


def test_the_query_is_the_one_that_is_polled_and_split_where_it_is_too_long(admin, x):
    _status, answer = ask(admin, "query", x, addresses=["acme"], keywords=["brew line", "-hiring"])
    assert answer["queries"] == [f'"brew line" -hiring -is:retweet -from:{OWN}']
    assert answer["mentions"] == ["@acme"]
    _status, answer = ask(admin, "query", x, keywords=[f"word{n}" * 8 for n in range(20)])
    assert len(answer["queries"]) > 1 and all(len(query) <= answer["longest"] for query in answer["queries"])


def test_ten_posts_are_tried_and_each_says_what_becomes_of_it(admin, x, world):
    first = tweet(world, "rosa", "My espresso leaks")
    tweet(world, "ben", "Same here, my espresso too", in_reply_to=first)
    tweet(world, "jobs", "We are hiring an espresso engineer")
    tweet(world, "cleo", "@acme your espresso is great")
    tweet(world, "acme", "Our espresso is new")
    _status, answer = ask(admin, "trial", x, addresses=["acme"], keywords=["espresso", "-hiring"])
    fates = {"".join(text for text, _found in one["pieces"]): one for one in answer["posts"]}
    assert fates["@acme your espresso is great"]["fate"] == "opens"
    assert fates["My espresso leaks"]["fate"] == "read_only"
    assert fates["We are hiring an espresso engineer"]["words"] == "Excluded by -hiring"
    joined = next(one for text, one in fates.items() if "Same here" in text)
    assert joined["fate"] == "joins"
    assert ["espresso", True] in fates["My espresso leaks"]["pieces"]
    assert fates["Our espresso is new"]["words"] == "Ignored, our own"


def test_the_posts_of_a_page_are_tried_too(admin, facebook, world):
    world.control("facebook/posts", {"page": PAGE, "author": {"name": "Ann"}, "message": "It leaks"})
    _status, answer = ask(admin, "trial", facebook, addresses=[PAGE])
    assert [(one["author"], one["fate"]) for one in answer["posts"]] == [("Ann", "opens")]


def test_a_platform_that_fails_is_said_in_words_and_soon(admin, x, world, monkeypatch):
    monkeypatch.setattr(asking, "PATIENCE", 0.3)
    world.control("faults", {"match": {"path": "/2/tweets/search"}, "do": "hang"})
    status, answer = ask(admin, "trial", x, keywords=["espresso"])
    assert (status, answer["detail"]) == (502, "The connection broke before the platform had answered.")
    world.control("tokens/expire", {"token": "x-token"})
    unclear = checked(admin, "address", x, "rival")
    assert unclear["tone"] == "held" and "link the account again" in unclear["said"]


def test_nobody_checks_without_end(admin, x):
    for _n in range(10):
        ask(admin, "trial", x, keywords=["espresso"])
    status, answer = ask(admin, "trial", x, keywords=["espresso"])
    assert status == 400 and "wait a minute" in answer["detail"]


@pytest.mark.parametrize("given", [b"", b"[]", b"{", b'{"account": "x"}', b'{"account": "999999"}'])
def test_nonsense_is_refused(admin, given):
    for what in ("address", "keyword", "query", "trial"):
        answer = admin.post(reverse(f"console:check_{what}"), given, content_type="application/json")
        assert answer.status_code in (400, 404)


def test_the_right_is_asked_for_and_only_posts_are_taken(alice, x):
    for what in ("address", "keyword", "query", "trial"):
        assert alice.post(reverse(f"console:check_{what}"), "{}", content_type="application/json").status_code == 403
    alice.force_login(factories.AgentFactory(rights=["channels_admin.administer"]))
    assert alice.get(reverse("console:check_trial")).status_code == 405


def found(client, channel):
    """{what: (tone, words)} of a connection's test."""
    status, answer = ask(client, "channel", None, channel.pk)
    assert status == 200
    return answer["tone"], {one["what"]: (one["tone"], one["found"]) for one in answer["checks"]}


def test_a_connection_is_tested_from_the_token_to_the_people(admin, facebook):
    channel = factories.ChannelFactory(account=facebook, addresses=[PAGE])
    for group in (channel.conversation_workgroup, channel.direct_workgroup):
        factories.MembershipFactory(workgroup=group)
    tone, checks = found(admin, channel)
    assert tone == "connected", checks
    assert checks["Access"][1].startswith("The platform takes the token")
    assert checks[PAGE] == ("connected", "Acme Bread")


def test_what_is_missing_is_named_with_the_way_to_it(admin, facebook, world):
    channel = factories.ChannelFactory(account=facebook, addresses=["999"], monthly_budget="1.00")
    License.objects.filter(part=License.Part.FEATURE_SOCIAL_MEDIA).delete()
    world.control("tokens/expire", {"token": "page-token", "subcode": 460})
    tone, checks = found(admin, channel)
    assert tone == "disconnected"
    assert checks["License"][0] == checks["Access"][0] == "disconnected"
    assert checks[str(channel.direct_workgroup)] == ("held", "Nobody is an activated member: what comes waits.")
    status, answer = ask(admin, "channel", None, channel.pk)
    for one in answer["checks"]:
        assert one["tone"] == "connected" or not one["url"] or admin.get(one["url"]).status_code == 200


def test_several_are_tested_on_a_page_of_their_own(admin, facebook):
    on, off = factories.ChannelFactory(name="On"), factories.ChannelFactory(name="Off")
    on.enable()
    page = admin.get(reverse("console:test_channels")).content.decode()
    assert reverse("console:check_channel", args=[on.pk]) in page and "Off" not in page
    chosen = {"action": "test_chosen", "_selected_action": [off.pk]}
    page = admin.post(page_of(Channel, "changelist"), chosen, follow=True).content.decode()
    assert reverse("console:check_channel", args=[off.pk]) in page


def test_two_thousand_channels_take_few_queries(admin, licensed, django_assert_max_num_queries):
    account, group = factories.AccountFactory(), factories.WorkgroupFactory()
    rows = [
        Channel(
            name=f"Channel {n:04}", platform="facebook", account=account, addresses=[str(n)], direct_workgroup=group
        )
        for n in range(2000)
    ]
    Channel.objects.bulk_create(rows)
    now = timezone.now()
    Channel.objects.update(enabled_at=now - timedelta(days=1))
    Feed.objects.bulk_create(
        Feed(channel=row, kind="messenger", address=row.addresses[0], last_poll_at=now) for row in rows
    )
    with django_assert_max_num_queries(32) as few:
        answer = admin.get(page_of(Channel, "changelist"))
    assert len(answer.context["cl"].result_list) == 50
    with django_assert_max_num_queries(len(few)):
        answer = admin.get(page_of(Channel, "changelist"), {"q": "Channel 1999"})
    assert [row.name for row in answer.context["cl"].result_list] == ["Channel 1999"]
    ticked = [row.pk for row in rows[:50]]
    for action, said in (
        ("disable_chosen", "50 channels are disabled."),
        ("enable_chosen", "50 channels are enabled."),
    ):
        answer = admin.post(page_of(Channel, "changelist"), {"action": action, "_selected_action": ticked}, follow=True)
        assert said in answer.content.decode()
    assert Channel.objects.filter(enabled_at__isnull=False).count() == 2000
    with django_assert_max_num_queries(60):
        assert admin.get(reverse("console:index")).status_code == 200
