"""The console's pages of this room."""

from interactions.admin import attributes, customers, noise  # noqa: F401  registered by being imported
