"""What went wrong, and what that means for us."""

from enum import StrEnum


class Outcome(StrEnum):
    """What a platform's error means for us."""

    RETRY = "retry"
    WAIT = "wait"
    MESSAGE_FAILED = "message_failed"
    ACCOUNT_SUSPENDED = "account_suspended"
    ALREADY_SENT = "already_sent"
    UNKNOWN = "unknown"


class PlatformError(Exception):
    """A call failed. `outcome` says what to do, `code` is the platform's, `reason` is in words for a person.

    `retry_at` (UTC) is set for WAIT. UNKNOWN means that the request may have been carried out: never repeat it blindly.
    """

    def __init__(self, outcome, code="", reason="", retry_at=None):
        super().__init__(f"{outcome}: {code} {reason}".strip())
        self.outcome, self.code, self.reason, self.retry_at = outcome, str(code), reason, retry_at
