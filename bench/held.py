"""The highest rate that is held: doubled until it fails, bisected, then confirmed for a minute."""

MOST = 640  # messages a second
CLOSE = 1.2  # between the highest that held and the lowest that did not
BISECTIONS = 2
BACK = (1.0, 0.75)  # of the highest that held in a short probe, for the confirmation


def find(probe, confirm, *, held=0, failed=None):
    """The highest rate for which `confirm(rate)` is true, or `held`. `probe(rate)` is the same question, asked briefly.

    `held` is a rate that is confirmed already (0: none), `failed` one that surely is not held (None: none is known).
    """
    low, high = _double(probe, held, failed) if held else _halve(probe, failed)
    for _ in range(BISECTIONS):
        if not low or high is None or high / low <= CLOSE:
            break
        middle = round((low + high) / 2)
        low, high = (middle, high) if probe(middle) else (low, middle)
    for rate in [int(low * share) for share in BACK]:
        if rate <= held:
            break
        if confirm(rate):
            return rate
    return held


def _double(probe, low, high):
    """(the highest that held, the lowest that did not or None), going up."""
    while high is None and low * 2 <= MOST:
        if probe(low * 2):
            low *= 2
        else:
            high = low * 2
    return low, high


def _halve(probe, high):
    """The same, going down; 0 when not even one message a second is held."""
    rate = high // 2
    while rate >= 1 and not probe(rate):
        high, rate = rate, rate // 2
    return max(0, rate), high
