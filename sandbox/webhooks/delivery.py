"""One webhook delivery: exactly these bytes, signed, tried again until the product takes them."""

import hashlib
import hmac
import json
from dataclasses import dataclass

FIRST_DELAY, LONGEST_DELAY = 0.5, 15.0
HOUR, DAY = 3600.0, 24 * 3600.0
# Pages: "Webhooks" in Meta's Graph API docs; WhatsApp: "Webhooks" in its WhatsApp docs.
GIVE_UP_AFTER = {"page": 36 * HOUR, "whatsapp_business_account": 7 * DAY}


@dataclass
class Delivery:
    """A body on its way to an app about a page or account, its `target`; `at` in sandbox time, `tag` a load run."""

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
    target: str = ""

    @property
    def webhook(self) -> str:
        """The key of the webhook it goes to."""
        return f"{self.app}:{self.object}"

    def delay(self) -> float:
        """Seconds until the next attempt: doubling, within bounds."""
        return min(LONGEST_DELAY, FIRST_DELAY * 2 ** max(0, self.attempts - 1))

    def outlived(self, now: float) -> bool:
        """Whether the platform no longer tries."""
        return now - self.at > GIVE_UP_AFTER[self.object]

    def join(self, others: list["Delivery"]) -> None:
        """Take the entries of others along: one delivery with several."""
        payload = json.loads(self.body)
        for other in others:
            payload["entry"] += json.loads(other.body)["entry"]
        self.body = encoded(payload)

    def as_logged(self) -> dict:
        """The form in which the control API shows it."""
        return {**vars(self), "body": json.loads(self.body)}


def encoded(payload: dict) -> str:
    """The body as Meta writes it: ASCII with escapes, so that only the raw bytes match the signature."""
    return json.dumps(payload, ensure_ascii=True, separators=(",", ":"))


def signature(secret: str, body: bytes) -> str:
    """The value of X-Hub-Signature-256."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
