"""What a channel's page asks while somebody types, and the test of its connection: JSON, for administrators."""

import json

from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.kept_words import told
from channels_admin.checking import addresses, connection, keywords, tries
from channels_admin.checking.asking import within
from channels_admin.models import Account, Channel
from platforms.base import PlatformError

MOST = 200  # handles, pages and keywords of one channel
CHECKS_A_MINUTE, TRIES_A_MINUTE, TESTS_A_MINUTE = 120, 10, 60


class Refused(Exception):
    """Why it is not done, in a sentence."""


def answered(view):
    """A JSON view: what is refused is a sentence, and so is what the platform refuses."""

    @require_POST
    def inner(request, **kwargs):
        try:
            return JsonResponse(view(request, **kwargs))
        except Refused as refused:
            return JsonResponse({"detail": str(refused)}, status=400)
        except PlatformError as error:
            return JsonResponse({"detail": told(error.reason) or _("The platform does not answer.")}, status=502)

    return inner


@answered
def address(request):
    """One page, handle or number."""
    asked = _asked(request, "address", CHECKS_A_MINUTE)
    own = Channel.objects.filter(pk=asked["channel"]).first() if asked["channel"] else None
    return addresses.checked(asked["account"], asked["value"], asked["addresses"], own and own.pk).as_json()


@answered
def known(request):
    """What an account has that no channel reads yet."""
    asked = _asked(request, "known", CHECKS_A_MINUTE)
    return {"known": [one.as_json() for one in addresses.known(asked["account"])]}


@answered
def keyword(request):
    """One keyword, with what it would cost."""
    asked = _asked(request, "keyword", CHECKS_A_MINUTE)
    return keywords.checked(asked["account"], asked["value"], asked["budget"]).as_json()


@answered
def query(request):
    """What X will be asked for; nobody is asked for this."""
    asked = _asked(request, "query", 10 * CHECKS_A_MINUTE)
    return tries.query_of(asked["account"], asked["addresses"], asked["keywords"])


@answered
def trial(request):
    """The ten newest posts, and what becomes of each."""
    asked = _asked(request, "trial", TRIES_A_MINUTE)
    if not (asked["addresses"] or asked["keywords"]):
        raise Refused(_("Enter something to look for first."))
    found = tries.tried(asked["account"], asked["addresses"], asked["keywords"])
    return {"posts": [one.as_json() for one in found]}


@answered
def test(request, pk):
    """Everything that a channel needs."""
    _once_more(request, "test", TESTS_A_MINUTE)
    rows = Channel.objects.current().select_related("account__app", "conversation_workgroup", "direct_workgroup")
    found = connection.checks(get_object_or_404(rows, pk=pk))
    return {"checks": [one.as_json() for one in found], "tone": connection.worst(found)}


def _once_more(request, what, most):
    if not within(request.user, what, most):
        raise Refused(_("That was often: wait a minute. Every check is a call that the channels may need."))


def _asked(request, what, most):
    """What the page sent, with the account; anything that is not what it should be is 404 or left out."""
    _once_more(request, what, most)
    given = _json(request)
    account = given.get("account")
    if not str(account or "").isdecimal():
        raise Refused(_("Choose a social media account first."))
    return {
        "account": get_object_or_404(Account.objects.current().select_related("app"), pk=account),
        "value": str(given.get("value", ""))[:300],
        "addresses": [one.removeprefix("@") for one in _texts(given.get("addresses"))],
        "keywords": _texts(given.get("keywords")),
        "channel": given.get("channel") if str(given.get("channel") or "").isdecimal() else None,
        "budget": _number(given.get("budget")),
    }


def _json(request):
    try:
        given = json.loads(request.body or b"{}")
    except ValueError:
        raise Http404 from None
    if not isinstance(given, dict):
        raise Http404
    return given


def _texts(given):
    return (
        [text.strip()[:300] for text in given[:MOST] if isinstance(text, str) and text.strip()]
        if isinstance(given, list)
        else []
    )


def _number(given):
    try:
        return float(given) if given not in (None, "") else None
    except (TypeError, ValueError):
        return None
