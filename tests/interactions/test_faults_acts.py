"""Acts upon messages whose answer is lost, private answers and templates that are refused: done once, and told in words."""

import pytest
from django.utils import timezone

from channels_admin.models import Account, BlockedDestination, Template
from interactions import acts, outbox, templates, wishes
from interactions.models import Action, Delivery, Message
from platforms.base import Act
from tests import company
from tests.channels_admin.factories_whatsapp import TemplateFactory, WabaFactory
from tests.interactions.faulty import TOKEN, Line, done, tried, worked_off

pytestmark = [pytest.mark.django_db]

Stage = Delivery.State
LOST = [{"do": "drop"}, {"do": "drop_after"}, {"do": "error", "status": 500}, {"do": "error_after", "status": 503}]
# (way, act, the text, upon ours, method and path of the call, what a reader of the platform finds then)
ACTS = [
    ("facebook_posts", Act.LIKE, "", False, ("POST", "/likes$"), {"user_likes": True}),
    ("facebook_posts", Act.UNLIKE, "", False, ("DELETE", "/likes$"), {"user_likes": False}),
    ("facebook_posts", Act.HIDE, "", False, ("POST", "[0-9]_[0-9]+$"), {"is_hidden": True}),
    ("facebook_posts", Act.UNHIDE, "", False, ("POST", "[0-9]_[0-9]+$"), {"is_hidden": False}),
    ("facebook_posts", Act.EDIT, "In other words", True, ("POST", "[0-9]_[0-9]+$"), {"message": "In other words"}),
    ("facebook_posts", Act.DELETE, "", True, ("DELETE", "[0-9]_[0-9]+$"), None),
    ("x_posts", Act.LIKE, "", False, ("POST", "/likes$"), {}),
    ("x_posts", Act.UNLIKE, "", False, ("DELETE", "/likes/[0-9]+$"), {}),
    ("x_posts", Act.EDIT, "In other words", True, ("POST", "^/2/tweets$"), {"text": "In other words"}),
    ("x_posts", Act.DELETE, "", True, ("DELETE", "/2/tweets/[0-9]+$"), None),
    ("x_direct", Act.DELETE, "", True, ("DELETE", "/2/dm_events/[0-9]+$"), None),
]
FIELDS = {"facebook_posts": "user_likes,is_hidden,message", "x_posts": "edit_history_tweet_ids", "x_direct": "text"}
PLACES = {
    "facebook_posts": "/v26.0/{}?fields=",
    "x_posts": "/2/tweets/{}?tweet.fields=",
    "x_direct": "/2/dm_events/{}?dm_event.fields=",
}


def shown(line, number):
    """What stands at the platform under this id; None: nothing."""
    address = line.platform.url + PLACES[line.kind].format(number) + FIELDS[line.kind]
    answer = line.account.wire("110").http.get(address, headers={"Authorization": f"Bearer {TOKEN}"}).json()
    if "error" in answer or "errors" in answer:
        return None
    return answer.get("data", answer)


@pytest.fixture
def line(request, platform):
    made = Line(platform, request.param)
    if request.param == "facebook_posts":
        comment = {"object": made.begun["id"], "author": {"id": "901", "name": "Marta"}, "message": "And drips"}
        platform.control("facebook/comments", comment)
        made.take_in()
    if request.param == "x_posts":  # likes and edits are for higher access levels only
        user = {"id": "5001", "username": "acme", "name": "Acme", "token": TOKEN, "tier": "enterprise"}
        platform.control("world", {"x_users": [user]})
    return made


@pytest.mark.parametrize(
    ("line", "act", "text", "ours", "call", "found"),
    ACTS,
    indirect=["line"],
    ids=lambda one: getattr(one, "value", None),
)
def test_an_act_whose_answer_is_lost_is_done_again_and_leaves_what_was_wanted(line, act, text, ours, call, found):
    for number, fault in enumerate(LOST):
        if ours:
            reply = worked_off(line.answers(f"Answer {number}"))
            message = Message.objects.get(pk=reply.message_id)
        else:
            message = theirs()
        action = line.interaction.do(line.alice, message, act, text)
        line.fails(method=call[0], path=call[1], **fault)
        done(action)
        assert (action.state, action.attempts) == (Action.State.DONE, 2), (fault, action.reason)
        there = shown(line, newest(line, message))
        if act == Act.DELETE:
            assert there is None and Message.objects.get(pk=message.pk).deleted, fault
        else:
            assert {name: there[name] for name in found} == found, fault
        line.heals()
    assert company.journal(line.interaction).count("act_failed") == 0


def theirs():
    """What the customer said last."""
    return Message.objects.filter(outbound=False).last()


def newest(line, message):
    """X: an edit makes another post; there must be one such, not two."""
    if line.kind != "x_posts":
        return message.external_id
    there = shown(line, message.external_id) or {}
    history = there.get("edit_history_tweet_ids", [message.external_id])
    assert len(history) <= 2, "an edit whose answer was lost was made twice"
    return history[-1]


