"""An OpenID provider of the tests' own: a real server on loopback, with a key made now, that says what a test wants."""

import base64
import hashlib
import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "desk", "psst: sign-on"
ADA = {"sub": "ada-1", "email": "ada@acme.example", "email_verified": True}


def new_key():
    """A key to sign with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """`vouches(...)` says for whom; `claims`, `document`, `key`, `header` are what a test bends."""

    def __init__(self, key):
        self.own, self.server = key, ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
        self.server.provider, self.server.daemon_threads = self, True
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/realm"
        self.restore()

    def restore(self):
        """As it should be, again."""
        self.claims, self.document, self.key, self.header = dict(ADA), {}, self.own, {"alg": "RS256", "kid": "one"}
        self.userinfo, self.codes, self.redeemed, self.asked = None, {}, [], []

    def discovery(self):
        """Its document."""
        at = {name: f"{self.issuer}/{name}" for name in ("authorize", "token", "keys", "userinfo")}
        usual = {
            "issuer": self.issuer,
            "authorization_endpoint": at["authorize"],
            "token_endpoint": at["token"],
            "jwks_uri": at["keys"],
            "userinfo_endpoint": at["userinfo"],
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return usual | self.document

    def keys(self):
        """What it publishes: its own key, whatever it signs with."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.own.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig"}]}

    def consent(self, address):
        """A person says yes at `address`: the code and state with which he is sent back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        self.codes["c0de"] = asked
        return {"code": "c0de", "state": asked["state"]}

    def token(self, form, authorization):
        """The answer to a code, or None: the client must be ours, the code fresh, and the verifier fit."""
        self.redeemed.append(form)
        asked = self.codes.pop(form.get("code"), None)
        pair = base64.b64decode((authorization or "").removeprefix("Basic ")).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        ours = pair == f"{CLIENT}:psst%3A%20sign-on"
        if not (
            asked and ours and challenge == asked["code_challenge"] and form["redirect_uri"] == asked["redirect_uri"]
        ):
            return None
        return {"access_token": "access", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}

    def id_token(self, nonce):
        """Signed with `key`, or with nothing."""
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        algorithm = self.header["alg"]
        said = {name: value for name, value in (usual | self.claims).items() if value is not None}
        return jwt.encode(said, None if algorithm == "none" else self.key, algorithm, headers=self.header)


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        provider, page = self.server.provider, urlsplit(self.path).path.rpartition("/")[2]
        provider.asked.append(page)
        if page == "authorize":
            return self._agree(provider)
        pages = {"openid-configuration": provider.discovery, "keys": provider.keys}
        if page == "userinfo" and self.headers["Authorization"] == "Bearer access":
            return self._send(provider.userinfo)
        self._send(pages[page]() if page in pages else None)

    def _agree(self, provider):
        """The person is known there and says yes: straight back."""
        back = dict(parse_qsl(urlsplit(self.path).query))["redirect_uri"]
        self.send_response(302)
        self.send_header("Location", f"{back}?{urlencode(provider.consent(self.path))}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        form = {name: values[0] for name, values in body.items()}
        self._send(self.server.provider.token(form, self.headers["Authorization"]))

    def _send(self, found):
        body = json.dumps(found or {"error": "invalid_request"}).encode()
        self.send_response(200 if found else 400)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Nothing: tests are quiet."""


@contextmanager
def running():
    """A provider that answers until the end."""
    provider = Provider(new_key())
    thread = Thread(target=provider.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join(5)
