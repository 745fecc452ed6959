"""JSON Schemas of the control API's inputs: they validate the calls and make the OpenAPI description."""

from sandbox.limits import NAMES

TEXT = {"type": "string"}
ID = {"type": "string", "minLength": 1}
DIGITS = {"type": "string", "pattern": "^[0-9]+$"}
HANDLE = {"type": "string", "pattern": "^@?[A-Za-z0-9_]{1,15}$"}
SECONDS = {"type": "number", "minimum": 0}
AT = {"type": "number", "minimum": 0, "description": "Unix seconds at which it happened; may be in the past"}


def thing(required: str, **properties: dict) -> dict:
    """An object without other members; `required` names members, separated by spaces."""
    names = required.split()
    limits = {"required": names} if names else {}
    return {"type": "object", "properties": properties, "additionalProperties": False, **limits}


def many(items: dict, least: int = 0) -> dict:
    """A list."""
    return {"type": "array", "items": items, "minItems": least}


EMPTY = thing("")
AUTHOR = thing("name", id=ID, name=ID)
X_AUTHOR = thing("username", username=HANDLE, name=TEXT)
X_APP = thing(
    "id",
    id=ID,
    client_id=ID,
    client_secret=TEXT,
    consumer_key=ID,
    consumer_secret=TEXT,
    bearer=TEXT,
    tier={"enum": ["self_serve", "enterprise"]},
    redirect_uris=many(ID),
)
TEMPLATE = thing(
    "waba name language category components",
    waba=ID,
    name=ID,
    language=ID,
    category=ID,
    components=many({"type": "object"}),
    parameter_format={"enum": ["POSITIONAL", "NAMED"]},
    status={**ID, "description": "APPROVED when not said"},
)
WORLD = thing(
    "",
    x_apps=many(X_APP),
    apps=many(thing("id", id=ID, secret=TEXT, verify_token=TEXT, redirect_uris=many(ID))),
    users={
        **many(thing("id name", id=ID, name=ID, pages=many(ID))),
        "description": "Who consents for pages; without any there is one who manages all",
    },
    pages=many(thing("id name", id=ID, name=ID, token=TEXT, app=TEXT)),
    wabas=many(
        thing(
            "id name",
            id=ID,
            name=ID,
            token=TEXT,
            app=TEXT,
            currency=TEXT,
            review={**ID, "description": "APPROVED, PENDING, REJECTED, RESTRICTED"},
            verification={**ID, "description": "VERIFIED, UNVERIFIED, PENDING, REJECTED"},
            most_numbers={"type": "integer", "minimum": 0},
        )
    ),
    numbers=many(
        thing(
            "id display_phone_number name waba", id=ID, display_phone_number=ID, name=ID, waba=ID, token=TEXT, app=TEXT
        )
    ),
    templates=many(TEMPLATE),
    x_users=many(
        thing(
            "id username",
            id=DIGITS,
            username=HANDLE,
            name=TEXT,
            token=TEXT,
            tier={"enum": ["self_serve", "enterprise"]},
        )
    ),
    webhooks=many(
        thing(
            "app object url fields",
            app=ID,
            object={"enum": ["whatsapp_business_account", "page"]},
            url={"type": "string", "pattern": "^https?://"},
            fields=many(ID),
        )
    ),
)
FAULT = thing(
    "do",
    match=thing("", method=TEXT, path={"type": "string", "description": "Found anywhere in the path"}),
    do={
        "enum": [
            "error",
            "error_after",
            "hang",
            "hang_after",
            "drop",
            "drop_after",
            "slow",
            "empty_page",
            "real_next",
            "dead_cursors",
        ],
        "description": "*_after: the effect happens, then the answer fails or never comes. drop: connection closed. "
        "empty_page: an empty page with a next link. real_next: paging.next names the real host. "
        "dead_cursors: whoever reads on is refused",
    },
    status={"type": "integer", "minimum": 100, "maximum": 599},
    body={"description": "JSON, or a text"},
    code={"type": "integer", "description": "An error of the Graph API in place of a body"},
    subcode={"type": "integer"},
    message=TEXT,
    seconds=SECONDS,
    times={"type": "integer", "minimum": 1},
)
TOKEN = thing("token", token=ID)
REFUSED = thing(
    "token",
    token=ID,
    subcode={"enum": [458, 459, 460, 463, 464, 467, 492], "description": "Of Graph error 190; 463 when not said"},
)
RULES = thing(
    "",
    duplicates_refused={"type": "boolean", "description": "Facebook: the same comment within a minute is error 506"},
    human_agent={"type": "boolean", "description": "Messenger: the page has the Human Agent feature"},
    refused_prefixes={**many(DIGITS), "description": "WhatsApp: numbers that begin so fail with 130497"},
    review_after={"type": ["number", "null"], "minimum": 0, "description": "Templates approved by themselves after"},
)
RELEASE = thing(
    "",
    order={"enum": ["as_they_came", "reversed", "shuffled"]},
    batch={"type": "integer", "minimum": 1, "maximum": 1000, "description": "So many deliveries in one"},
)
RECEIPTS = thing(
    "mode",
    mode={"enum": ["auto", "manual"]},
    delivered_after=SECONDS,
    read_after={"type": ["number", "null"], "minimum": 0},
)
ECHOES = thing("", delay=SECONDS, before_answer={"type": "boolean"})
DUPLICATE = thing(
    "times", times={"type": "integer", "minimum": 0, "description": "So many next deliveries are sent twice"}
)
CLOCK = thing("offset", offset={"type": "number", "description": "Seconds added to the real time"})
OWN_LIMIT = {"anyOf": [{"type": "integer", "minimum": 1}, thing("limit", limit={"type": "integer"}, seconds=SECONDS)]}
OWN_LIMITS = {
    "type": "object",
    "properties": {**dict.fromkeys(NAMES, OWN_LIMIT), "search_delay": SECONDS},
    "additionalProperties": False,
}
RATE_LIMITS = thing("rate_limits", rate_limits={"anyOf": [{"enum": ["off", "documented"]}, OWN_LIMITS]})
STEP = thing("from name at_ms", name=ID, at_ms={"type": "number", "minimum": 0}, text=TEXT)
STEP["properties"]["from"] = {"type": "string", "pattern": "^\\+?[0-9]{5,20}$"}
LOAD = thing(
    "kind number",
    kind={"enum": ["whatsapp"]},
    number=ID,
    customers={"type": "integer", "minimum": 1, "maximum": 100000},
    rate={"type": "number", "exclusiveMinimum": 0, "maximum": 1000},
    seconds={"type": "number", "exclusiveMinimum": 0, "maximum": 86400},
    text=TEXT,
    plan=many(STEP, 1),
)
