"""The platforms as the sandbox plays them for linking: pages of a person, an X account, and consent as in a browser."""

import re
import time
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
from django.urls import reverse

from channels_admin.models import Account, Platform, PlatformApp
from platforms import x_api
from platforms.base import PlatformError
from tests import factories

ADDRESS = "http://testserver"
FACEBOOK_APP = {"id": "7001", "secret": "app secret", "verify_token": "v"}
X_APP = {
    "id": "77",
    "client_id": "x client",
    "client_secret": "x secret",
    "consumer_secret": "signs",
    "bearer": "alone",
}
WORLD = {
    "apps": [FACEBOOK_APP],
    "x_apps": [X_APP],
    "users": [{"id": "9", "name": "Ada", "pages": ["110", "111"]}],
    "pages": [{"id": "110", "name": "Acme", "app": "7001"}, {"id": "111", "name": "Acme Outlet", "app": "7001"}],
    "x_users": [{"id": "5001", "username": "acme", "name": "Acme on X"}, {"id": "5002", "username": "rival"}],
}


def played(sandbox, settings):
    """The sandbox is every platform, its consent pages included."""
    settings.GRAPH_URL = settings.X_URL = settings.FACEBOOK_AUTHORIZE_URL = settings.X_AUTHORIZE_URL = sandbox.url
    settings.PUBLIC_URL = ADDRESS
    sandbox.control("world", WORLD)
    sandbox.control("rate_limits", {"rate_limits": "off"})
    return sandbox


def facebook_app():
    """The company's app at Meta, as the sandbox knows it."""
    return factories.PlatformAppFactory(app_id="7001", secret="app secret")


def x_app():
    """The company's app at X."""
    secrets = {"secret": "signs", "client_secret": "x secret", "bearer": "alone"}
    return factories.PlatformAppFactory(platform=Platform.TWITTER, app_id="77", client_id="x client", **secrets)


def begin(browser, app, **given):
    """Press the button; returns the answer."""
    return browser.post(reverse("console:link_start", args=[app.pk]), given)


def consents(address, **decided):
    """Open the platform's page as a person does and answer it; returns where the platform sends him, as path with query."""
    with httpx.Client() as page:
        shown = page.get(address)
        assert shown.status_code == 200, shown.text
        fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', shown.text)
        fields += [(name, "on") for name in re.findall(r'<input type="checkbox" name="([^"]+)" checked>', shown.text)]
        form = {name: unescape(value) for name, value in fields} | decided
        action = re.search(r'action="([^"]+)"', shown.text)[1]
        answer = page.post(str(shown.url.join(action)), data={name: v for name, v in form.items() if v is not None})
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    assert f"{back.scheme}://{back.netloc}" == ADDRESS
    return f"{back.path}?{back.query}"


ALLOW = {"facebook": {"decision": "allow"}, "twitter": {"answer": "allow", "user": "5001"}}
DENY = {"facebook": {"decision": "deny"}, "twitter": {"answer": "deny", "user": "5001"}}


def there_and_back(browser, app, account=None, **decided):
    """Begin, consent, come back; returns the page that follows."""
    sent = begin(browser, app, **({"account": account.pk} if account else {}))
    assert sent.status_code == 302, sent.content
    return browser.get(consents(sent["location"], **(decided or ALLOW[app.platform])), follow=True)


def asked(address):
    """The parameters of an address."""
    return dict(parse_qsl(urlsplit(address).query))


def chooses(browser, page, *ids):
    """Tick these and press Link; returns the answer."""
    return browser.post(page.request["PATH_INFO"], {"chosen": ids}, follow=True)


def x_account(browser, **more):
    """An X account, linked."""
    app = PlatformApp.objects.filter(platform=Platform.TWITTER).first() or x_app()
    chooses(browser, there_and_back(browser, app), "5001")
    Account.objects.filter(external_id="5001").update(**more)
    return Account.objects.get(external_id="5001")


def me(account):
    """Ask X who this account is, as every call is made."""
    answer, _rate = x_api.call(account.wire(account.external_id), "GET", "/2/users/me")
    return answer["data"]["id"]


def keep_asking(pk, folder, number):
    """A process that uses the account until it is told to stop; it never finds it suspended, nor itself without access."""
    folder, answered = Path(folder), 0
    while not (folder / "stop").exists():
        account = Account.objects.get(pk=pk)
        assert account.suspended_at is None, account.suspended_for
        try:
            assert me(account) == "5001"
        except PlatformError as error:  # the machine is slow: somebody else's renewal took longer than one waits
            account.suspend(error.reason)
            continue
        answered += 1
        (folder / f"answered-{number}").write_text(str(answered))
        time.sleep(0.01)
