"""The code flow: what we send people away with, and what they come back with."""

import base64
import hashlib
import secrets
import time
from urllib.parse import quote, urlencode

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from agents.openid.discovery import discovered, keys
from agents.openid.outgoing import ProviderFault, ask
from agents.openid.tokens import BadToken, claims_of

LASTS = 600  # seconds for which an attempt may take
SCOPE = "openid email profile"


def new_attempt(provider, onward):
    """What the session keeps of one attempt: it is good once, for this provider."""
    words = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    return {"provider": provider.pk, "at": time.time(), "next": onward, **words}


def way_out(provider, attempt):
    """The provider's page where people say who they are."""
    digest = hashlib.sha256(attempt["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": provider.redirect_uri,
        "scope": SCOPE,
        "state": attempt["state"],
        "nonce": attempt["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    address = discovered(provider)["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def belongs(attempt, provider, state):
    """Did whoever comes back go out from here, to this provider, and not too long ago?"""
    if not attempt or attempt["provider"] != provider.pk or time.time() - attempt["at"] > LASTS:
        return False
    return constant_time_compare(attempt["state"], state)


def claims_for(provider, attempt, code):
    """What the provider vouches for, or ProviderFault or BadToken."""
    document = discovered(provider)
    granted = _redeem(provider, document, code, attempt["verifier"])
    token = granted.get("id_token")
    if not isinstance(token, str):
        raise ProviderFault(_("The provider sent no ID token."))
    claims = claims_of(token, keys(document), provider, attempt["nonce"])
    return claims if "email" in claims else claims | _more(document, granted, claims["sub"])


def _redeem(provider, document, code, verifier):
    """Exchange the code, as ourselves, in the way that the provider wants."""
    body = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": provider.redirect_uri,
        "code_verifier": verifier,
    }
    offered = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if provider.client_secret and "client_secret_basic" in offered:
        pair = quote(provider.client_id, safe=""), quote(provider.client_secret, safe="")
        return ask("POST", document["token_endpoint"], data=body, auth=pair)
    secret = {"client_secret": provider.client_secret} if provider.client_secret else {}
    return ask("POST", document["token_endpoint"], data=body | {"client_id": provider.client_id} | secret)


def _more(document, granted, subject):
    """The e-mail address, where the provider tells it only at an address of its own."""
    address, token = document.get("userinfo_endpoint"), granted.get("access_token")
    if not (isinstance(address, str) and isinstance(token, str)):
        return {}
    found = ask("GET", address, headers={"Authorization": f"Bearer {token}"})
    if found.get("sub") != subject:
        raise BadToken("the user information is that of somebody else")
    return {name: found[name] for name in ("email", "email_verified") if name in found}
