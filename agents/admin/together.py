"""The list's action that changes several people together."""

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agents.together_form import TogetherForm
from audit import recording


class Together:
    """What the list of people can do with the ticked ones."""

    actions = ["together"]

    @admin.action(description=_("Change together…"))
    def together(self, request, queryset):
        """Ask what is to change with all of them; then change it. Who may do more than the editor is left out."""
        ticked = list(queryset)
        people = [agent for agent in ticked if self.has_change_permission(request, agent)]
        form = TogetherForm(request.POST if "apply" in request.POST else None, people=people, editor=request.user)
        if form.is_valid() and self._change_all(request, form):
            words = ngettext("%(n)s user was changed.", "%(n)s users were changed.", len(people))
            self.message_user(request, words % {"n": len(people)})
            return None
        context = self.admin_site.each_context(request) | {
            "title": _("Change together"),
            "opts": self.opts,
            "form": form,
            "people": people,
            "left_out": [agent for agent in ticked if agent not in people],
            "ticked": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/agents/agent/together.html", context)

    def _change_all(self, request, form):
        """All of it or nothing, with a line in the audit log for each of them."""
        with transaction.atomic():
            missing = form.short_of()
            if missing:
                form.add_error("give_license", missing)
                return False
            before = {agent.pk: self.facts(agent) for agent in form.people}
            form.apply()
            for agent in self.model.objects.filter(pk__in=before):
                recording.record(request.user, "changed", agent, before[agent.pk], self.facts(agent))
                agent.announce()
        return True
