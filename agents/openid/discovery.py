"""What a provider says of itself: its addresses, its keys, and whether it is fit for us."""

from django.core.cache import cache
from django.utils.translation import gettext as _

from agents.openid.outgoing import ProviderFault, ask, fault_of
from agents.openid.tokens import ALGORITHMS

KEPT = 60  # seconds; who opens the sign-in page again and again does not make us ask again and again
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def discovered(provider):
    """Its discovery document, a minute old at most."""
    return cache.get_or_set(f"openid:{provider.issuer}", lambda: discover(provider), KEPT)


def discover(provider):
    """Its discovery document, read now and looked through; ProviderFault says what is wrong with it."""
    document = ask("GET", f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if document.get("issuer") != provider.issuer:
        words = _("It calls itself “%(theirs)s”, not “%(ours)s”: the issuer must be entered exactly so.")
        raise ProviderFault(words % {"theirs": document.get("issuer"), "ours": provider.issuer})
    for name in NEEDED:
        _check_address(document, name)
    return document


def keys(document):
    """The keys with which it signs, read now: they change without notice."""
    found = ask("GET", document["jwks_uri"]).get("keys")
    return [key for key in found if isinstance(key, dict)] if isinstance(found, list) else []


def problems(provider):
    """Everything that stands in the way of signing on, in words."""
    try:
        document = discover(provider)
        signing = [key for key in keys(document) if key.get("use", "sig") == "sig"]
    except ProviderFault as fault:
        return [str(fault)]
    return [words for wrong, words in _checks(document, signing) if wrong]


def _check_address(document, name):
    address = document.get(name)
    fault = fault_of(address) if isinstance(address, str) else _("It is missing.")
    if fault:
        raise ProviderFault(f"{name}: {fault}")


def _checks(document, signing):
    challenges = document.get("code_challenge_methods_supported") or ["S256"]  # many support it and do not say so
    signed = document.get("id_token_signing_alg_values_supported") or ["RS256"]
    return [
        ("code" not in document.get("response_types_supported", []), _("It does not offer the code flow.")),
        ("S256" not in challenges, _("It does not offer PKCE with S256.")),
        (not ALGORITHMS.intersection(signed), _("It signs with none of the algorithms that are accepted here.")),
        (not signing, _("It publishes no key to verify signatures with.")),
    ]
