"""How the sandbox behaves: everything the control API can turn, kept over a restart."""

from dataclasses import dataclass, field

from sandbox.store import Shelf, Store


@dataclass
class Switches:
    """One row of settings; times in seconds."""

    id: str = "one"
    receipts: str = "auto"
    delivered_after: float = 0.3
    read_after: float | None = 1.5
    echo_delay: float = 0.0
    before_answer: bool = False
    webhooks_held: bool = False
    duplicates: int = 0
    rate_limits: str = "documented"
    own_limits: dict = field(default_factory=dict)
    search_delay: float = 0.0
    clock_offset: float = 0.0
    expired_tokens: list = field(default_factory=list)
    refused_tokens: dict = field(default_factory=dict)
    duplicates_refused: bool = False
    human_agent: bool = True
    refused_prefixes: list = field(default_factory=list)
    review_after: float | None = None
    failures: list = field(default_factory=list)
    numbers_elsewhere: dict = field(default_factory=dict)


def load_switches(store: Store) -> tuple[Switches, Shelf[Switches]]:
    """The settings as they were left, and the shelf that saves them."""
    shelf = Shelf(store, "switches", Switches, lambda one: one.id)
    return shelf.get("one") or Switches(), shelf
