"""The page to which a letter leads: choose a password, and come in."""

from allauth.core import ratelimit
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from agents.inviting import remind
from agents.models import Invitation


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request):
    """Ask for a mail with a link. Nobody learns here who has an account."""
    name = request.POST.get("login", "").strip()[:254]
    if request.method == "POST" and name and ratelimit.consume(request, action="reset_password", key=name.lower()):
        remind(name)
    return render(request, "agents/forgotten.html", {"asked": request.method == "POST" and name})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def set_password(request, token):
    """Good once; whoever comes with a link that is good no more is told what to do."""
    letter = Invitation.behind(token)
    if letter is None:
        return render(request, "agents/letter_ended.html", status=410)
    form = SetPasswordForm(letter.agent, request.POST or None)
    if request.method == "POST" and form.is_valid() and _set(letter, form):
        login(request, letter.agent, backend="allauth.account.auth_backends.AuthenticationBackend")
        return HttpResponseRedirect(reverse("workspace:desk"))
    return render(request, "agents/set_password.html", {"form": form, "letter": letter})


def _set(letter, form):
    """The password, and the end of the letter and of all his sessions, together; False: the letter was used meanwhile."""
    with transaction.atomic():
        used = letter.use()
        if used:
            form.save()
        return used
