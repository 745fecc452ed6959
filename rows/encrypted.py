"""A text field that is encrypted in the database."""

import base64
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

VERSION = b"\x01"
NONCE = 12


class Unreadable(InvalidTag):
    """No key of FIELD_KEYS opens a stored value; the text names the column, never the value."""

    def __init__(self, about):
        super().__init__(
            f"No key of the setting FIELD_KEYS opens a value of {about}: add the key with which it was written."
        )


class EncryptedField(models.TextField):
    """AES-256-GCM with a key ring: the first key of FIELD_KEYS writes, each of them reads.

    The column's name is authenticated with the text, so that a value moved to another column is refused. A value that no
    key opens raises `Unreadable`: ciphertext is never passed off as the secret.
    """

    @property
    def about(self):
        """The column's name, which is bound to each value."""
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value):
        """Encrypt; blank stays blank."""
        return seal(value, self.about) if value else value

    def from_db_value(self, value, expression, connection):
        """Decrypt with whichever key fits."""
        return unseal(value, self.about)[0] if value else value

    def get_lookup(self, lookup_name):
        """Secrets cannot be searched for: every encryption differs."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted and cannot be looked up by {lookup_name}.")


def seal(text, about):
    """Encrypt with the first key."""
    nonce = os.urandom(NONCE)
    sealed = _ring()[0].encrypt(nonce, text.encode(), about.encode())
    return base64.b64encode(VERSION + nonce + sealed).decode()


def unseal(stored, about):
    """(text, place of the key that opened it); `Unreadable` where none does."""
    try:
        raw = base64.b64decode(stored)[len(VERSION) :]
    except ValueError:
        raise Unreadable(about) from None
    for place, key in enumerate(_ring()):
        try:
            return key.decrypt(raw[:NONCE], raw[NONCE:], about.encode()).decode(), place
        except (InvalidTag, ValueError):  # not written with this one, or no ciphertext at all
            continue
    raise Unreadable(about)


def _ring():
    return _made_of(tuple(settings.FIELD_KEYS))


@cache
def _made_of(keys):
    return [_cipher(key, place) for place, key in enumerate(keys, 1)]


def _cipher(key, place):
    try:
        raw = base64.b64decode(key.strip(), validate=True)
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise ImproperlyConfigured(
            f"Key {place} of the setting FIELD_KEYS is not 32 bytes in base64: make one with `openssl rand -base64 32`."
        )
    return AESGCM(raw)
