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
WORLD = thing(
    "",
    apps=many(thing("id", id=ID, secret=TEXT, verify_token=TEXT)),
    pages=many(thing("id name", id=ID, name=ID, token=TEXT, app=TEXT)),
    numbers=many(
        thing(
            "id display_phone_number name waba", id=ID, display_phone_number=ID, name=ID, waba=ID, token=TEXT, app=TEXT
        )
    ),
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
POST = thing("page author message", page=ID, author=AUTHOR, message=ID, at=AT, tagged={"type": "boolean"})
COMMENT = thing("object author message", object=ID, author=AUTHOR, message=ID, at=AT)
MESSENGER = {
    **thing("page from text", page=ID, text=ID, at=AT, to={**ID, "description": "Only when the page itself writes"}),
}
MESSENGER["properties"]["from"] = AUTHOR
TWEET = thing("author text", author=X_AUTHOR, text=ID, in_reply_to=ID, at=AT)
X_MESSAGE = thing("to text", to=HANDLE, text=ID, at=AT)
X_MESSAGE["properties"]["from"] = X_AUTHOR
X_MESSAGE["required"] = ["from", "to", "text"]
WHATSAPP_ONE = thing(
    "number name",
    number=ID,
    user_id={**ID, "description": "Business-scoped user id; alone when the customer shows no number"},
    name=ID,
    text=TEXT,
    context=ID,
    kind=ID,
    content={"type": "object", "description": "The part named after the kind"},
    at=AT,
)
WHATSAPP_ONE["properties"]["from"] = {"type": "string", "pattern": "^\\+?[0-9]{5,20}$"}
WHATSAPP_ONE["$comment"] = "a message needs a `number`, a `name`, and `from` (digits) or `user_id`"
WHATSAPP_ONE["anyOf"] = [{"required": ["from"]}, {"required": ["user_id"]}]
WHATSAPP = {
    "oneOf": [WHATSAPP_ONE, thing("messages", messages=many(WHATSAPP_ONE, 1))],
    "$comment": "give `number`, `name`, `from` (or `user_id`) and `text`, or `messages` with a list of these",
}
ERRORS = many({"type": "object", "required": ["code"]})
STATUS = thing(
    "id status", id=ID, status={"enum": ["sent", "delivered", "read", "played", "failed"]}, errors=ERRORS, at=AT
)
FAULT = thing(
    "do",
    match=thing("", method=TEXT, path={"type": "string", "description": "Found anywhere in the path"}),
    do={
        "enum": ["error", "error_after", "hang", "hang_after", "drop", "drop_after", "slow", "empty_page", "real_next"],
        "description": "*_after: the effect happens, then the answer fails or never comes. drop: connection closed. "
        "empty_page: an empty page with a next link. real_next: paging.next names the real host",
    },
    status={"type": "integer", "minimum": 100, "maximum": 599},
    body={"description": "JSON, or a text"},
    seconds=SECONDS,
    times={"type": "integer", "minimum": 1},
)
TOKEN = thing("token", token=ID)
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
STEP["properties"]["from"] = WHATSAPP_ONE["properties"]["from"]
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
