"""The highest rate that is held: doubled until it fails, bisected, then confirmed for a minute."""

MOST = 640  # messages a second
CLOSE = 1.15  # between the highest that held and the lowest that did not
BISECTIONS = 3
BACK = (1.0, 0.85, 0.7)  # of the highest that held in a short probe, for the confirmation


def find(probe, confirm, known):
    """The highest rate for which `confirm(rate)` is true, or 0. `probe(rate)` is shorter; `known` was confirmed (0: none).

    Without a known rate the search begins at 16 and goes down first.
    """
    low, high = _bounds(probe, known)
    for _ in range(BISECTIONS):
        if not low or not high or high / low <= CLOSE:
            break
        middle = round((low + high) / 2)
        low, high = (middle, high) if probe(middle) else (low, middle)
    for share in BACK:
        rate = int(low * share)
        if rate <= known:
            break
        if confirm(rate):
            return rate
    return known


def _bounds(probe, known):
    """(the highest that held, the lowest that did not or None)."""
    low, high = known, None
    rate = known * 2 if known else 16
    while 1 <= rate <= MOST and (not low or not high):
        if probe(rate):
            low, rate = rate, (rate / 2 if high else rate * 2)
        else:
            high, rate = rate, rate / 2
        if low and high:
            break
    return low, high
