"""Onboarding a number through Genesys Cloud (R19): message on behalf, certificate, integration, code."""

import pytest
from django.urls import reverse

from platforms import genesys
from tests import factories
from tests.channels_admin.onboarded import Procedure

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_genesys(admin, sandbox, settings):
    settings.GENESYS_URL = sandbox.url
    genesys.forget(sandbox.url, "client", "secret")
    sandbox.control("genesys/world", {"clients": [{"id": "client", "secret": "secret"}], "products": []})
    facts = {
        "platform": "whatsapp",
        "provider": "genesys",
        "region": "mypurecloud.de",
        "token": "",
        "name": "By Genesys",
    }
    account = factories.AccountFactory(**facts, organization="acme", client_id="client", client_secret="secret")
    return Procedure(admin, sandbox, account).begin()


def test_through_genesys_cloud_it_takes_the_message_on_behalf_and_a_certificate(by_genesys):
    press, sandbox = by_genesys.press, by_genesys.sandbox
    assert "messagingPlatformWhatsApp is missing" in press("test", step="1")
    assert "Genesys Cloud answers" in press("finish", step="1"), "not done: nothing was proved"
    sandbox.control("genesys/world", {"products": ["messagingPlatformWhatsApp"]})
    assert "everything that is needed is there" in press("test", step="1")
    press("finish", step="1")
    press("waba", step="2", waba="777001")
    press("finish", step="2")
    press("finish", step="3")
    assert by_genesys.done() == [1, 2, 3]
    for kind in ("name", "on_behalf", "account", "business"):
        assert press("finish", step="4") != "The step is done."
        assert "cannot go on without" in press("approval", step="4", kind=kind, waived="1")
        press("approval", step="4", kind=kind, note="Told by Genesys")
    assert press("finish", step="4") == "The step is done."
    _certificate_and_code(by_genesys)


def _certificate_and_code(by_genesys):
    press, sandbox = by_genesys.press, by_genesys.sandbox
    assert "no certificate" in press("certificate", step="5", certificate="short")
    assert "Enter the certificate first" in press("integration", step="5")
    assert "kept, encrypted" in press("certificate", step="5", certificate="C" * 60)
    page = by_genesys.client.get(reverse("console:onboarding", args=[by_genesys.onboarding.pk])).content.decode()
    assert "C" * 60 not in page
    assert "must be verified now" in press("integration", step="5")
    number = by_genesys.onboarding.number
    by_genesys.given_a_channel()
    by_genesys.verify("code", method="SMS", aware="1")
    code = sandbox.control("genesys/codes", {"phone": "+4915123456789"})["code"]
    assert "is verified" in by_genesys.verify("confirm", code=code)
    number.refresh_from_db()
    assert (number.status, number.is_verified, number.certificate) == ("CONNECTED", True, "C" * 60)
