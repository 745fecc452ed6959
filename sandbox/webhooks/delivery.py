"""One webhook delivery: exactly these bytes, signed, tried again until the product takes them."""

import hashlib
import hmac
import json
from dataclasses import dataclass

FIRST_DELAY, LONGEST_DELAY, GIVE_UP_AFTER = 0.5, 15.0, 36 * 3600.0


@dataclass
class Delivery:
    """A body on its way to an app; `at` in sandbox time, `tag` names the load run that made it."""

    id: str
    app: str
    object: str
    platform: str
    body: str
    at: float
    tag: str = ""
    attempts: int = 0
    status: int | None = None
    state: str = "pending"

    @property
    def webhook(self) -> str:
        """The key of the webhook it goes to."""
        return f"{self.app}:{self.object}"

    def delay(self) -> float:
        """Seconds until the next attempt: doubling, within bounds."""
        return min(LONGEST_DELAY, FIRST_DELAY * 2 ** max(0, self.attempts - 1))

    def as_logged(self) -> dict:
        """The form in which the control API shows it."""
        return {**vars(self), "body": json.loads(self.body)}


def encoded(payload: dict) -> str:
    """The body as Meta writes it: ASCII with escapes, so that only the raw bytes match the signature."""
    return json.dumps(payload, ensure_ascii=True, separators=(",", ":"))


def signature(secret: str, body: bytes) -> str:
    """The value of X-Hub-Signature-256."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
