"""The attribute editor: the tree of channels and server parameters, one entry's attributes, and who changed them (R36, R37)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from agents.models import Installation, ServerParameter
from audit import recording
from audit.console_site import console
from audit.lines import lines_about
from channels_admin.attributes import FIELDS, attributes_of, path_of, set_attributes
from channels_admin.models import Channel

SHOWN = 200  # channels in the tree; with more, search
HISTORY = 20


@require_GET
def tree(request):
    """Nothing is chosen yet."""
    return _page(request)


@require_http_methods(["GET", "POST"])
def channel(request, pk):
    """A channel's attributes; a bad value is refused, and what is in force stays."""
    found = get_object_or_404(
        Channel.objects.current().select_related("conversation_workgroup", "direct_workgroup"), pk=pk
    )
    given, faults = {name: request.POST[name] for name in FIELDS if name in request.POST}, {}
    if request.method == "POST":
        faults = set_attributes(pk, given, request.user)
        if not faults:
            messages.success(request, _("“%(channel)s” is saved.") % {"channel": found})
            return HttpResponseRedirect(reverse("console:attributes_channel", args=[pk]))
    rows = attributes_of(found)
    for row in rows:
        row.present, row.value = row.value, given.get(row.name, row.value)
        row.fault = faults.pop(row.name, "")
    about = {"noun": Channel._meta.label_lower, "object_id": str(pk)}
    context = {"channel": found, "path": path_of(found), "rows": rows, "others": list(faults.values())}
    refused = request.method == "POST"
    return _page(
        request, status=400 if refused else 200, refused=refused, history=lines_about(HISTORY, **about), **context
    )


@require_http_methods(["GET", "POST"])
def server(request):
    """The server parameters: add one by name, change or remove it."""
    fault = ""
    if request.method == "POST":
        try:
            _apply(request)
            return HttpResponseRedirect(reverse("console:attributes_server"))
        except ValidationError as error:
            fault = " ".join(error.messages)
    there = {parameter.name: parameter for parameter in ServerParameter.objects.all()}
    names = [(name, ServerParameter.Name(name).label, there.get(name)) for name in ServerParameter.Name.values]
    history = lines_about(HISTORY, noun=ServerParameter._meta.label_lower)
    context = {"parameters": names, "fault": fault, "at_server": True, "faulty": request.POST.get("name", "")}
    return _page(
        request, status=400 if fault else 200, entered=request.POST.get("value", ""), history=history, **context
    )


def _apply(request):
    name = request.POST.get("name", "").replace("\0", "").strip()
    with transaction.atomic():
        Installation.locked()  # two may add the same at once
        row = ServerParameter.objects.select_for_update(no_key=True).filter(name=name).first()
        if "remove" in request.POST:
            return row and _remove(request, row)
        before = recording.facts(row) if row else {}
        row = row or ServerParameter(name=name)
        row.value = request.POST.get("value", "").strip()
        row.full_clean(validate_unique=False)
        row.save()
        recording.record(request.user, "changed" if before else "created", row, before, recording.facts(row))
    messages.success(request, _("“%(name)s” is %(value)s.") % {"name": name, "value": row.value})


def _remove(request, row):
    recording.record(request.user, "deleted", row, recording.facts(row), {})
    row.delete()
    messages.success(request, _("“%(name)s” is removed, which means off.") % {"name": row.name})


def _page(request, status=200, **context):
    words = request.GET.get("q", "").strip()
    channels = Channel.objects.current().filter(Q(name__icontains=words) | Q(pk=words if words.isdecimal() else None))
    found = list(channels.only("name", "platform")[: SHOWN + 1])
    context |= {"title": _("Attribute editor"), "channels": found[:SHOWN], "more": len(found) > SHOWN, "words": words}
    return render(request, "console/attributes.html", console.each_context(request) | context, status=status)
