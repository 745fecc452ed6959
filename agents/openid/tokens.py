"""Is this ID token the provider's, for us, for this attempt, and still good?"""

import jwt
from django.utils.crypto import constant_time_compare

# Signatures with the provider's private key only: with `none` or HMAC, anybody or whoever knows our secret could sign.
ALGORITHMS = frozenset("RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA".split())
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
LEEWAY = 60  # seconds by which clocks may differ


class BadToken(Exception):
    """It is not; the text says why, for the journal."""


def claims_of(token, keys, provider, nonce):
    """What the token says, once everything about it was verified; BadToken otherwise."""
    try:
        key = _key(jwt.get_unverified_header(token), keys)
        claims = jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY,
            options={"require": NEEDED},
        )
    except (jwt.PyJWTError, ValueError) as error:
        raise BadToken(f"{type(error).__name__}: {error}") from None
    _check(claims, provider, nonce)
    return claims


def _key(header, keys):
    """The one published key that the header means."""
    algorithm, name = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise BadToken(f"the algorithm {algorithm} is not accepted")
    fitting = [key for key in keys if _fits(key, algorithm, name)]
    if len(fitting) != 1:
        raise BadToken(f"{len(fitting)} published keys fit the key ID {name}")
    return jwt.PyJWK(fitting[0], algorithm=algorithm)


def _fits(key, algorithm, name):
    meant = name is None or key.get("kid") == name
    return meant and key.get("use", "sig") == "sig" and key.get("alg", algorithm) == algorithm


def _check(claims, provider, nonce):
    """What the library leaves to us."""
    if not constant_time_compare(str(claims["nonce"]), nonce):
        raise BadToken("the nonce is that of another attempt")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != provider.client_id:
        raise BadToken("it was made for another client")
    if not 0 < len(claims["sub"]) <= 255:
        raise BadToken("the subject is blank or too long")
