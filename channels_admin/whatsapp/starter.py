"""The template that every business account begins with: an apology that brings the customer back."""

from channels_admin.models import Category, Purpose, Source, Template
from channels_admin.whatsapp import wording

NAME = "sorry_for_the_wait"
WORDS = wording.Words(
    body=(
        "Hello {{1}}, we are sorry that we could not answer at once when you wrote to us. "
        "We would like to help you now. Reply Yes and we go on here."
    ),
    buttons=("Yes",),
)
VARIABLES = {"1": {"source": Source.CUSTOMER_NAME.value, "example": "Ann"}}


def make(waba):
    """Draft it for `waba`, ready to be submitted; one of its name that is there already is left alone."""
    facts = {
        "category": Category.UTILITY,
        "purpose": Purpose.ISSUE_RESOLUTION,
        "components": wording.components(WORDS, VARIABLES),
        "variables": VARIABLES,
    }
    return Template.objects.get_or_create(waba=waba, name=NAME, language="en", defaults=facts)[0]
