"""Keys in order of time, cut by bisection, so that a page of a long list costs no more than one of a short list."""

from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass, field

LAST = "\U0010ffff"
type Key = tuple[float, str]


@dataclass
class Timeline:
    """(time, id) pairs, oldest first."""

    keys: list[Key] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, time: float, identifier: str) -> None:
        """Put an id where its time belongs; the past is allowed."""
        insort(self.keys, (time, identifier))

    def remove(self, time: float, identifier: str) -> None:
        """Take an id out; one that is not there is no error."""
        place = bisect_left(self.keys, (time, identifier))
        if place < len(self.keys) and self.keys[place] == (time, identifier):
            del self.keys[place]

    def newest(self, count: int) -> list[str]:
        """The ids of the last `count`, newest first."""
        return [identifier for _, identifier in reversed(self.keys[-count:])] if count else []

    def place_from(self, time: float) -> int:
        """Where the first key at or after a time stands."""
        return bisect_left(self.keys, (time, ""))

    def place_until(self, time: float) -> int:
        """Where the first key later than a time stands."""
        return bisect_right(self.keys, (time, LAST))
