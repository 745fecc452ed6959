"""Where migrations look for the encrypted field, which every room uses by now."""

from rows.encrypted import EncryptedField

__all__ = ["EncryptedField"]
