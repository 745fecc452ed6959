"""What a check found about one thing that was entered."""

from dataclasses import asdict, dataclass

from audit.kept_words import told

GOOD, WARNS, WRONG = "connected", "held", "disconnected"


@dataclass(frozen=True, slots=True)
class Verdict:
    """About `value`: the tone of its color, a note of a few words, a sentence where something is to be done.

    `near` is what might have been meant instead.
    """

    value: str
    tone: str = GOOD
    note: object = ""
    said: object = ""
    near: str = ""

    def as_json(self):
        """For the page."""
        return {name: told(str(value)) if name == "said" else str(value) for name, value in asdict(self).items()}


def unclear(value, error):
    """The platform could not be asked, or would not say: nothing is held against what was entered."""
    return Verdict(value, WARNS, said=error.reason)
