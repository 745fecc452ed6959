"""What we ask of X is what its OpenAPI description lets one ask: paths, parameters and bodies."""

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator

from platforms import hub
from platforms.base import Act, Doing, MediaKind, Upload
from platforms.http import shared_client
from sandbox.samples import png

from .conftest import OWN, outgoing

SPEC = Path(__file__).parents[3] / "shared" / "specs" / "x-api-v2-2.167.json"
pytestmark = pytest.mark.skipif(not SPEC.exists(), reason="X's OpenAPI (../shared/specs) is not beside the project")
# The description uses the names of 2026; documentation, clients and X itself take both.
NAMES = {"post": "tweet", "posts": "tweets"}


@cache
def spec():
    return json.loads(SPEC.read_text())


class Recorder:
    """Passes every request on, and keeps what was asked."""

    def __init__(self):
        self.asked = []

    def request(self, method, url, **more):
        self.asked.append((method, urlsplit(str(url)).path, more))
        return shared_client().request(method, url, **more)


def described(method, path):
    """(operation, path of the description) for a request; fails where X has no such thing."""
    for template, operations in spec()["paths"].items():
        pattern = re.sub(r"\{[^}]+\}", "[^/]+", template)
        if re.fullmatch(pattern, path) and method.lower() in operations:
            return operations[method.lower()], operations.get("parameters", [])
    raise AssertionError(f"X's description has no {method} {path}")


def resolved(thing):
    return spec()["components"][thing["$ref"].split("/")[2]][thing["$ref"].split("/")[3]] if "$ref" in thing else thing


def faults(method, path, more):
    """What X's description has against a request."""
    operation, shared = described(method, path)
    known = {resolved(one)["name"] for one in [*operation.get("parameters", []), *shared]}
    known |= {".".join([NAMES.get(name.split(".")[0], name.split(".")[0]), *name.split(".")[1:]]) for name in known}
    found = [f"{path}: parameter {name}" for name in (more.get("params") or {}) if name not in known]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body and more.get("json") is not None:
        schema = {**body, "components": spec()["components"]}
        found += [f"{path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(more["json"])]
    return found


@pytest.fixture
def x(company):
    """(wire of posts, wire of messages, recorder), with a customer's post to answer."""
    recorder = Recorder()
    company.control("x/behavior", {"processing": 0})
    own = {"id": OWN, "username": "acme", "name": "ACME Bread", "token": "x-token", "tier": "enterprise"}
    company.control("world", {"x_users": [own]})
    wires = [replace(company.wire(kind), http=recorder) for kind in ("x_posts", "x_direct")]
    return *wires, recorder


def test_every_request_of_ours_is_described(x, company, tmp_path):
    posts, messages, recorder = x
    public, private = hub.module("x_posts"), hub.module("x_direct")
    path = tmp_path / "bread.png"
    path.write_bytes(png())
    photo = Upload(MediaKind.IMAGE, path, "bread.png", "image/png", alt="Bread")
    told = {"author": {"username": "ann", "name": "Ann"}, "text": "@acme hello"}
    parent = company.control("x/tweets", told)["id"]
    watch = company.watch(handles=("acme",), keywords=("bread", "-cake"))
    public.fetch(posts, {}, 100, watch)
    private.fetch(messages, {}, 100, watch)
    reply = outgoing("Hello", parent=parent, media=(photo,))
    sent = public.send(posts, reply)
    assert public.find_sent(posts, reply, frozenset()).sent.external_id == sent.external_id
    public.reread(posts, [parent, sent.external_id])
    for act, target in [(Act.LIKE, parent), (Act.UNLIKE, parent), (Act.DELETE, sent.external_id)]:
        public.do(posts, Doing(act, target))
    written = {"from": {"username": "ann", "name": "Ann"}, "to": "acme", "text": "Hi"}
    company.control("x/messages", written)
    [ann] = {post.peer.id for post in private.fetch(messages, {}, 100, watch).posts}
    direct = outgoing("Hello", to=ann, private=True, media=(photo,))
    private.send(messages, direct)
    private.find_sent(messages, direct, frozenset())
    asked = {(method, re.sub(r"\d{3,}", "…", path)) for method, path, _ in recorder.asked}
    assert len(asked) >= 14, sorted(asked)
    assert [fault for request in recorder.asked for fault in faults(*request)] == []
    assert OWN in "".join(path for _, path, _ in recorder.asked)
