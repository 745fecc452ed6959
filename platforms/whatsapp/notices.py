"""News about templates, numbers and the account: every field of a delivery that is no message.

Source: WhatsApp Business Platform, "Webhooks", list of fields.
"""

from platforms import payload, times

# field: (what it is about, the members that may hold that thing's id, the best first).
SUBJECTS = {
    "account_alerts": ("account", ("entity_id",)),
    "account_review_update": ("account", ()),
    "account_settings_update": ("number", ("phone_number_settings.phone_number_id",)),
    "account_update": ("account", ("waba_info.waba_id",)),
    "business_capability_update": ("account", ()),
    "business_status_update": ("account", ("business_id",)),
    "business_username_update": ("number", ("phone_number_id", "display_phone_number")),
    "flows": ("account", ("flow_id",)),
    "group_lifecycle_update": ("thread", ("groups.group_id",)),
    "group_participants_update": ("thread", ("groups.group_id",)),
    "group_settings_update": ("thread", ("groups.group_id",)),
    "group_status_update": ("thread", ("groups.group_id",)),
    "message_template_components_update": ("template", ("message_template_id",)),
    "message_template_quality_update": ("template", ("message_template_id",)),
    "message_template_status_update": ("template", ("message_template_id",)),
    "partner_solutions": ("account", ("solution_id",)),
    "payment_configuration_update": ("account", ("configuration_name",)),
    "phone_number_name_update": ("number", ("phone_number_id", "display_phone_number")),
    "phone_number_quality_update": ("number", ("phone_number_id", "display_phone_number")),
    "security": ("number", ("phone_number_id", "display_phone_number")),
    "template_category_update": ("template", ("message_template_id",)),
    "template_correct_category_detection": ("template", ("message_template_id",)),
}
# Fields that tell of several people at once: the list's name.
PEOPLE = {
    "user_preferences": "user_preferences",
    "user_id_update": "user_id_update",
    "smb_app_state_sync": "state_sync",
}
PERSON_IDS = ("wa_id", "user_id", "contact.phone_number")


def read(change):
    """The notices of a change that is no message; a field that we do not know is kept as unsupported."""
    if change.field in PEOPLE:
        return _about_people(change)
    subject, places = SUBJECTS.get(change.field, ("unsupported", ()))
    return [change.notice(subject, _id(change.value, places) or (change.account if subject == "account" else ""))]


def _about_people(change):
    """Each person by himself: who stopped marketing, whose id is another now, whom the staff's phone knows."""
    rows = payload.rows(change.value, PEOPLE[change.field])
    if not rows:
        return [change.notice("unsupported")]
    return [change.notice("person", _id(row, PERSON_IDS), row, _time(row)) for row in rows]


def _time(row):
    return times.moment(row.get("timestamp")) or times.moment(payload.dig(row, "metadata", "timestamp"))


def _id(value, places):
    """The first id at one of `places` (members joined by dots); of a list the first object is meant."""
    return next((found for place in places if (found := _at(value, place.split(".")))), "")


def _at(value, path):
    for key in path[:-1]:
        value = payload.dig(value, key)
        value = next(iter(value), None) if isinstance(value, list) else value
    return payload.ident(value, path[-1])
