"""What else WhatsApp tells: messages from the staff's own phone, old chats, calls, and news about the account."""

import json
from datetime import UTC, datetime

import pytest

from platforms import whatsapp
from platforms.base import PostKind


def delivered(field, value, time=1743451903):
    """What a delivery about `field` holds: (posts, notices), and the address."""
    body = {"entry": [{"id": "waba-1", "time": time, "changes": [{"field": field, "value": value}]}]}
    (part,) = whatsapp.parse_webhook(json.dumps(body).encode())
    return part.posts, part.notices, part.address


# Coexistence: no captures are at hand; built from the description of these webhooks.
METADATA = {"display_phone_number": "15550783881", "phone_number_id": "106540352242922"}


def old(sender, target, number, text, at="1738000000"):
    words = {"type": "text", "text": {"body": text}, "history_context": {"status": "READ"}}
    return {"from": sender, "to": target, "id": number, "timestamp": at, **words}


def test_what_the_staff_write_on_their_phone_is_the_companys_own():
    echo = old("15550783881", "16505551234", "wamid.e1", "From my phone")
    posts, _, address = delivered("smb_message_echoes", {"metadata": METADATA, "message_echoes": [echo]})
    assert address == "106540352242922"
    assert [(one.external_id, one.own, one.text, one.peer.id) for one in posts] == [
        ("wamid.e1", True, "From my phone", "16505551234")
    ]
    revoked = {**echo, "id": "wamid.e2", "type": "revoke", "revoke": {"original_message_id": "wamid.e1"}}
    (post,) = delivered("smb_message_echoes", {"metadata": METADATA, "message_echoes": [revoked]})[0]
    assert (post.kind, post.external_id, post.own) == (PostKind.DELETION, "wamid.e1", True)


def test_old_chats_come_with_their_own_times_in_both_directions():
    messages = [
        old("16505551234", "", "wamid.h1", "Hello", "1738000000"),
        old("15550783881", "16505551234", "wamid.h2", "Hi", "1738000060"),
        old("15550783881", "", "wamid.h3", "Still there?", "1738000120"),
    ]
    chunk = {"metadata": {"phase": 0, "chunk_order": 1}, "threads": [{"id": "16505551234", "messages": messages}]}
    posts, _, _ = delivered("history", {"metadata": METADATA, "history": [chunk]})
    assert [(one.external_id, one.own, one.peer.id) for one in posts] == [
        ("wamid.h1", False, "16505551234"),
        ("wamid.h2", True, "16505551234"),
        ("wamid.h3", True, "16505551234"),
    ]
    assert posts[0].at == datetime.fromtimestamp(1738000000, UTC)


def test_who_does_not_share_his_old_chats_is_news_about_the_number():
    errors = {"errors": [{"code": 2593109, "title": "History sharing is turned off"}]}
    posts, (notice,), _ = delivered("history", {"metadata": METADATA, "history": [errors]})
    assert (posts, notice.subject, notice.id) == ([], "number", "106540352242922")


@pytest.mark.parametrize(
    ("field", "value", "subject", "number"),
    [
        ("message_template_status_update", {"event": "APPROVED", "message_template_id": 12}, "template", "12"),
        ("message_template_quality_update", {"new_quality_score": "RED", "message_template_id": 12}, "template", "12"),
        ("message_template_components_update", {"message_template_id": 12}, "template", "12"),
        ("template_category_update", {"message_template_id": 12, "new_category": "MARKETING"}, "template", "12"),
        ("phone_number_name_update", {"display_phone_number": "15550783881"}, "number", "15550783881"),
        ("phone_number_quality_update", {"display_phone_number": "15550783881"}, "number", "15550783881"),
        ("security", {"display_phone_number": "15550783881", "event": "PIN_CHANGED"}, "number", "15550783881"),
        ("account_alerts", {"entity_type": "WABA", "entity_id": 9, "alert_status": "ACTIVE"}, "account", "9"),
        ("account_review_update", {"decision": "APPROVED"}, "account", "waba-1"),
        ("business_capability_update", {"max_daily_conversation_per_phone": 1000}, "account", "waba-1"),
        ("business_status_update", {"business_id": 5, "event": "COMPROMISED_NOTIFICATION"}, "account", "5"),
        ("flows", {"event": "FLOW_STATUS_CHANGE", "flow_id": "6"}, "account", "6"),
        ("payment_configuration_update", {"configuration_name": "pay"}, "account", "pay"),
        ("something_new", {"a": 1}, "unsupported", ""),
        ("messages", 7, "unsupported", ""),
        ("messages", {"metadata": {}, "errors": [{"code": 130429}]}, "number", ""),
        ("smb_message_echoes", {"message_echoes": []}, "unsupported", ""),
        ("history", None, "unsupported", ""),
    ],
)
def test_news_that_are_no_messages_come_under_the_account(field, value, subject, number):
    posts, (notice,), address = delivered(field, value)
    assert (posts, address) == ([], "waba-1")
    assert (notice.field, notice.subject, notice.id) == (field, subject, number)
    assert notice.at == datetime.fromtimestamp(1743451903, UTC)
    assert notice.data == (value if isinstance(value, dict) else {"value": value})


def test_who_wants_no_marketing_any_more_is_named_with_the_time():
    stop = {"wa_id": "16505551234", "category": "marketing_messages", "value": "stop", "timestamp": 1731705721}
    value = {"metadata": METADATA, "contacts": [{"wa_id": "16505551234"}], "user_preferences": [stop]}
    _, (notice,), address = delivered("user_preferences", value)
    assert (notice.subject, notice.id, notice.data, address) == ("person", "16505551234", stop, "106540352242922")
    assert notice.at == datetime.fromtimestamp(1731705721, UTC)


def test_each_contact_of_the_staffs_phone_is_news_by_itself():
    rows = [
        {"type": "contact", "contact": {"full_name": name, "phone_number": phone}, "action": "add"}
        for name, phone in (("Ann", "111"), ("Bob", "222"))
    ]
    _, notices, _ = delivered("smb_app_state_sync", {"metadata": METADATA, "state_sync": rows})
    assert [(one.subject, one.id) for one in notices] == [("person", "111"), ("person", "222")]


def test_a_status_or_message_that_cannot_be_read_is_kept_as_news():
    value = {
        "metadata": METADATA,
        "messages": [{"type": "text", "text": {"body": "by nobody"}}],
        "statuses": [{"id": "wamid.9", "status": "teleported"}],
    }
    posts, notices, _ = delivered("messages", value)
    assert posts == []
    assert [(one.subject, one.id) for one in notices] == [("unsupported", ""), ("unsupported", "wamid.9")]


def test_a_customer_who_calls_has_tried_to_reach_us():
    call = {"id": "wacid.1", "from": "16505551234", "event": "connect", "direction": "USER_INITIATED"}
    value = {"metadata": METADATA, "calls": [{**call, "timestamp": "1738000000"}, {**call, "event": "terminate"}]}
    (post,), (notice,), _ = delivered("calls", value)
    assert (post.kind, post.external_id, post.peer.id) == (PostKind.UNSUPPORTED, "wacid.1", "16505551234")
    assert (post.details[0].text, notice.subject) == ("call", "unsupported")


def test_without_any_time_of_its_own_news_have_that_of_their_value():
    value = {"metadata": METADATA, "groups": [{"timestamp": "1750269342", "group_id": "g", "type": "group_create"}]}
    _, (notice,), _ = delivered("group_lifecycle_update", value, time=None)
    assert (notice.subject, notice.id, notice.at) == ("thread", "g", datetime.fromtimestamp(1750269342, UTC))
