"""The console's page that takes a CSV file: what it would change, then, confirmed, does it."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from agents.importing.applying import apply
from agents.importing.planning import plan
from agents.importing.reading import COLUMNS, Unreadable, rows_of, text_of

SHOWN = 500  # lines of each kind; the counts are of all
SAMPLE = [
    "ann,Ann,Keller,ann@example.com,Europe/Berlin,yes,Agent,Home Care|Repairs,,German:90/70|Coffee:40",
    "ben,Ben,Ode,ben@example.com,UTC,yes,Supervisor,-,Home Care,",
]


class Importing:
    """What the list of people has beside its rows."""

    def get_urls(self):
        """Before Django's own, whose last pattern takes everything."""
        view = self.admin_site.admin_view
        return [
            path("import/", view(require_http_methods(["GET", "POST"])(self.import_view)), name="agents_import"),
            path("import/sample.csv", view(require_GET(self.sample_view)), name="agents_sample"),
            *super().get_urls(),
        ]

    def import_view(self, request):
        """Ask for the file; show what it would change; do what was shown."""
        if request.method == "GET":
            return self._import_page(request)
        try:
            text = self._text(request)
            planned = plan(rows_of(text), request.user)
        except Unreadable as problem:
            return self._import_page(request, problem=str(problem), status=400)
        if request.POST.get("digest") == planned.digest and not planned.wrong:
            return self._apply(request, planned)
        return self._import_page(request, planned=planned, text=text)

    def _text(self, request):
        if "digest" in request.POST:
            return request.POST.get("text", "")
        if "file" not in request.FILES:
            raise Unreadable(_("Choose a file first."))
        return text_of(request.FILES["file"].read())

    def _apply(self, request, planned):
        invite = request.POST.get("invite") == "on"
        try:
            apply(planned, request.user, invite=invite)
        except IntegrityError:
            self.message_user(
                request, _("Somebody changed the same people just now. Send the file again."), messages.ERROR
            )
            return HttpResponseRedirect(reverse("console:agents_import"))
        new, changed = len(planned.new), len(planned.changed)
        words = ngettext("%(n)s user is new", "%(n)s users are new", new) % {"n": new}
        more = ngettext("%(n)s was changed", "%(n)s were changed", changed) % {"n": changed}
        self.message_user(request, f"{words}, {more}.")
        return HttpResponseRedirect(reverse("console:agents_agent_changelist"))

    def _import_page(self, request, *, planned=None, text="", problem="", status=200):
        shown = planned and [
            (_("Wrong"), "disconnected", "warn", planned.wrong[:SHOWN], len(planned.wrong)),
            (_("New"), "connected", "plus", planned.new[:SHOWN], len(planned.new)),
            (_("Changed"), "alerting", "pen", planned.changed[:SHOWN], len(planned.changed)),
        ]
        context = self.admin_site.each_context(request) | {
            "title": _("Import users"),
            "opts": self.opts,
            "columns": COLUMNS,
            "plan": planned,
            "groups": shown,
            "text": text,
            "problem": problem,
            "invite": request.method == "GET" or request.POST.get("invite") == "on",
        }
        return TemplateResponse(request, "admin/agents/agent/import.html", context, status=status)

    def sample_view(self, request):
        """A file to begin with."""
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="users.csv"'
        answer.write("\r\n".join([",".join(COLUMNS), *SAMPLE, ""]))
        return answer
