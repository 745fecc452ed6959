"""What a delivery says that is no message: news of the page, of a person, of the app, and what we do not know."""

from platforms import payload, times
from platforms.base import Notice

# Fields of the object `page` (Graph API, "Page webhooks reference") that tell something about the page itself.
PAGE_FIELDS = frozenset(
    """about affiliation attire awards bio birthday category checkins company_overview conversations culinary_team
    current_location description email emails feed founded general_info general_manager group_feed hometown hours
    impressum inbox_labels in_thread_lead_form_submit invalid_topic_placeholder invoice_access_bank_slip_events
    invoice_access_invoice_change invoice_access_onboarding_status_active leadgen leadgen_fat leadgen_update live_videos
    local_delivery location mcom_invoice_change members mention messaging_in_thread_lead_form_submit mission name
    page_about_story page_change_proposal page_upcoming_change parking payment_options personal_info
    personal_interests phone picture price_range product_review products public_transit publisher_subscriptions ratings
    registration story_share video_text_question_responses videos website""".split()
)
PAGE = ("page", "")
# Verbs that we know to say nothing about a message.
OF_PAGE = ("add", "edit", "edited", "update", "follow", "remove", "delete")


def of_change(about, entry, change, wall=None):
    """The notice of a change; `wall` is what it is as news of the wall, which gave no post."""
    field, number = payload.words(change, "field"), payload.ident(entry, "id")
    told = times.moment(entry.get("time"), times.moment(0))
    if about == "user":
        return Notice(field, told, "person", payload.ident(entry, "uid") or number, _data(change))
    if about == "permissions":
        return Notice(field, told, "app", number, _data(change))
    if about not in PAGE or field not in PAGE_FIELDS or (wall and wall.verb not in OF_PAGE):
        return Notice(field, told, "unsupported", data=_data(change))
    return Notice(field, told, "page", number, _data(change))


def of_entry(about, entry):
    """The notice of an entry in which there is nothing that we know."""
    data = {name: value for name, value in entry.items() if name not in ("id", "time")}
    return Notice(about, times.moment(entry.get("time"), times.moment(0)), "unsupported", data=data)


def _data(change):
    rest = {name: value for name, value in change.items() if name != "field"}
    value = rest.get("value")
    return value if isinstance(value, dict) and len(rest) == 1 else rest
