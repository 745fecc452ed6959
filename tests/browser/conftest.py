"""A real browser: Debian's Chromium, driven by Playwright, one context per person."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from socialmedia.demo import PASSWORD
from tests.browser.accessible import THEMES, violations
from tests.chromium import launched
from tests.product import SmallServer, started

PICTURES = Path(__file__).resolve().parent.parent.parent / "test-results"
FAILED = pytest.StashKey[bool]()
expect.set_options(timeout=15_000)
# Of what a browser complains by itself: the server is away, or refuses in words; an interaction has just been given away.
EXPECTED = re.compile(
    r"ERR_(CONNECTION|INTERNET|NETWORK|SOCKET)|WebSocket (connection|is already in CLOSING)|status of (400|401|403|409)"
    r"|status of 404 .*/api/v1/interactions/"
)


def complaint(said):
    """What stands on the console, and which address it is about."""
    return f"{said.text} {said.location.get('url', '')}"


@pytest.fixture(scope="module")
def product(sandbox_process, request):
    """The whole product: in few processes, or where the module says `EMBEDDED` in one, which starts in half the time."""
    server = None if getattr(request.module, "EMBEDDED", False) else SmallServer
    with started(sandbox_process, request, server=server) as running:
        yield running


@pytest.fixture(scope="session")
def playwright():
    """What drives the browsers."""
    with sync_playwright() as running:
        running.selectors.set_test_id_attribute("data-test")
        yield running


@pytest.fixture(scope="session")
def browser(playwright):
    """One Chromium for all tests."""
    with launched(playwright) as running:
        yield running


@pytest.fixture(scope="session")
def whole_browser(playwright):
    """Another one, which can show notices of the system and keep a screen awake."""
    with launched(playwright, whole=True) as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remember on the test whether it failed, for `open_page`."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def open_page(request):
    """Opens pages of strangers to each other; what a page complains of on its console fails the test."""
    contexts, complaints = [], []
    browser = request.getfixturevalue("whole_browser" if request.node.get_closest_marker("whole") else "browser")

    def opened(url, width=1440, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(complaint(said)) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for number, context in enumerate(contexts):
        if request.node.stash.get(FAILED, False):
            PICTURES.mkdir(exist_ok=True)
            context.pages[0].screenshot(path=PICTURES / f"{request.node.name}-{number}.png")
        context.close()
    assert not [text for text in complaints if not EXPECTED.search(text)]


@pytest.fixture
def sign_in(open_page, product):
    """Opens the product as one of the demo's people."""

    def signed_in(username, path="/", **options):
        page = open_page(f"{product.base}/account/login/?next={path}", **options)
        page.get_by_label(re.compile("user", re.I)).fill(username)
        page.get_by_label(re.compile("^password", re.I)).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        return page

    return signed_in


@pytest.fixture
def picture():
    """Keeps a screenshot under test-results/, for people to look at."""
    PICTURES.mkdir(exist_ok=True)

    def kept(page, name):
        page.screenshot(path=PICTURES / f"{name}.png")

    return kept


@pytest.fixture
def accessible():
    """Says whether axe-core finds nothing wrong with a page in both themes; else it fails with what it found."""

    def checked(page, dark=True):
        wrong = violations(page, THEMES if dark else {"light": THEMES["light"]})
        assert not wrong, "\n".join(wrong)

    return checked


@pytest.fixture(scope="module")
def alice(product):
    """Alice's connection: she is offered everything, for as long as the tests need."""
    product.sql("UPDATE agents_workgroup SET offer_timeout = 600")
    product.sql("UPDATE agents_utilization SET percent = 5, max_assign = 20")
    return product.desk("alice").log_on()


@pytest.fixture
def at_her_desk(alice, sign_in):
    """Alice's page."""
    return sign_in("alice")
