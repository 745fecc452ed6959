"""Sandbox: a program of its own that plays Facebook, Messenger, X and WhatsApp on the wire."""
