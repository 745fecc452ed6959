"""The page on which responses are read, written, imported and exported."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.local_times import in_local_time
from audit.rights import Right
from workspace import response_csv
from workspace.models import Response, ResponseCategory, ResponseLibrary
from workspace.placeholders import KNOWN, samples
from workspace.response_form import ResponseForm


def _page(*methods):
    """A page for whoever is signed in."""

    def around(view):
        return require_http_methods(methods)(login_required(in_local_time(view)))

    return around


@_page("GET")
def responses(request):
    """Libraries, a list, a preview: all of it is drawn from the API."""
    return render(request, "workspace/responses.html", {"page": "responses"})


@_page("GET", "POST")
def new(request):
    """Write one; `?library=` says where."""
    library = request.GET.get("library", "")
    initial = {"library": library} if library.isdecimal() else {}
    return _write(request, Response(), initial)


@_page("GET", "POST")
def edit(request, pk):
    """Change one."""
    seen = get_object_or_404(Response.objects.for_agent(request.user).with_all(), pk=pk)
    if not Response.objects.changed_by(request.user).filter(pk=pk).exists():
        Right.RESPONSES.ask_of(request.user)
    return _write(request, seen, {})


def _write(request, response, initial):
    form = ResponseForm(
        request.POST or None, request.FILES or None, instance=response, agent=request.user, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, _("“%(title)s” is saved.") % {"title": saved.title})
        return HttpResponseRedirect(_address(response=saved.pk, library=saved.library_id))
    context = {
        "page": "responses",
        "form": form,
        "response": response if response.pk else None,
        "back": _address(response=response.pk) if response.pk else _address(**initial),
        "placeholders": [(f"{{{{ {name} }}}}", words) for name, (words, _sample) in KNOWN.items()],
        "samples": samples(request.user),
        "categories": _paths(form.fields["library"].queryset),
    }
    return render(request, "workspace/response_edit.html", context, status=400 if form.errors else 200)


def _paths(libraries):
    """The categories there are, to choose from."""
    found = ResponseCategory.objects.filter(library__in=libraries.order_by().values("pk")).select_related("parent")
    return sorted({category.path for category in found})


def _address(**chosen):
    """The page with this chosen."""
    return reverse("workspace:responses") + (f"?{urlencode(chosen)}" if chosen else "")


@require_GET
@login_required
def export(request, pk):
    """A library as a CSV file that can be imported again."""
    library = get_object_or_404(ResponseLibrary.objects.for_agent(request.user), pk=pk)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="responses.csv"'
    answer.write("\ufeff")  # Excel takes it for UTF-8 by this
    seen = Response.objects.for_agent(request.user).filter(library=library)
    response_csv.write(answer, seen.with_all().order_by("title", "pk"))
    return answer


@_page("GET", "POST")
def import_into(request, pk):
    """Ask for a file; show what it would change; do what was shown."""
    library = get_object_or_404(ResponseLibrary.objects.for_agent(request.user), pk=pk)
    if not ResponseLibrary.objects.changed_by(request.user).filter(pk=pk).exists():
        Right.RESPONSES.ask_of(request.user)
    if request.method == "GET":
        return _import_page(request, library)
    try:
        text = _text(request)
        plan = response_csv.Plan(library, response_csv.rows_of(text))
    except response_csv.Unreadable as problem:
        return _import_page(request, library, problem=str(problem), status=400)
    if request.POST.get("digest") == plan.digest and not plan.wrong:
        plan.apply(request.user)
        words = {"new": len(plan.new), "changed": len(plan.changed)}
        messages.success(request, _("Imported: %(new)s new, %(changed)s changed.") % words)
        return HttpResponseRedirect(_address(library=library.pk))
    return _import_page(request, library, plan=plan, text=text)


def _text(request):
    if "digest" in request.POST:
        return request.POST.get("text", "")
    if "file" not in request.FILES:
        raise response_csv.Unreadable(_("Choose a file first."))
    return response_csv.text_of(request.FILES["file"].read(response_csv.LARGEST + 1))


def _import_page(request, library, *, plan=None, text="", problem="", status=200):
    context = {
        "page": "responses",
        "library": library,
        "plan": plan,
        "text": text,
        "problem": problem,
        "columns": response_csv.COLUMNS,
        "back": _address(library=library.pk),
    }
    return render(request, "workspace/response_import.html", context, status=status)
