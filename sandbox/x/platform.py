"""What X knows beside tweets and direct messages: apps, access, media, who keeps away from whom, who listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.x.apps import XApps
from sandbox.x.hooks import Hooks
from sandbox.x.media import MediaBox
from sandbox.x.news import News
from sandbox.x.relations import Relations
from sandbox.x.switches import load_x_switches
from sandbox.x.tokens import Tokens

if TYPE_CHECKING:
    from sandbox.stage import Stage


class XPlatform:
    """Its parts find each other through the stage."""

    def __init__(self, stage: Stage):
        """Load everything."""
        self.switches, self._shelf = load_x_switches(stage.store)
        self.apps, self.tokens = XApps(stage), Tokens(stage)
        self.media, self.relations = MediaBox(stage), Relations(stage)
        self.hooks, self.news = Hooks(stage), News(stage)
        self.reads = 0

    def save(self) -> None:
        """Keep the switches."""
        self._shelf.save(self.switches)
