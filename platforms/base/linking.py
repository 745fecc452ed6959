"""Linking an account: what a person's consent brings, and how healthy a token is."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AppKeys:
    """The company's app at a platform, as its token endpoint knows it, and where that is."""

    client_id: str
    client_secret: str = field(repr=False, default="")
    base: str = ""
    authorize_base: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """What consent was exchanged for. `expires_at` (UTC) None: the token does not end by itself.

    `refresh` gets the next pair, once; empty where the platform has no such thing.
    """

    token: str = field(repr=False)
    refresh: str = field(repr=False, default="")
    expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linkable:
    """A page or user that the consent opens, with the token to use for it."""

    external_id: str
    name: str
    grant: Grant = field(repr=False)
    handle: str = ""
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """What the platform says about a token: `reason` in words where it is not valid, `lacks` the missing permissions."""

    valid: bool
    expires_at: datetime | None = None
    reason: str = ""
    lacks: tuple[str, ...] = ()
