"""Message templates in the console: write, submit, copy, delete."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.console_pages import ConsolePages
from audit.console_site import Task, console
from audit.marks import state, two_lines
from audit.recording import record
from channels_admin.models import Template, Waba
from channels_admin.whatsapp import filling, states, submit, wording
from channels_admin.whatsapp.forms import TemplateForm, key_in_words, writable

SEARCHED_AS = {"hsm", "hsms"}  # what templates were called once: "highly structured messages"


@admin.register(Template, site=console)
class TemplatePages(ConsolePages):
    """Message templates."""

    task, place, icon = Task.WHATSAPP, 34, "talk"
    form = TemplateForm
    unrecorded = ("components", "category")
    list_display = ["who", "what_for", "reads", "condition", "rating"]
    list_filter = ["status", "category", "purpose", "language", "waba"]
    list_select_related = ["waba"]
    search_fields = ["name", "language", "reason", "components"]
    search_help_text = _("Name or words of the template")

    def get_queryset(self, request):
        """With the business account and its token's state."""
        return super().get_queryset(request).select_related("waba__account").defer("waba__account__token")

    def get_search_results(self, request, queryset, search_term):
        """Whoever looks for HSM finds templates."""
        words = [word for word in search_term.split() if word.casefold() not in SEARCHED_AS]
        return super().get_search_results(request, queryset, " ".join(words))

    def get_fieldsets(self, request, obj=None):
        """Words that cannot be changed here are shown in the preview only."""
        written = ["wanted", *TemplateForm.PARTS[1:]] if obj is None or writable(obj) else []
        own = ["waba", "name", "language", "purpose"]
        words = ["parameter_format", *written] if written else []
        sets = [(_("Template"), {"fields": own}), (_("Words"), {"fields": words})]
        return [*(one for one in sets if one[1]["fields"]), (_("Placeholders"), {"fields": ["filled"]})]

    def get_readonly_fields(self, request, obj=None):
        """What Meta never changes again."""
        known = obj is not None and (obj.at_platform or obj.status == Template.DELETED)
        return ["waba", "name", "language", "parameter_format"] if known else []

    def facts(self, thing):
        """In words, submitted or not."""
        words = wording.words(thing.wording)
        on_top = {"file_on_top": words.file, "sample": words.sample[-12:]}
        own = on_top | {
            "category": thing.wanted_category,
            "header": words.header,
            "body": words.body,
            "footer": words.footer,
        }
        return super().facts(thing) | own | {"buttons": list(words.buttons)}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """With its preview, and what stands in the way of submitting it, beside the form."""
        if obj:
            context |= _beside(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_post_save_add(self, request, obj):
        """On to its page, where the preview is and the button that submits it."""
        return _page(obj.pk)

    def response_post_save_change(self, request, obj):
        """Back to its page: what is still missing stands there."""
        return _page(obj.pk)

    def get_urls(self):
        """Before Django's own, whose last pattern takes everything."""
        verbs = {"submit": self.submit_view, "copy": self.copy_view}
        site = self.admin_site
        return [
            *(
                path(f"<int:pk>/{verb}/", site.admin_view(view), name=f"template_{verb}")
                for verb, view in verbs.items()
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def submit_view(self, request, pk):
        """The button Submit."""
        template = self._find(pk)
        before = {"status": template.status}
        if self._done(request, submit.submit, template):
            record(request.user, "changed", template, before, {"status": template.status})
            self.message_user(request, _("“%(template)s” is submitted: WhatsApp reviews it.") % {"template": template})
        return _page(pk)

    @method_decorator(require_POST)
    def copy_view(self, request, pk):
        """The button Copy: the same template, submitted anew to another business account."""
        template, number = self._find(pk), request.POST.get("waba", "")
        target = Waba.objects.select_related("account").filter(pk=number if number.isdecimal() else None).first()
        if target is None:
            self.message_user(request, _("Choose the business account to copy it to."), messages.ERROR)
            return _page(pk)
        if self._done(request, submit.copy, template, target):
            facts = {"template": template, "waba": target}
            self.message_user(request, _("“%(template)s” is submitted to %(waba)s, too.") % facts)
        copy = target.templates.filter(name=template.name, language=template.language).first()
        if copy and copy.pk != template.pk:
            record(request.user, "created", copy, {}, self.facts(copy))
        return _page(copy.pk if copy else pk)

    def delete_view(self, request, object_id, extra_context=None):
        """What Meta has is deleted there first; if it refuses, everything stays."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except submit.Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return _page(object_id)

    def delete_model(self, request, obj):
        """At Meta, and here what Meta never had."""
        before, pk = self.facts(obj), obj.pk
        submit.delete(obj)
        obj.pk = pk
        record(request.user, "deleted", obj, before, {})

    def _find(self, pk):
        template = Template.objects.select_related("waba__account").filter(pk=pk).first()
        if template is None:
            raise Http404
        return template

    def _done(self, request, verb, *given):
        try:
            verb(*given)
        except submit.Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return False
        return True

    @admin.display(description=_("template"), ordering="name")
    def who(self, template):
        """Name and language, and whose it is."""
        return two_lines(str(template), str(template.waba))

    @admin.display(description=_("purpose"), ordering="purpose")
    def what_for(self, template):
        """Our purpose, and Meta's category."""
        category = states.category_words(template.category)
        return two_lines(template.get_purpose_display(), category) if template.purpose else category

    @admin.display(description=_("words"))
    def reads(self, template):
        """How it begins."""
        return wording.words(template.wording).body[:80]

    @admin.display(description=_("state"), ordering="status")
    def condition(self, template):
        """Its state."""
        return state(*states.of_template(template))

    @admin.display(description=_("quality"), ordering="quality")
    def rating(self, template):
        """Meta's rating by customers' reactions."""
        return state(*states.found(states.QUALITY, template.quality)) if template.quality else "–"


def _page(pk):
    return HttpResponseRedirect(reverse("console:channels_admin_template_change", args=[pk]))


def _beside(template):
    rows = wording.variables(template.wording, template.variables)
    tone, icon, words, note = states.of_template(template)
    filled = {key: row["example"] for key, row in rows.items()}
    return {
        "condition": {"tone": tone, "icon": icon, "words": words, "note": note},
        "preview": filling.written(template.wording, filled),
        "obstacles": submit.obstacles(template),
        "sources": [(key_in_words(key), row["source"]) for key, row in rows.items()],
        "writable": writable(template),
        "elsewhere": Waba.objects.exclude(pk=template.waba_id),
        "can_submit": not template.at_platform or template.edited is not None,
        "file": wording.file_kind(template.wording),
    }
