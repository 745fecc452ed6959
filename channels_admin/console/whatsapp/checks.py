"""What the forms ask while one types, and papers to look at."""

from django.http import FileResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from channels_admin.models import BusinessManager, Evidence
from channels_admin.whatsapp import known, phone

SHOWN = ("image/png", "image/jpeg")  # in place; all else is downloaded


@require_GET
@never_cache
def name_check(request):
    """What speaks against a display name: {"passes", "refusals": [{"code", "words", "provable"}]}."""
    number = request.GET.get("owner", "")
    owner = BusinessManager.objects.filter(pk=number).first() if number.isdecimal() else None
    found = known.name_refusals(request.GET.get("name", "")[:400], owner)
    refusals = [{"code": one.code, "words": str(one.words), "provable": one.provable} for one in found]
    return JsonResponse({"passes": not refusals, "refusals": refusals, "good": _("WhatsApp takes names like this.")})


@require_GET
@never_cache
def number_check(request):
    """What a number is: {"passes", "good" or "refusals": [{"words"}], "warning"}."""
    try:
        found = phone.parse(request.GET.get("number", "")[:60])
    except phone.Refused as refused:
        return JsonResponse({"passes": False, "refusals": [{"words": str(refused), "provable": False}]})
    words = _("%(number)s: %(kind)s, %(country)s")
    facts = {"number": found.shown, "kind": phone.KINDS[found.kind], "country": phone.name_of(found.country)}
    return JsonResponse({"passes": True, "refusals": [], "good": words % facts, "warning": str(found.warning)})


@require_GET
def evidence(request, pk):
    """A paper: a picture is shown by itself, everything else is downloaded."""
    paper = get_object_or_404(Evidence, pk=pk)
    answer = FileResponse(
        paper.file.open("rb"), as_attachment=paper.mime not in SHOWN, filename=paper.name, content_type=paper.mime
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
