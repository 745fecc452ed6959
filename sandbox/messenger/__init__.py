"""Messenger: private messages between people and pages."""
