"""Errors as the Graph API words them ("Handle errors" in Meta's Graph API guide)."""

from sandbox import ids


class GraphError(Exception):
    """A refusal; becomes the `error` envelope."""

    def __init__(
        self,
        code: int,
        message: str,
        subcode: int | None = None,
        status: int = 400,
        details: str = "",
        user: tuple[str, str] = ("", ""),
    ):
        """`details` is WhatsApp's error_data; `user` the title and words meant for a person."""
        super().__init__(message)
        self.code, self.message, self.subcode, self.status, self.details = code, message, subcode, status, details
        self.user = user

    def body(self) -> dict:
        """The envelope."""
        error = {"message": self.message, "type": "OAuthException", "code": self.code}
        if self.subcode:
            error["error_subcode"] = self.subcode
        if self.user[0]:
            error |= {"is_transient": False, "error_user_title": self.user[0], "error_user_msg": self.user[1]}
        if self.details:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        return {"error": {**error, "fbtrace_id": ids.trace()}}


def missing(identifier: str, method: str) -> GraphError:
    """The object does not exist, or the token may not see it: Meta does not tell which."""
    verb = {"GET": "get", "POST": "post", "DELETE": "delete"}.get(method, method.lower())
    return GraphError(
        100,
        f"Unsupported {verb} request. Object with ID '{identifier}' does not exist, cannot be loaded due to missing "
        "permissions, or does not support this operation. Please read the Graph API documentation at "
        "https://developers.facebook.com/docs/graph-api",
        33,
    )


def bad(message: str) -> GraphError:
    """Error 100: a parameter is wrong."""
    return GraphError(100, f"(#100) {message}")
