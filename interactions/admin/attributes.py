"""What administrators define that can be known of customers."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.marks import state
from channels_admin.entering import LinesField
from interactions.models import Attribute


class AttributeForm(forms.ModelForm):
    """An attribute; what can be chosen stands one to a line."""

    choices = LinesField(label=_("List"), help_text=_("For “One of a list”: what can be chosen, one to a line."))

    class Meta:
        model = Attribute
        fields = ["name", "kind", "choices", "editable", "active", "place"]


@admin.register(Attribute, site=console)
class AttributePages(ConsolePages):
    """What agents see and fill in about a customer, beside country, language and account number."""

    task, place, icon = Task.CHANNELS, 96, "form"
    form = AttributeForm
    fields = ["name", "kind", "choices", "editable", "active", "place"]
    list_display = ["name", "kind", "for_agents", "in_use", "place"]
    list_filter = ["active", "kind"]
    search_fields = ["name"]
    search_help_text = _("Name")

    @admin.display(description=_("agents may change it"), ordering="editable")
    def for_agents(self, attribute):
        """May agents change it?"""
        return state("connected", "done", _("Yes")) if attribute.editable else state("waiting", "off", _("Read only"))

    @admin.display(description=_("in use"), ordering="active")
    def in_use(self, attribute):
        """Is it shown?"""
        return state("connected", "done", _("Yes")) if attribute.active else state("waiting", "off", _("No"))
