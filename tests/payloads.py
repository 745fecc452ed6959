"""Payloads that the platforms really send (captures beside the project), and the table of what becomes of each.

Kinds that nobody has captured are built here from the platforms' documentation, and marked as such in the table.
"""

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

FIXTURES = Path(__file__).resolve().parents[2] / "shared" / "fixtures"
FOLDERS = {
    "facebook-webhooks": "facebook",
    "whatsapp/post__whatsapp_webhooks": "whatsapp",
    "whatsapp-webhooks": "whatsapp",
    "x-webhooks": "twitter",
}
BUILT = "built, no capture"

# {folder: {kind: Counter of what it was stored as}}
table = defaultdict(lambda: defaultdict(Counter))


def files(folder):
    """(name, JSON) of every capture of a folder; skips the test where the captures are not beside the project."""
    if not FIXTURES.is_dir():
        pytest.skip("the captured payloads (../shared/fixtures) are not beside the project")
    return [(path.name, json.loads(path.read_text())) for path in sorted((FIXTURES / folder).glob("*.json"))]


def deliveries(folder):
    """Each captured webhook body of a folder; a file may hold several by name."""
    for _, value in files(folder):
        yield from [value] if {"object", "data", "entry"} & value.keys() else value.values()


def whatsapp(value, field="messages", **entry):
    """One change of a WhatsApp business account, as Meta wraps it."""
    about = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "15550", "phone_number_id": "106"}}
    change = {"field": field, "value": {**about, **value}}
    return {"object": "whatsapp_business_account", "entry": [{"id": "w", **entry, "changes": [change]}]}


def x_event(kind, payload, **filtered):
    """One event of the X Activity API."""
    facts = {"event_uuid": f"u-{kind}", "filter": {"user_id": "5001", **filtered}, "event_type": kind}
    return {"data": {**facts, "payload": payload}}


def _said(kind, body, **more):
    message = {
        "id": f"wamid.{kind}",
        "timestamp": "1760000000",
        "type": kind,
        "from": "351900000001",
        kind: body,
        **more,
    }
    return whatsapp({"messages": [message], "contacts": [{"wa_id": "351900000001", "profile": {"name": "Ann"}}]})


