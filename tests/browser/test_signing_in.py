"""How people get in, in a browser: from the invitation to the desk, and by a provider of sign-on."""

import re

import pytest
from playwright.sync_api import expect

from tests.agents import vouching
from tests.product import SmallServer, started

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LINK = re.compile(r"http://\S+")


@pytest.fixture(scope="module")
def product(sandbox_process, request):
    """The demo's company: its providers of sign-on may be asked on loopback, without encryption."""
    with started(sandbox_process, request, server=SmallServer, DEMO="true") as running:
        yield running


@pytest.fixture
def console(sign_in):
    """The administrator's browser."""
    return sign_in("admin", "/console/agents/agent/add/")


def test_an_invited_person_chooses_a_password_and_is_at_the_desk(console, open_page, product, accessible):
    console.get_by_label("User name").fill("emma")
    console.get_by_label("First name").fill("Emma")
    console.get_by_label("E-mail", exact=True).fill("emma@brewline.example")
    console.get_by_role("button", name="Save", exact=True).click()
    expect(console.get_by_role("link", name=re.compile("Emma|emma")).first).to_be_visible()
    mail = product.eventually(lambda: [one for one in product.mails() if "emma" in one], "the letter")[0]

    page = open_page(LINK.search(mail).group())
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Emma")
    accessible(page)
    page.get_by_label("Password").fill("short")
    page.get_by_label("Once more").fill("short")
    page.get_by_role("button", name="Set the password and sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("too short")
    page.get_by_label("Password").fill("a long grinder 17")
    page.get_by_label("Once more").fill("a long grinder 17")
    page.get_by_role("button", name="Set the password and sign in").click()
    expect(page.get_by_role("heading", name="Hello, Emma")).to_be_visible()


def test_a_person_signs_on_by_a_provider_that_an_administrator_has_set_up(console, open_page, product, accessible):
    with vouching.running() as provider:
        product.sql("UPDATE agents_agent SET email = 'ada@acme.example' WHERE username = 'alice'")
        console.goto(f"{product.base}/console/agents/signonprovider/add/")
        for label, value in {
            "Label on the button": "Sign in with Acme",
            "Issuer": provider.issuer,
            "Client ID": vouching.CLIENT,
            "Client secret": vouching.SECRET,
        }.items():
            console.get_by_label(label, exact=True).fill(value)
        accessible(console)
        console.get_by_role("button", name="Save", exact=True).click()
        console.get_by_role("link", name="Sign in with Acme").first.click()
        console.get_by_test_id("test-connection").click()
        expect(console.get_by_text("offers everything that is needed")).to_be_visible()
        expect(console.get_by_text(vouching.SECRET)).to_have_count(0)

        page = open_page(f"{product.base}/account/login/")
        page.get_by_role("link", name="Sign in with Acme").click()
        expect(page.get_by_role("heading", name="Hello, Alice")).to_be_visible()
        provider.claims["email"], provider.claims["sub"] = "nobody@acme.example", "nobody"
        stranger = open_page(f"{product.base}/account/login/")
        stranger.get_by_role("link", name="Sign in with Acme").click()
        expect(stranger.get_by_role("heading", level=1)).to_be_visible()
        accessible(stranger)
        expect(stranger.get_by_role("heading", name="Hello")).to_have_count(0)
