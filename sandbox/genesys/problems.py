"""Errors as Genesys Cloud words them (developer.genesys.cloud, "Response codes and errors")."""

import uuid


class Problem(Exception):
    """A refusal with its HTTP status."""

    def __init__(self, status: int, code: str, message: str):
        """`code` is for programs, as not.found, `message` for people."""
        super().__init__(message)
        self.status, self.code, self.message = status, code, message

    def body(self, correlation: str) -> dict:
        """The envelope; its contextId is the correlation id of the call."""
        return {
            "message": self.message,
            "code": self.code,
            "status": self.status,
            "messageParams": {},
            "contextId": correlation,
            "details": [],
            "errors": [],
        }


def correlation() -> str:
    """The id of a call, in the ININ-Correlation-Id header and in the error's contextId."""
    return str(uuid.uuid4())


def bad(message: str) -> Problem:
    """A request that is not as it must be."""
    return Problem(400, "bad.request", message)


def not_found(what: str) -> Problem:
    """Something that is not there."""
    return Problem(404, "not.found", f"The requested {what} was not found.")


def missing_permission(name: str) -> Problem:
    """The client's roles do not allow it."""
    message = f"Unable to perform the requested action. You are missing the following permission(s): {name}"
    return Problem(403, "missing.any.permissions", message)
