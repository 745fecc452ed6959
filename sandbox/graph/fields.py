"""The `fields` parameter: names, nested braces, and arguments such as messages.limit(20)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.graph.errors import GraphError, bad

TOKEN = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*|[{},.]|\([^)]*\))")


@dataclass
class Field:
    """One wanted field with its arguments and the fields wanted of it."""

    name: str
    arguments: dict[str, str] = field(default_factory=dict)
    fields: list["Field"] = field(default_factory=list)


def parse_fields(text: str) -> list[Field]:
    """The wanted fields; error 2500 when the text is no list of fields."""
    tokens, place = [], 0
    text = text.rstrip()
    while place < len(text):
        found = TOKEN.match(text, place)
        if not found:
            raise _syntax(text[place])
        tokens.append(found[1])
        place = found.end()
    fields, rest = _list(tokens)
    if rest:
        raise _syntax(rest[0])
    return fields


def _syntax(near: str) -> GraphError:
    return GraphError(2500, f"Syntax error \"Unexpected token '{near}'\" in the fields parameter.")


def _list(tokens: list[str]) -> tuple[list[Field], list[str]]:
    fields = []
    while tokens and tokens[0] != "}":
        one, tokens = _one(tokens)
        fields.append(one)
        if tokens and tokens[0] == ",":
            tokens = tokens[1:]
    return fields, tokens


def _one(tokens: list[str]) -> tuple[Field, list[str]]:
    if not tokens[0][0].isalpha() and tokens[0][0] != "_":
        raise _syntax(tokens[0])
    one, tokens = Field(tokens[0]), tokens[1:]
    while len(tokens) > 2 and tokens[0] == "." and tokens[2].startswith("("):
        one.arguments[tokens[1]] = tokens[2][1:-1].strip("\"' ")
        tokens = tokens[3:]
    if tokens and tokens[0] == "{":
        one.fields, tokens = _list(tokens[1:])
        if not tokens:
            raise _syntax("end of text")
        tokens = tokens[1:]
    return one, tokens


type Values = dict[str, object | Callable[[Field], object]]


def pick(values: Values, wanted: list[Field], kind: str) -> dict:
    """The wanted part of an object: a name it does not know is error 100, a value of None stays away."""
    unknown = [one.name for one in wanted if one.name not in values]
    if unknown:
        raise bad(f"Tried accessing nonexisting field ({unknown[0]}) on node type ({kind})")
    picked = {one.name: _narrowed(values[one.name], one) for one in wanted}
    picked = {name: value for name, value in picked.items() if value is not None}
    return picked if "id" in picked or "id" not in values else {**picked, "id": values["id"]}


def _narrowed(value: object, one: Field) -> object:
    if callable(value):
        return value(one)
    if not one.fields:
        return value
    if isinstance(value, dict) and isinstance(value.get("data"), list):
        return {**value, "data": [_narrowed(item, one) for item in value["data"]]}
    if isinstance(value, dict):
        names = {inner.name for inner in one.fields}
        return {name: inside for name, inside in value.items() if name in names}
    return value


def wanted_fields(text: str, default: str) -> list[Field]:
    """What a call asked for, or what the platform gives unasked."""
    return parse_fields(text or default)
