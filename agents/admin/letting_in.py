"""The buttons on a user's page: invite (again), mail a link for a new password, log off, deactivate and activate."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agents.inviting import invite
from agents.models import Invitation
from audit.kept_words import in_english
from audit.recording import record


class LettingIn:
    """What the pages of people have beside their form."""

    def get_urls(self):
        """Before Django's own, whose last pattern takes everything."""
        verbs = {
            "invite": self.invite,
            "log-off": self.log_off,
            "deactivate": self.deactivate,
            "activate": self.activate,
        }
        view = self.admin_site.admin_view
        return [
            *(path(f"<int:pk>/{verb}/", view(self._button(do)), name=f"agent_{verb}") for verb, do in verbs.items()),
            *super().get_urls(),
        ]

    def _button(self, do):
        """A view that does it to the person, if he is one's to change."""

        @require_POST
        def press(request, pk):
            agent = self.get_object(request, str(pk))
            if agent is None:
                raise Http404
            if not self.has_change_permission(request, agent):
                messages.error(request, _("%(agent)s may do more than you: ask somebody like him.") % {"agent": agent})
            else:
                self.say(request, *do(request, agent))
            return HttpResponseRedirect(reverse("console:agents_agent_change", args=[pk]))

        return press

    def say(self, request, level, text):
        """What became of it."""
        self.message_user(request, text, level)

    def invite(self, request, agent):
        """Mail him a link by which he chooses a password: for the first time, or anew."""
        if not agent.email or not agent.is_active:
            return messages.ERROR, _("%(agent)s has no e-mail address, or may not sign in.") % {"agent": agent}
        kind = Invitation.Kind.PASSWORD if agent.has_usable_password() else Invitation.Kind.WELCOME
        with transaction.atomic():
            letter = invite(agent, kind)
            record(
                request.user, "invited", agent, {}, {"mail": f"{in_english(letter.get_kind_display)()}: {agent.email}"}
            )
        return messages.SUCCESS, _("A mail with a link goes to %(address)s.") % {"address": agent.email}

    def log_off(self, request, agent):
        """End his sessions; what he has open goes back to its queues."""
        if agent == request.user:
            return messages.ERROR, _("That is you: sign out instead.")
        with transaction.atomic():
            agent.put_out()
            record(request.user, "logged_off", agent, {}, {})
        return messages.SUCCESS, _("%(agent)s is logged off everywhere.") % {"agent": agent}

    def deactivate(self, request, agent):
        """He may not sign in any more."""
        if agent == request.user:
            return messages.ERROR, _("You cannot lock yourself out. Ask another administrator.")
        self._set_active(request, agent, False)
        text = _("%(agent)s may not sign in any more; what was open goes back to its queues.")
        return messages.SUCCESS, text % {"agent": agent}

    def activate(self, request, agent):
        """He may again."""
        self._set_active(request, agent, True)
        return messages.SUCCESS, _("%(agent)s may sign in again.") % {"agent": agent}

    def _set_active(self, request, agent, active):
        with transaction.atomic():
            agent.is_active = active
            agent.save(update_fields=["is_active"])
            agent.announce() if active else agent.put_out()
            record(request.user, "changed", agent, {"is_active": not active}, {"is_active": active})
