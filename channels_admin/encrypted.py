"""A text field that is encrypted in the database."""

import base64
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

VERSION = b"\x01"


def _keys():
    return [base64.b64decode(key) for key in settings.FIELD_KEYS]


class EncryptedField(models.TextField):
    """AES-256-GCM with a key ring: the first key of FIELD_KEYS writes, each of them reads.

    The column's name is authenticated with the text, so that a value moved to another column is refused. A value that no
    key opens raises `cryptography.exceptions.InvalidTag`: ciphertext is never passed off as the secret.
    """

    def _about(self):
        return f"{self.model._meta.db_table}.{self.column}".encode()

    def get_prep_value(self, value):
        """Encrypt; blank stays blank."""
        if not value:
            return value
        nonce = os.urandom(12)
        sealed = AESGCM(_keys()[0]).encrypt(nonce, value.encode(), self._about())
        return base64.b64encode(VERSION + nonce + sealed).decode()

    def from_db_value(self, value, expression, connection):
        """Decrypt with whichever key fits; the last failure is raised."""
        if not value:
            return value
        raw, failure = base64.b64decode(value)[1:], None
        for key in _keys():
            try:
                return AESGCM(key).decrypt(raw[:12], raw[12:], self._about()).decode()
            except Exception as error:  # noqa: BLE001  InvalidTag of a key that is not the one: try the next
                failure = error
        raise failure

    def get_lookup(self, lookup_name):
        """Secrets cannot be searched for: every encryption differs."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted and cannot be looked up by {lookup_name}.")