SCOPED = {"user_id": "PT.13491208655302741918", "profile": {"name": "Ann", "username": "ann"}}
MEDIA = {"id": "77", "mime_type": "video/mp4", "sha256": "x"}
# What is named in the platforms' documentation, and of which no capture is here.
BUILT_BODIES = {
    "whatsapp": [
        _said("video", {**MEDIA, "caption": "Look"}),
        _said("audio", {"id": "78", "mime_type": "audio/ogg; codecs=opus", "voice": True}),
        _said("document", {"id": "79", "mime_type": "application/pdf", "filename": "bill.pdf"}),
        _said("sticker", {"id": "80", "mime_type": "image/webp", "animated": False}),
        _said(
            "interactive", {"type": "nfm_reply", "nfm_reply": {"name": "flow", "body": "Sent", "response_json": "{}"}}
        ),
        _said("request_welcome", {}),
        _said("something_new", {"a": 1}),
        whatsapp(
            {
                "contacts": [SCOPED],
                "messages": [
                    {
                        "from_user_id": SCOPED["user_id"],
                        "id": "wamid.scoped",
                        "timestamp": "1760000000",
                        "type": "text",
                        "text": {"body": "No number"},
                    }
                ],
            }
        ),
        whatsapp(
            {
                "message_echoes": [
                    {
                        "from": "15550",
                        "to": "351900000001",
                        "id": "wamid.echo",
                        "timestamp": "1760000000",
                        "type": "text",
                        "text": {"body": "From the app"},
                    }
                ]
            },
            "smb_message_echoes",
        ),
        whatsapp(
            {"state_sync": [{"type": "contact", "contact": {"phone_number": "351900000001"}}]}, "smb_app_state_sync"
        ),
        whatsapp({"event": "APPROVED", "display_phone_number": "15550"}, "phone_number_name_update", time=1760000000),
        whatsapp({"event": "FLAGGED", "display_phone_number": "15550"}, "phone_number_quality_update", time=1760000000),
        whatsapp(
            {"message_template_id": 1, "new_quality_score": "RED"}, "message_template_quality_update", time=1760000000
        ),
        whatsapp({"message_template_id": 1, "new_category": "MARKETING"}, "template_category_update", time=1760000000),
        whatsapp({"decision": "APPROVED"}, "account_review_update", time=1760000000),
        whatsapp({"entity_type": "BUSINESS", "alert_type": "X"}, "account_alerts", time=1760000000),
        whatsapp({"max_daily_conversation_per_phone": 1000}, "business_capability_update", time=1760000000),
        whatsapp({"event": "PIN_CHANGED"}, "security", time=1760000000),
        whatsapp(
            {"user_preferences": [{"wa_id": "351900000001", "value": "stop", "timestamp": 1760000000}]},
            "user_preferences",
        ),
        whatsapp({"anything": 1}, "a_field_of_next_year", time=1760000000),
    ],
    "facebook": [
        {
            "object": "page",
            "entry": [
                {
                    "id": "110",
                    "time": 1760000000,
                    "changes": [
                        {
                            "field": "feed",
                            "value": {
                                "item": "comment",
                                "verb": "edited",
                                "comment_id": "1_2",
                                "post_id": "110_1",
                                "message": "better",
                                "from": {"id": "9", "name": "Ann"},
                            },
                        },
                        {"field": "a_field_of_next_year", "value": {"a": 1}},
                    ],
                    "messaging": [
                        {
                            "sender": {"id": "9"},
                            "recipient": {"id": "110"},
                            "timestamp": 1760000000000,
                            "message": {
                                "mid": "m_sticker",
                                "attachments": [
                                    {"type": "sticker", "payload": {"url": "https://scontent.fbcdn.net/1"}}
                                ],
                            },
                        },
                        {
                            "sender": {"id": "9"},
                            "recipient": {"id": "110"},
                            "timestamp": 1760000000000,
                            "event_of_next_year": {},
                        },
                    ],
                }
            ],
        }
    ],
    "twitter": [
        x_event(
            "post.quote.create", {"id": "1578516295611748353", "text": "q", "author_id": "77", "conversation_id": "1"}
        ),
        x_event("like.create", {"liking_user_id": "77", "post_id": "1578516295611748353"}),
        x_event("chat.received", {"sender_id": "77", "id": "88"}),
        x_event("event.of.next.year", {"a": 1}),
    ],
}


def kinds(body):
    """The platform's own names of what is in a delivery."""
    if "data" in body:
        return [body["data"].get("event_type", "?")]
    return [kind for entry in body.get("entry", ()) for kind in _of_entry(entry)] or ["?"]


def _of_entry(entry):
    for change in entry.get("changes", ()):
        value = change.get("value")
        yield from _of_value(change.get("field", "?"), value if isinstance(value, dict) else {})
    for event in [*entry.get("messaging", ()), *entry.get("standby", ())]:
        yield _of_event(event)
    if "changed_fields" in entry:
        yield from entry["changed_fields"]


def _of_value(field, value):
    if field == "messages":
        yield from (f"message {one.get('type', '?')}" for one in value.get("messages", ()))
        yield from (f"status {one.get('status', '?')}" for one in value.get("statuses", ()))
        return
    yield " ".join(
        filter(None, (field, str(value.get("item", "")), str(value.get("verb", "")), str(value.get("event", ""))))
    )


def _of_event(event):
    names = [name for name in event if name not in ("sender", "recipient", "timestamp", "priority", "prior_message")]
    name = names[0] if names else "?"
    if name == "message":
        marks = (
            "is_deleted",
            "is_echo",
            "is_unsupported",
            "quick_reply",
            "reply_to",
            "sticker_id",
            "attachments",
            "nlp",
        )
        name = f"message {next((mark for mark in marks if event['message'].get(mark)), 'text')}"
    return f"messaging {name}"


def stored(delivered):
    """What a parsed delivery is kept as, in words."""
    for _, part in delivered:
        yield from (f"{post.kind}{f' ({_carried(post)})' if _carried(post) else ''}" for post in part.posts)
        yield from (f"notice: {notice.subject}" for notice in part.notices)


def _carried(post):
    return ", ".join([*(one.kind.value for one in post.media), *(one.kind for one in post.details)])


def lines():
    """The table as text."""
    for folder, rows in table.items():
        yield folder
        for kind, counts in sorted(rows.items()):
            parts = ", ".join(f"{name} x{count}" if count > 1 else name for name, count in sorted(counts.items()))
            yield f"    {kind:<58} -> {parts}"
