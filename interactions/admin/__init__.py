"""The console's pages of this room."""

from interactions.admin import attributes, customers, noise, surveys  # noqa: F401  registered by being imported
