"""What the company published, in order: the judge of crash tests."""

from collections import Counter
from dataclasses import dataclass, field

from sandbox.store import Shelf, Store


@dataclass
class Sent:
    """One thing that customers can see because the company's program sent it; `mark` is what the program attached.

    `files` are the ids of what it sent along, `kind` is what sort of message it is where the platform has several.
    """

    seq: int
    at: float
    platform: str
    id: str
    to: str
    in_reply_to: str
    text: str
    mark: str
    files: list = field(default_factory=list)
    kind: str = ""


class Ledger:
    """Entries are committed before the platform answers, so that no crash can unsay them."""

    def __init__(self, store: Store):
        """Load the entries in order."""
        self._store = store
        self._shelf = Shelf(store, "sent", Sent, lambda one: str(one.seq))
        self.entries = sorted(self._shelf, key=lambda one: one.seq)
        self.accepted = Counter(one.platform for one in self.entries)
        self.published = Counter(self.accepted)

    def publish(self, at: float, platform: str, identifier: str, **what: object) -> None:
        """Write an entry down and commit, with everything that changed before it."""
        seq = self.entries[-1].seq + 1 if self.entries else 1
        words = {"to": "", "in_reply_to": "", "text": "", "mark": ""} | what
        self.entries.append(self._shelf.save(Sent(seq, at, platform, identifier, **words)))
        self.accepted[platform] += 1
        self.published[platform] += 1
        self._store.commit()

    def accept_only(self, platform: str) -> None:
        """Count a message that the platform took but will never show; it survives as long as the process."""
        self.accepted[platform] += 1
        self._store.commit()

    def after(self, seq: int, platform: str = "", to: str = "") -> list[Sent]:
        """The entries after a number, of one platform and addressee if given."""
        found = [one for one in self.entries[max(seq, 0) :] if not platform or one.platform == platform]
        return [one for one in found if not to or one.to == to]
