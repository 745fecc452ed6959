"""Asking a provider: encrypted, never at private addresses unless the installation says so, never much or for long.

An administrator enters the issuer, but the provider's own document names the other addresses; so each request is looked at,
and the connection goes to the very address that was found harmless, whatever the name resolves to a moment later.
"""

import functools
import socket
import time
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

TIMEOUT = 5
ALTOGETHER = 10  # seconds; an answer that comes in drops is no answer
LARGEST = 512 * 1024
TRIED = 3  # addresses of one name
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class ProviderFault(Exception):
    """The provider does not do what it should; the text is for people."""


class Guarded(httpx.HTTPTransport):
    """Connects only to addresses that were looked at. The certificate is still that of the name."""

    def handle_request(self, request):
        """Try the addresses one after the other."""
        for address in _addresses(request.url)[:TRIED]:
            try:
                return super().handle_request(_pinned(request, address))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                last = error
        raise last


def fault_of(url):
    """What is wrong with an address that a provider gives, in words; blank: nothing."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return _("This is no address.")
    if not host or "@" in parts.netloc:
        return _("This is no address.")
    in_the_clear = settings.DEMO and parts.scheme == "http" and host in LOOPBACK
    return "" if parts.scheme == "https" or in_the_clear else _("Only addresses that begin with https:// are asked.")


def ask(method, url, **options):
    """The JSON object with which the provider answers, or ProviderFault. Nothing that leads elsewhere is followed."""
    fault = fault_of(url)
    if fault:
        raise ProviderFault(f"{url}: {fault}")
    try:
        with (
            httpx.Client(transport=Guarded(verify=_trusted()), timeout=TIMEOUT) as http,
            http.stream(method, url, **options) as response,
        ):
            return _object(response, _body(response))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        words = _("%(host)s could not be asked: %(problem)s")
        raise ProviderFault(words % {"host": urlsplit(url).netloc, "problem": error or type(error).__name__}) from None


@functools.cache
def _trusted():
    """The authorities whose certificates count: reading them takes longer than a request."""
    return httpx.create_ssl_context()


def _addresses(url):
    try:
        found = socket.getaddrinfo(url.host, url.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise httpx.ConnectError(_("there is no such host")) from None
    addresses = list(dict.fromkeys(one[4][0] for one in found))
    if not settings.OPENID_PRIVATE_ADDRESSES and any(_is_private(ip_address(one)) for one in addresses):
        raise httpx.ConnectError(_("it lies at a private address, which OPENID_PRIVATE_ADDRESSES does not allow"))
    return addresses


def _is_private(address):
    return not address.is_global or address.is_multicast


def _pinned(request, address):
    """The same request to this address; the name stays in the Host header and in what the certificate must say."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )


def _body(response):
    started, taken = time.monotonic(), bytearray()
    for chunk in response.iter_bytes():
        taken += chunk
        if len(taken) > LARGEST or time.monotonic() - started > ALTOGETHER:
            raise httpx.ReadError(_("its answer is too long"))
    return bytes(taken)


def _object(response, body):
    if response.status_code != 200:
        error = _("%(host)s answers %(status)s instead of 200.")
        raise ProviderFault(error % {"host": response.url.host, "status": response.status_code})
    try:
        found = httpx.Response(200, content=body).json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ProviderFault(_("%(host)s does not answer with a JSON object.") % {"host": response.url.host})
    return found
