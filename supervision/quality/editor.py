"""The pages on which questionnaires are written."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.recording import facts, record
from interactions.models import Refused
from supervision.quality.doors import for_quality, number
from supervision.quality.editing import Draft, begin
from supervision.quality.forms import NewQuestionnaireForm, QuestionForm, QuestionnaireForm, VersionForm
from supervision.quality.questionnaires import Group, Question, Questionnaire
from supervision.quality.showing import groups_of


@for_quality("GET", "POST")
def questionnaires(request):
    """All of them, with what they are used for; and a new one."""
    form = NewQuestionnaireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.created_by = request.user
        made = form.save()
        record(request.user, "created", made, {}, facts(made))
        begin(made, request.user)
        return HttpResponseRedirect(reverse("quality:questionnaire", args=[made.pk]))
    published = Q(versions__published_at__isnull=False)
    rows = Questionnaire.objects.annotate(
        version=Max("versions__number", filter=published),
        drafts=Count("versions", filter=~published, distinct=True),
        cards=Count("scorecards", distinct=True),
    )
    context = {"page": "quality", "tab": "questionnaires", "rows": rows.order_by("-active", "name"), "form": form}
    return render(request, "supervision/quality/questionnaires.html", context, status=400 if form.errors else 200)


@for_quality("GET", "POST")
def questionnaire(request, pk):
    """One of them: its draft to be changed, or what is in use to be read."""
    found = get_object_or_404(Questionnaire, pk=pk)
    if request.method == "GET":
        return _page(request, found)
    act = _ACTS.get(request.POST.get("do", ""))
    try:
        with transaction.atomic():
            form, target = act(request, found) if act else (None, "")
    except (Refused, ValidationError) as why:
        messages.error(request, why.messages[0] if isinstance(why, ValidationError) else str(why))
        form, target = None, ""
    if form is not None:
        return _page(request, found, **form)
    return HttpResponseRedirect(reverse("quality:questionnaire", args=[pk]) + target)


def _page(request, found, settings=None, pass_form=None, question_form=None):
    draft = found.versions.filter(published_at=None).first()
    shown = draft or found.in_use
    context = {
        "page": "quality",
        "tab": "questionnaires",
        "questionnaire": found,
        "draft": draft,
        "in_use": found.in_use,
        "version": shown,
        "groups": groups_of(shown) if shown else [],
        "settings": settings or QuestionnaireForm(instance=found, prefix="of"),
        "pass_form": pass_form or (draft and VersionForm(instance=draft)),
        "question_form": question_form or _asked_form(request, draft),
        "focus": request.GET.get("focus", ""),
    }
    wrong = settings or pass_form or question_form
    return render(request, "supervision/quality/questionnaire.html", context, status=400 if wrong else 200)


def _asked_form(request, draft):
    """The form of the question that the address names, or of a new one in the group that it names."""
    asked = request.GET
    if not draft or not {"question", "in"} & set(asked):
        return None
    if "in" in asked:
        group = get_object_or_404(Group, version=draft, pk=number(asked["in"]))
        return QuestionForm(version=draft, initial={"group": group})
    question = get_object_or_404(Question, group__version=draft, pk=number(asked["question"]))
    return QuestionForm(version=draft, instance=question, initial={"group": question.group_id})


def _begin(request, found):
    begin(found, request.user)
    return None, ""


def _save_settings(request, found):
    before, form = facts(found), QuestionnaireForm(request.POST, instance=found, prefix="of")
    if not form.is_valid():
        found.refresh_from_db()
        return {"settings": form}, ""
    record(request.user, "changed", form.save(), before, facts(found))
    messages.success(request, _("Saved."))
    return None, ""


def _save_mark(request, found):
    draft = Draft(found, request.user).version
    before, form = facts(draft), VersionForm(request.POST, instance=draft)
    if not form.is_valid():
        return {"pass_form": form}, ""
    record(request.user, "changed", form.save(), before, facts(draft))
    return None, "?focus=pass-mark"


def _publish(request, found):
    draft = Draft(found, request.user)
    draft.publish()
    messages.success(request, _("Version %(n)s is in use now.") % {"n": draft.version.number})
    return None, ""


def _discard(request, found):
    Draft(found, request.user).discard()
    return None, ""


def _add_group(request, found):
    """What is to be pressed next has the focus. No fragment in the address: browsers give that precedence over it."""
    made = Draft(found, request.user).add_group(request.POST.get("name", ""))
    return None, f"?focus=add-{made.pk}"


def _rename_group(request, found):
    draft = Draft(found, request.user)
    group = draft.group(number(request.POST.get("group")))
    draft.rename_group(group, request.POST.get("name", ""))
    return None, f"?focus=name-{group.pk}"


def _save_question(request, found):
    draft = Draft(found, request.user)
    pk = number(request.POST.get("question"))
    form = QuestionForm(request.POST, version=draft.version, instance=draft.question(pk) if pk else None)
    if not form.is_valid():
        return {"question_form": form}, ""
    question = draft.keep_question(form)
    return None, f"?focus=edit-{question.pk}"


def _thing(draft, given):
    """The question or the group that a button is about, and its name on the page."""
    if "question" in given:
        return draft.question(number(given["question"])), "q"
    return draft.group(number(given.get("group"))), "g"


def _move(steps, word):
    def moved(request, found):
        draft = Draft(found, request.user)
        thing, letter = _thing(draft, request.POST)
        draft.move(thing, steps)
        return None, f"?focus={word}-{letter}-{thing.pk}"

    return moved


def _remove(request, found):
    draft = Draft(found, request.user)
    draft.remove(_thing(draft, request.POST)[0])
    return None, "?focus=structure"


_ACTS = {
    "begin": _begin,
    "settings": _save_settings,
    "pass_mark": _save_mark,
    "publish": _publish,
    "discard": _discard,
    "add_group": _add_group,
    "rename_group": _rename_group,
    "question": _save_question,
    "up": _move(-1, "up"),
    "down": _move(1, "down"),
    "remove": _remove,
}
