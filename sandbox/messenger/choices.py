"""Quick replies: answers that a page offers with a message, and a person taps ("Quick replies")."""

from sandbox.graph.errors import bad

MOST, LONGEST_TITLE, LONGEST_PAYLOAD = 13, 20, 1000
KINDS = ("text", "user_phone_number", "user_email")


def offered(message: dict) -> list[dict]:
    """What a message to be sent offers; refuses what Meta refuses."""
    given = message.get("quick_replies", [])
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise bad("Param message[quick_replies] must be an array.")
    if len(given) > MOST:
        raise bad(f"Param message[quick_replies] must have at most {MOST} elements.")
    for one in given:
        _check(one)
    return given


def _check(one: dict) -> None:
    if one.get("content_type") not in KINDS:
        raise bad(f"Param message[quick_replies][content_type] must be one of {{{', '.join(KINDS).upper()}}}")
    if one["content_type"] != "text":
        return
    for name, longest in (("title", LONGEST_TITLE), ("payload", LONGEST_PAYLOAD)):
        if not isinstance(one.get(name), str) or not 0 < len(one[name]) <= longest:
            raise bad(f"Length of param message[quick_replies][{name}] must be from 1 to {longest}")
