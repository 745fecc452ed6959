"""How X behaves here: everything its control calls can turn, kept over a restart."""

from dataclasses import dataclass

from sandbox.store import Shelf, Store


@dataclass
class XSwitches:
    """One row of settings.

    strict_urls: webhooks need https and no port, as X demands; otherwise http and loopback pass too.
    user_for_private: subscriptions to private events need the user's own token, as X demands.
    bad_grant: the error of a code or refresh token that is no good.
    usage: "open", "capped" (429 usage-capped) or "depleted" (402) for every read.
    dying_tokens: so many next pagination tokens of direct messages are refused.
    uploads: what becomes of the next videos and GIFs, "succeeded" or "failed"; processing: seconds it takes.
    shuffled: deliveries are held until so many are there and then sent in the opposite order.
    """

    id: str = "one"
    strict_urls: bool = False
    user_for_private: bool = False
    bad_grant: str = "invalid_request"
    usage: str = "open"
    dying_tokens: int = 0
    uploads: str = "succeeded"
    processing: float = 1.0
    shuffled: int = 0


def load_x_switches(store: Store) -> tuple[XSwitches, Shelf[XSwitches]]:
    """The settings as they were left, and the shelf that saves them."""
    shelf = Shelf(store, "x_switches", XSwitches, lambda one: one.id)
    return shelf.get("one") or XSwitches(), shelf
