"""Access tokens of the Graph API: what one grants, and how a bad one is refused."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sandbox.graph.accounts import SCOPES, Issued
from sandbox.graph.errors import GraphError
from sandbox.stage import Stage
from sandbox.wire import Call
from sandbox.world import App, BusinessAccount, Number, Page

# Subcodes of error 190 ("Handle errors" in Meta's Graph API guide).
SESSIONS = {
    458: "The user has not authorized application {app}.",
    459: "The user must log in at https://www.facebook.com to correct an issue.",
    460: "The session has been invalidated because the user changed their password or Facebook has changed the session "
    "for security reasons.",
    463: "Session has expired on {then}. The current time is {now}.",
    464: "Sessions for the user are not allowed because the user is not a confirmed user.",
    467: "The session is invalid because the user logged out.",
    492: "The user associated with the Page access token does not have an appropriate role on the Page.",
}


@dataclass
class Grants:
    """What a token may touch; `issued` is set for one that a user's consent brought."""

    pages: dict[str, Page] = field(default_factory=dict)
    numbers: dict[str, Number] = field(default_factory=dict)
    wabas: dict[str, BusinessAccount] = field(default_factory=dict)
    app: App | None = None
    issued: Issued | None = None

    @property
    def user(self) -> str:
        """The user whose own token it is; empty for a page's, a number's or an app's."""
        return self.issued.user if self.issued and not self.issued.page else ""

    @property
    def me(self) -> str:
        """What /me stands for: the user, else the page, else the number, else the app."""
        if self.user:
            return self.user
        for every in (self.pages, self.numbers, self.wabas):
            if every:
                return next(iter(every))
        return self.app.id if self.app else "me"

    @property
    def app_id(self) -> str:
        """The app whose limits the token uses."""
        if self.issued:
            return self.issued.app
        everyone = [*self.pages.values(), *self.numbers.values(), *self.wabas.values()]
        return everyone[0].app if everyone else self.app.id if self.app else ""

    @property
    def scopes(self) -> list[str]:
        """The permissions it carries; a token that is simply known has all."""
        return self.issued.scopes if self.issued else list(SCOPES)

    def __bool__(self) -> bool:
        return bool(self.pages or self.numbers or self.wabas or self.app or self.issued)


def grants_of(stage: Stage, token: str) -> Grants:
    """What a token grants; nothing at all when nobody knows it."""
    issued = stage.accounts.issued.get(token)
    if issued:
        return _by_consent(stage, issued)
    owners = stage.world.granted(token)
    return Grants(
        {one.id: one for one in owners if isinstance(one, Page)},
        {one.id: one for one in owners if isinstance(one, Number)},
        {one.id: one for one in owners if isinstance(one, BusinessAccount)},
        stage.world.app_granted(token),
    )


def _by_consent(stage: Stage, issued: Issued) -> Grants:
    user = stage.accounts.users.get(issued.user)
    own = stage.accounts.pages_of(user, issued.app) if user else []
    pages = [page for page in own if issued.page in ("", page)]
    return Grants({one: stage.world.pages.get(one) for one in pages}, issued=issued)


def trouble_with(stage: Stage, token: str, grants: Grants) -> tuple[int, str] | None:
    """Why a token is refused: subcode and words; None when it is good."""
    now, subcode = stage.clock.now(), stage.switches.refused_tokens.get(token, 0)
    ends = grants.issued.expires_at if grants.issued else 0.0
    if token in stage.switches.expired_tokens or (ends and ends <= now):
        subcode = subcode or 463
    if not subcode and not (grants.issued and grants.issued.page and not grants.pages):
        return None
    words = SESSIONS.get(subcode or 492, SESSIONS[467])
    times = {"then": _spelled(ends or now), "now": _spelled(now)}
    return subcode or 492, "Error validating access token: " + words.format(app=grants.app_id, **times)


def _spelled(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%A, %d-%b-%y %H:%M:%S UTC")


def check_token(stage: Stage, token: str) -> Grants:
    """The grants of a good token; error 190 for one that is missing, unknown, expired or refused."""
    if not token:
        message = "An active access token must be used to query information about the current user."
        raise GraphError(2500, message, status=400)
    grants = grants_of(stage, token)
    trouble = trouble_with(stage, token, grants)
    if trouble:
        raise GraphError(190, trouble[1], trouble[0], status=401)
    if not grants:
        raise GraphError(190, "Invalid OAuth access token - Cannot parse access token", status=401)
    return grants


def debug_token(stage: Stage, call: Call) -> dict:
    """GET /debug_token: the health of `input_token`."""
    check_token(stage, call.token)
    token = call.text("input_token")
    grants = grants_of(stage, token)
    trouble = trouble_with(stage, token, grants)
    if not grants and not trouble:
        trouble = (0, "Invalid OAuth access token - Cannot parse access token")
    data = {"app_id": grants.app_id, "type": _sort(grants), "is_valid": trouble is None, **_facts(stage, grants)}
    if trouble:
        subcode = {"subcode": trouble[0]} if trouble[0] else {}
        data["error"] = {"code": 190, "message": trouble[1], **subcode}
    return {"data": data}


def _sort(grants: Grants) -> str:
    if grants.user:
        return "USER"
    if grants.app:
        return "APP"
    return "PAGE" if grants.pages or grants.issued else "SYSTEM_USER"


def _facts(stage: Stage, grants: Grants) -> dict:
    """When it ends and what it may; times are unix seconds, 0 is never."""
    issued, told = grants.issued, {"expires_at": 0, "data_access_expires_at": 0}
    if grants.app_id:
        told["application"] = f"App {grants.app_id}"
    if issued:
        told |= {"expires_at": int(issued.expires_at), "data_access_expires_at": int(issued.data_access_expires_at)}
        told |= {"issued_at": int(issued.issued_at), "user_id": issued.user}
    if grants.pages and not grants.user:
        told["profile_id"] = grants.me
    scopes = grants.scopes if grants else []
    granular = [{"scope": one, "target_ids": list(grants.pages)} for one in scopes if one.startswith("pages_")]
    return {**told, "scopes": scopes, "granular_scopes": granular}
