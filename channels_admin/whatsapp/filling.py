"""Filling a template from what is known of customer and interaction, and showing how it will read."""

from channels_admin.models import Source
from channels_admin.whatsapp import wording
from platforms.base import TemplateMessage
from platforms.whatsapp import filling


def values(template, facts, typed=None):
    """{placeholder: value}: from `facts` ({"customer_name", "account_number", "case_number"}), or as the agent `typed` it.

    What is typed goes before what is known; a placeholder of which nothing is known is blank.
    """
    typed, found = typed or {}, {}
    for key in wording.keys(template.components):
        source = template.variables.get(key, {}).get("source", Source.FREE)
        found[key] = str(typed.get(key) or facts.get(source) or "").strip()
    return found


def missing(template, filled):
    """The placeholders that are still blank: with one of them the template cannot be sent."""
    return [key for key in wording.keys(template.components) if not str(filled.get(key) or "").strip()]


def preview(template, filled):
    """The message as the customer will read it; a blank placeholder stays as it is."""
    return written(template.components, filled)


def written(template_components, filled):
    """The same for components that are not submitted yet."""
    return filling.preview(template_components, filled)


def message(template, filled):
    """What to send: a `platforms.base.TemplateMessage`. ValueError names the first blank placeholder."""
    parts = filling.components(template.components, filled)
    return TemplateMessage(template.name, template.language, tuple(parts))


def described(template):
    """A template for the desk: its words, what is to be filled in, and how it reads with its examples."""
    parts = template.components
    words = wording.words(parts)
    rows = {key: template.variables.get(key, {}) for key in wording.keys(parts)}
    return {
        "id": template.pk,
        "name": template.name,
        "language": template.language,
        "category": template.category,
        "purpose": template.purpose,
        "purpose_words": template.get_purpose_display(),
        "paid": True,
        "file": wording.file_kind(parts),
        "header": words.header,
        "body": words.body,
        "footer": words.footer,
        "buttons": list(words.buttons),
        "placeholders": [
            {"key": key, "source": row.get("source", Source.FREE.value), "example": row.get("example", "")}
            for key, row in rows.items()
        ],
        "preview": preview(template, {key: row.get("example", "") for key, row in rows.items()}),
    }
