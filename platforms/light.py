"""A lean way to read from platforms, for polling: hundreds of GETs a second, most of which bring nothing.

The general client spends about 0.6 ms of CPU on a request, which is most of what a poll costs; the standard library's
a tenth of that. It stands in for the general one where `Wire.http` is asked for GETs, with the same errors; whatever
else it is asked for it passes on. One object serves one thread.
"""

import http.client
import json
import ssl
from functools import cache
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies

import httpx

from platforms.http import shared_client

CONNECT, READ = 5.0, 15.0  # seconds, as the general client has them
BROKEN = (http.client.HTTPException, ConnectionError)


class Answer:
    """What came back, with as much of the general client's interface as reading an answer takes."""

    def __init__(self, status, headers, content):
        """`headers` are pairs; `content` the body in bytes."""
        self.status_code, self.headers, self.content = status, httpx.Headers(headers), content

    def json(self):
        """The body as JSON; ValueError where it is none."""
        return json.loads(self.content)


class Light:
    """Connections of one thread, one for each place, kept open."""

    def __init__(self):
        """Nothing is connected before it is asked for."""
        self._connections = {}

    def request(self, method, url, *, params=None, json=None, headers=None, **more):
        """As `httpx.Client.request`; httpx's exceptions too."""
        if method != "GET" or json is not None or more:
            return shared_client().request(method, url, params=params, json=json, headers=headers, **more)
        parts = urlsplit(str(url))
        target = (parts.path or "/") + _query(parts.query, params)
        return self._get(parts, target, dict(headers or {}))

    def _get(self, parts, target, headers):
        """A kept connection may have been closed by the other side meanwhile: then once more on a new one."""
        place = (parts.scheme, parts.netloc)
        kept = self._connections.pop(place, None)
        if kept is not None:
            try:
                return self._exchange(place, kept, target, headers)
            except BROKEN:
                kept.close()
        connection = _connected(parts)
        try:
            return self._exchange(place, connection, target, headers)
        except BROKEN as error:
            connection.close()
            raise httpx.RemoteProtocolError(type(error).__name__) from None

    def _exchange(self, place, connection, target, headers):
        try:
            connection.request("GET", target, headers=headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.getheaders(), response.read())
        except TimeoutError:
            connection.close()
            raise httpx.ReadTimeout("no answer in time") from None
        if not response.will_close:
            self._connections[place] = connection
        return answer


def _query(query, params):
    asked = [(key, str(value).lower() if isinstance(value, bool) else value) for key, value in (params or {}).items()]
    parts = [part for part in (query, urlencode(asked)) if part]
    return f"?{'&'.join(parts)}" if parts else ""


def _connected(parts):
    secure = parts.scheme == "https"
    kinds = {True: http.client.HTTPSConnection, False: http.client.HTTPConnection}
    more = {"context": _authorities()} if secure else {}
    connection = kinds[secure](parts.hostname, parts.port, timeout=CONNECT, **more)
    try:
        connection.connect()
        connection.sock.settimeout(READ)
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        raise httpx.ConnectError(type(error).__name__) from None
    return connection


@cache
def _authorities():
    """Whose certificates are believed: the same as the general client's. Loading them takes 20 ms."""
    context = httpx.create_ssl_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def reader():
    """A client for one thread that reads: the lean one, unless a proxy stands between us and the platforms."""
    return shared_client() if getproxies() else Light()
