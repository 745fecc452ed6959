"""Whose signature counts here, and the key pair of whoever issues licenses."""

import base64
import binascii
import contextlib
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from agents.licensing.paper import key_name


def trusted():
    """{name: public key} of those whose licenses count: LICENSE_KEYS, and the files in DATA_DIR/licensing/trusted."""
    texts = [*settings.LICENSE_KEYS, *(file.read_text() for file in sorted(_folder().glob("*.pub")))]
    return {key_name(key): key for key in map(_public, texts)}


def _public(text):
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))
    except (ValueError, binascii.Error):
        raise ImproperlyConfigured(
            f"“{text.strip()[:20]}…” is no public key for licenses: 32 bytes in base64, as issue_license prints them. "
            "Look at LICENSE_KEYS and at DATA_DIR/licensing/trusted."
        ) from None


def own_key_file():
    """Where the key is with which this installation issues licenses for itself."""
    return settings.LICENSING_DIR / "signing.pem"


def signing_key(path):
    """(private key, was it made just now?) of the file at `path`, made where there is none. Only its owner can read it."""
    path = Path(path)
    made = not path.exists()
    if made:
        _keep(path, Ed25519PrivateKey.generate())
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds a key of another kind; licenses are signed with Ed25519.")
    return key, made


def _keep(path, key):
    """Written complete or not at all: two processes that start together agree on one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with contextlib.suppress(FileExistsError):  # another process was first
        os.link(draft, path)
    draft.unlink()


def public_text(public):
    """A public key as LICENSE_KEYS and the trusted files hold it."""
    return base64.b64encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def trust(public):
    """Let this installation believe what the key signs; returns the file that says so."""
    _folder().mkdir(parents=True, exist_ok=True)
    file = _folder() / f"{key_name(public)}.pub"
    file.write_text(public_text(public) + "\n")
    return file


def _folder():
    return settings.LICENSING_DIR / "trusted"
