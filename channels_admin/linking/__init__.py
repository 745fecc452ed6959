"""Linking accounts by OAuth: a person is sent to the platform, comes back with a code, and chooses what to link."""
