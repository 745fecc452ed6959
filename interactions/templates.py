"""Sending a template: which one, filled in with what, and whether this customer may get it (R17, R17a)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from channels_admin.models import Template
from channels_admin.whatsapp import filling, wording
from interactions.models.states import Refused
from interactions.wishes import takes_templates
from platforms.base import TemplateMessage


@dataclass(frozen=True)
class Chosen:
    """A template filled in. `file` is the kind of file that its header wants, blank for none."""

    pk: int
    message: TemplateMessage
    text: str
    file: str

    def as_json(self):
        """As it is kept with the message."""
        name, language, components = self.message.name, self.message.language, list(self.message.components)
        return {"id": self.pk, "name": name, "language": language, "components": components}


def choose(interaction, pk, typed):
    """The template with this id for this customer, with what is known and what the agent typed; raises `Refused`."""
    template = Template.objects.of_channel(interaction.thread.channel).usable().filter(pk=pk).first()
    if template is None:
        raise Refused(_("This template cannot be sent: it is not approved. Choose another one."), "template_gone")
    values = filling.values(template, facts(interaction), typed)
    blank = filling.missing(template, values)
    if blank:
        raise Refused(_("Fill in first: %(names)s.") % {"names": ", ".join(blank)}, "template_blank")
    parts = wording.file_kind(template.components) or ""
    return Chosen(template.pk, filling.message(template, values), filling.preview(template, values), parts.lower())


def facts(interaction):
    """What a template can be filled in with before anybody types."""
    customer = interaction.customer
    return {
        "customer_name": customer.name,
        "account_number": customer.account_number,
        "case_number": str(interaction.pk),
    }


def refused_for(thread, message_template):
    """(code, words) why a template must not go to this customer; None: it may. Asked again when it is sent."""
    wish = takes_templates(thread.customer)
    if wish is False:
        return "opted_out", str(_("This customer does not want templates any more."))
    if wish is None and thread.last_inbound_at is None:
        return "not_opted_in", str(_("Templates go only to customers who wrote to us or are marked as opted in."))
    if not Template.objects.usable().filter(pk=message_template["id"]).exists():
        return "template_gone", str(_("This template cannot be sent any more: it is not approved."))
    return None
