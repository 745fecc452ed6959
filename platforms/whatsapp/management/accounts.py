"""A business account itself: its review, the verification of the business behind it, currency.

Source: WhatsApp Business Platform, "WhatsApp Business Account".
"""

from dataclasses import dataclass

from platforms import graph, payload

FIELDS = "id,name,currency,country,account_review_status,business_verification_status,on_behalf_of_business_info"


@dataclass(frozen=True, slots=True)
class Account:
    """A business account in WhatsApp's words; `owner` is the Business Manager on whose behalf it is run, where named."""

    id: str
    name: str
    currency: str = ""
    review: str = ""
    verification: str = ""
    owner: str = ""


def described(wire, waba):
    """What WhatsApp says of a business account."""
    answer, _ = graph.call(wire, "GET", waba, params={"fields": FIELDS})
    return Account(
        id=payload.ident(answer, "id"),
        name=payload.words(answer, "name"),
        currency=payload.words(answer, "currency"),
        review=payload.words(answer, "account_review_status"),
        verification=payload.words(answer, "business_verification_status"),
        owner=payload.ident(answer, "on_behalf_of_business_info", "id"),
    )
