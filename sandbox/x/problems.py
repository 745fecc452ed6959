"""Problem JSON of X API v2 ("Response codes and errors" in X's docs)."""

TYPES = "https://api.x.com/2/problems/"


class Problem(Exception):
    """A refusal with its HTTP status."""

    def __init__(self, status: int, title: str, detail: str, kind: str = "about:blank", **more: object):
        """`kind` is the problem type; `more` are members of the body."""
        super().__init__(detail)
        self.status = status
        self.body = {**more, "title": title, "detail": detail, "type": kind, "status": status}


def invalid(name: str, value: str, message: str) -> Problem:
    """A parameter is wrong."""
    errors = [{"parameters": {name: [value]}, "message": message}]
    detail = "One or more parameters to your request was invalid."
    return Problem(400, "Invalid Request", detail, TYPES + "invalid-request", errors=errors)


def forbidden(detail: str) -> Problem:
    """The platform's rules do not allow it."""
    return Problem(403, "Forbidden", detail)


def unauthorized() -> Problem:
    """The token is missing, unknown or expired."""
    return Problem(401, "Unauthorized", "Unauthorized")


def too_many() -> Problem:
    """The rate limit is used up."""
    return Problem(429, "Too Many Requests", "Too Many Requests")


def not_found(kind: str, name: str, value: str) -> dict:
    """A partial error: an object asked for is not there, with HTTP 200 beside what is."""
    return {
        "value": value,
        "detail": f"Could not find {kind} with {name}: [{value}].",
        "title": "Not Found Error",
        "resource_type": kind,
        "parameter": name,
        "resource_id": value,
        "type": TYPES + "resource-not-found",
    }


def not_yours(kind: str, name: str, value: str) -> dict:
    """A partial error: an object is there, but the caller may not see it (its author is protected, for example)."""
    return {
        "value": value,
        "detail": f"Sorry, you are not authorized to see the {kind.title()} with {name}: [{value}].",
        "title": "Authorization Error",
        "resource_type": kind,
        "parameter": name,
        "resource_id": value,
        "section": "data",
        "type": TYPES + "not-authorized-for-resource",
    }


def wrong_token(takes: str) -> Problem:
    """The endpoint takes another kind of token."""
    other = "OAuth 2.0 Application-Only" if takes == "user" else "OAuth 2.0 User Context"
    kinds = "[OAuth 1.0a User Context, OAuth 2.0 User Context]" if takes == "user" else "[OAuth 2.0 Application-Only]"
    detail = f"Authenticating with {other} is forbidden for this endpoint.  Supported authentication types are {kinds}."
    return Problem(403, "Unsupported Authentication", detail, TYPES + "unsupported-authentication")


def lacks_scope() -> Problem:
    """The user did not allow it when consenting."""
    return Problem(403, "Forbidden", "Forbidden")


def capped() -> Problem:
    """The month's reads are used up; there is no time at which that ends by itself."""
    detail = "Usage cap exceeded: Monthly product cap"
    return Problem(429, "UsageCapExceeded", detail, TYPES + "usage-capped", period="Monthly", scope="Product")


def depleted() -> Problem:
    """There is no money left on the developer account."""
    detail = "Your enrolled account does not have any credits to fulfill this request."
    return Problem(402, "CreditsDepleted", detail, TYPES + "credits")
