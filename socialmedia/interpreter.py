"""How our long-lived processes use the interpreter. Called once when everything has been imported."""

import gc
import sys

SWITCH = 0.001  # seconds: the event loop shares the interpreter with threads, and asks for it a dozen times per message
YOUNG = 20_000  # objects made before the garbage is looked at; the default of 2,000 is for programs that make few


def settle():
    """Leave out of every collection what has been loaded: walking all modules takes a tenth of a second each time."""
    sys.setswitchinterval(SWITCH)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 20)
