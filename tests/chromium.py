"""Debian's Chromium: where there is one, the shell without windows, which costs less than half of the whole browser."""

import shutil

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WHOLE = ["chromium", "chromium-browser"]


def launched(playwright, whole=False):
    """A running Chromium; `whole` for what the shell lacks: notices of the system, a screen that stays awake."""
    names = WHOLE if whole else ["chromium-headless-shell", *WHOLE]
    program = next(filter(None, map(shutil.which, names)), None)
    return playwright.chromium.launch(executable_path=program, args=QUIET)
