"""A number's business profile: what customers see of the company beside its name.

Source: WhatsApp Business Platform, "Business profiles". `Wire.address` is the phone number id.
"""

from dataclasses import dataclass

from platforms import graph, payload

FIELDS = "about,address,description,email,profile_picture_url,websites,vertical"
# What Meta calls the industries; it may show others, and cannot take one back.
VERTICALS = """OTHER AUTO BEAUTY APPAREL EDU ENTERTAIN EVENT_PLAN FINANCE GROCERY GOVT HOTEL HEALTH NONPROFIT PROF_SERVICES
RETAIL TRAVEL RESTAURANT ALCOHOL ONLINE_GAMBLING PHYSICAL_GAMBLING OTC_DRUGS""".split()


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as WhatsApp has it; `picture` is an address that is good for a while."""

    about: str = ""
    address: str = ""
    description: str = ""
    email: str = ""
    vertical: str = ""
    websites: tuple[str, ...] = ()
    picture: str = ""


def read(wire):
    """The profile; Meta's own examples put it in two places."""
    answer, _ = graph.call(wire, "GET", f"{wire.address}/whatsapp_business_profile", params={"fields": FIELDS})
    row = next(iter(payload.rows(answer, "data")), {})
    row = payload.dig(row, "business_profile") or row
    texts = {name: payload.words(row, name) for name in ("about", "address", "description", "email", "vertical")}
    sites = payload.dig(row, "websites")
    sites = tuple(site for site in sites if isinstance(site, str)) if isinstance(sites, list) else ()
    return Profile(**texts, websites=sites, picture=payload.words(row, "profile_picture_url"))


def write(wire, changes):
    """Change what `changes` names: about, address, description, email, vertical, websites, profile_picture_handle."""
    body = {"messaging_product": "whatsapp", **changes}
    graph.call(wire, "POST", f"{wire.address}/whatsapp_business_profile", body=body)