@pytest.mark.parametrize("line", ["facebook_posts"], indirect=True)
def test_what_is_being_done_by_another_worker_or_must_wait_is_left_alone(line):
    message = theirs()
    action = line.interaction.do(line.alice, message, Act.HIDE)
    assert Action.objects.get(pk=action.pk).claim()
    acts.carry_out(action.pk)
    assert shown(line, message.external_id)["is_hidden"] is False
    company.passes(31, action)
    line.fails(method="POST", path="[0-9]_[0-9]+$", code=4)
    acts.carry_out(action.pk)
    action.refresh_from_db()
    assert (action.state, action.attempts) == (Action.State.QUEUED, 2) and action.due_at > timezone.now()
    acts.carry_out(action.pk)
    assert shown(line, message.external_id)["is_hidden"] is False, "it waits as it was told"
    assert done(action).state == Action.State.DONE and shown(line, message.external_id)["is_hidden"] is True


@pytest.mark.parametrize(("line", "act", "call"), [("facebook_posts", Act.LIKE, "/likes$")], indirect=["line"])
def test_an_act_that_is_refused_for_good_is_told_in_the_conversation(line, act, call):
    action = line.interaction.do(line.alice, theirs(), act)
    line.fails(method="POST", path=call, code=100)
    assert done(action).state == Action.State.FAILED and len(action.reason) > 20
    assert company.journal(line.interaction)[-1] == "act_failed"


@pytest.mark.parametrize("line", ["whatsapp"], indirect=True)
@pytest.mark.parametrize("fault", LOST, ids=str)
def test_a_reaction_whose_answer_is_lost_is_one_reaction(line, fault):
    theirs = line.platform.control(
        "whatsapp/messages", {"number": "106", "from": "351900000001", "name": "Ann", "text": "Hm"}
    )
    company.writes(line.channel, company.said("Hm", id=theirs["id"]))
    message = Message.objects.get(external_id=theirs["id"])
    action = line.interaction.do(line.alice, message, Act.REACT, "👍")
    line.fails(**fault)
    assert done(action).state == Action.State.DONE
    assert Message.objects.get(pk=message.pk).our_reaction == "👍"


@pytest.mark.parametrize("line", ["facebook_posts"], indirect=True)
def test_a_private_answer_that_the_platform_had_already_is_refused_in_words_and_never_repeated(line):
    comment = theirs()
    first = line.answers("In private", parent=comment, private=True)
    line.fails("drop_after", path="/messages$")
    tried(first)
    company.passes(121, first)
    worked_off(first)
    assert (first.state, first.can_retry) == (Stage.UNCERTAIN, True), "nobody can say which message it was"
    assert first.retry()
    worked_off(first)
    assert first.state == Stage.FAILED and "in public" in first.reason
    private = line.platform.ask("sent?platform=messenger")["data"]
    assert [one["text"] for one in private] == ["In private"]


@pytest.mark.parametrize("line", ["facebook_posts"], indirect=True)
def test_a_private_answer_that_was_surely_not_published_goes_out_again(line):
    reply = line.answers("In private", parent=theirs(), private=True)
    line.fails("drop", path="/messages$")
    assert worked_off(reply).state == Stage.SENT
    assert len(line.platform.ask("sent?platform=messenger")["data"]) == 1


BODY = [{"type": "BODY", "text": "We are here for you again."}]
PAUSED = [(code, "template") for code in (132000, 132001, 132005, 132007, 132012, 132015, 132016, 132068, 132069)]


@pytest.fixture
def with_template(platform):
    """(line, template): Ann may get templates, and the platform knows this one."""
    line = Line(platform, "whatsapp")
    Account.objects.update(external_id="w")
    waba = WabaFactory(account=line.account, external_id="w")
    template = TemplateFactory(waba=waba, name="again", language="en", status="APPROVED", components=BODY)
    described = {"waba": "w", "name": "again", "language": "en", "category": "UTILITY", "components": BODY}
    platform.control("world", {"templates": [described]})
    wishes.opt_in(line.interaction.customer_id, timezone.now())
    line.interaction.customer.refresh_from_db()
    return line, template


def queued(line, template):
    """Alice sends the template; its delivery, still queued."""
    return line.answers("", template=templates.choose(line.interaction, template.pk, {}))


def test_a_template_goes_out_once_and_what_the_platform_has_against_it_is_said(with_template):
    line, template = with_template
    assert worked_off(queued(line, template)).state == Stage.SENT
    for code, word in PAUSED:
        reply = queued(line, template)
        line.fails(code=code)
        assert tried(reply).state == Stage.FAILED and len(reply.reason) > 20, code
        assert word in reply.reason.lower() and line.account.suspended_at is None, (code, reply.reason)
    assert len(line.sent()) == 1


def _pause(line, template):
    Template.objects.update(status="PAUSED")


def _block(line, template):
    BlockedDestination.objects.create(prefix="+3519", label="Portugal")


def _opt_out(line, template):
    wishes.opt_out(line.interaction.customer_id, timezone.now())


@pytest.mark.parametrize(("between", "code"), [(_pause, "template_gone"), (_block, "blocked"), (_opt_out, "opted_out")])
def test_what_changes_between_press_and_send_stops_a_template_before_the_platform_is_called(
    between, code, with_template
):
    line, template = with_template
    reply = queued(line, template)
    between(line, template)
    line.fails(code=131000)
    tried(reply)
    assert (reply.state, reply.code, line.sent()) == (Stage.FAILED, code, [])
    assert reply.reason and outbox.due_now() == []
    line.heals()


def test_a_template_with_a_lost_answer_is_the_agents_to_decide(with_template):
    line, template = with_template
    reply = queued(line, template)
    line.fails("drop_after")
    tried(reply)
    company.passes(121, reply)
    worked_off(reply)
    assert (reply.state, reply.can_retry, len(line.sent())) == (Stage.UNCERTAIN, True, 1)
