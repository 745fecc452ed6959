"""The way out to a provider, and the way back."""

import logging

from allauth.account.utils import perform_login
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from agents.models import SignOnProvider
from agents.openid.flow import belongs, claims_for, new_attempt, way_out
from agents.openid.matching import Refused, person_behind
from agents.openid.outgoing import ProviderFault
from agents.openid.tokens import BadToken

log = logging.getLogger(__name__)
KEPT_AS = "openid_attempt"


@never_cache
@require_GET
def begin(request, pk):
    """Send him to the provider, with something to recognize him by."""
    provider = get_object_or_404(SignOnProvider, pk=pk, enabled=True)
    onward = request.GET.get("next", "")
    attempt = new_attempt(provider, onward if url_has_allowed_host_and_scheme(onward, allowed_hosts=None) else "")
    try:
        address = way_out(provider, attempt)
    except ProviderFault as fault:
        return _not_fit(request, provider, fault)
    request.session[KEPT_AS] = attempt
    return HttpResponseRedirect(address)


@never_cache
@require_GET
def back(request, pk):
    """He comes back: let him in, or tell him why not. An attempt is good once, however it ends."""
    provider = get_object_or_404(SignOnProvider, pk=pk, enabled=True)
    attempt = request.session.pop(KEPT_AS, None)
    if not belongs(attempt, provider, request.GET.get("state", "")):
        return _refused(request, _("This sign-on was not begun in this browser, or took too long. Try again."), 400)
    if not request.GET.get("code") or request.GET.get("iss", provider.issuer) != provider.issuer:
        return _refused(request, _("%(provider)s did not sign you in.") % {"provider": provider}, 403)
    try:
        agent = person_behind(provider, claims_for(provider, attempt, request.GET["code"]))
    except Refused as refused:
        return _refused(request, str(refused), 403)
    except (ProviderFault, BadToken) as fault:
        return _not_fit(request, provider, fault)
    return perform_login(request, agent, redirect_url=attempt["next"] or None)


def _not_fit(request, provider, fault):
    """The provider's fault: the journal says which, people what to do."""
    log.warning("sign-on by %s: %s", provider, fault)
    words = _("%(provider)s did not answer as it should. Try again; if it goes on, tell an administrator.")
    return _refused(request, words % {"provider": provider}, 502)


def _refused(request, words, status):
    return render(request, "agents/sign_on_refused.html", {"words": words}, status=status)
