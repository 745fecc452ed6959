"""Access tokens of the Graph API: what one grants, and how a bad one is refused."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sandbox.graph.errors import GraphError
from sandbox.stage import Stage
from sandbox.wire import Call
from sandbox.world import App, Number, Page


@dataclass
class Grants:
    """What a token may touch."""

    pages: dict[str, Page]
    numbers: dict[str, Number]
    app: App | None

    @property
    def me(self) -> str:
        """What /me stands for: the page, else the number, else the app."""
        for every in (self.pages, self.numbers):
            if every:
                return next(iter(every))
        return self.app.id if self.app else "me"

    @property
    def app_id(self) -> str:
        """The app whose limits the token uses."""
        everyone = [*self.pages.values(), *self.numbers.values()]
        return everyone[0].app if everyone else self.app.id if self.app else ""


def grants_of(stage: Stage, token: str) -> Grants:
    """What a token grants; nothing at all when nobody knows it."""
    owners = stage.world.granted(token)
    return Grants(
        {one.id: one for one in owners if isinstance(one, Page)},
        {one.id: one for one in owners if isinstance(one, Number)},
        stage.world.app_granted(token),
    )


def check_token(stage: Stage, token: str) -> Grants:
    """The grants of a good token; error 190 for one that is missing, unknown or expired."""
    if not token:
        message = "An active access token must be used to query information about the current user."
        raise GraphError(2500, message, status=400)
    if token in stage.switches.expired_tokens:
        now = datetime.fromtimestamp(stage.clock.now(), UTC).strftime("%A, %d-%b-%y %H:%M:%S UTC")
        message = f"Error validating access token: Session has expired on {now}. The current time is {now}."
        raise GraphError(190, message, 463, status=401)
    grants = grants_of(stage, token)
    if not (grants.pages or grants.numbers or grants.app):
        raise GraphError(190, "Invalid OAuth access token - Cannot parse access token", status=401)
    return grants


def debug_token(stage: Stage, call: Call) -> dict:
    """GET /debug_token: the health of `input_token`."""
    check_token(stage, call.token)
    token = call.text("input_token")
    grants = grants_of(stage, token)
    expired = token in stage.switches.expired_tokens
    known = bool(grants.pages or grants.numbers or grants.app)
    data = {
        "app_id": grants.app_id,
        "type": "PAGE" if grants.pages else "SYSTEM_USER",
        "is_valid": known and not expired,
    }
    data |= {"expires_at": 0, "data_access_expires_at": 0, "scopes": list(SCOPES) if known else []}
    if grants.pages:
        data["profile_id"] = grants.me
    if expired or not known:
        subcode = {"subcode": 463} if expired else {}
        data["error"] = {"code": 190, "message": "The session has expired or is invalid.", **subcode}
    return {"data": data}


SCOPES = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_engagement",
    "pages_manage_metadata",
    "pages_messaging",
    "whatsapp_business_messaging",
    "whatsapp_business_management",
)
