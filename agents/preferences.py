"""How somebody likes his desk: sounds, notices, looks, and the seconds in which a reply can be called back.

What he has not chosen is as it comes. The language stands on his account, as people are written to in it as well.
"""

TONES = ["off", "chime", "drop", "bell", "knock", "rise"]
SOUNDS = {"message": "drop", "offer": "chime", "transfer": "bell", "window": "knock", "assistance": "rise"}
THEMES = ["system", "light", "dark"]
DENSITIES = ["comfortable", "compact"]
LONGEST_UNDO = 30  # seconds

AS_IT_COMES = {
    "theme": "system",
    "density": "comfortable",
    "volume": 60,
    "persistent": ["offer"],
    "notify": False,
    "notify_words": True,
    "undo_public": 5,
    "undo_private": 0,
}


def preferences(chosen, language):
    """All of them, of what somebody `chosen` has and the language of his account."""
    sounds = SOUNDS | chosen.get("sounds", {})
    return AS_IT_COMES | chosen | {"sounds": sounds, "language": language}


def merged(chosen, changes):
    """What is chosen after these changes; of the sounds only those that are named change."""
    sounds = chosen.get("sounds", {}) | changes.get("sounds", {})
    return chosen | changes | ({"sounds": sounds} if sounds else {})
