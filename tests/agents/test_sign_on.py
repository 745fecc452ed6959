"""Sign-on by OpenID Connect (R34a), against a provider that answers over real HTTP."""

import time

import pytest
from django.core.cache import cache
from django.urls import reverse

from agents.models import Agent, SignOnLink, SignOnProvider
from audit.models import Change
from tests import factories
from tests.agents import vouching
from tests.channels_admin.forms_filled import faults, fill, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def served():
    with vouching.running() as provider:
        yield provider


@pytest.fixture(scope="module")
def stranger_key():
    return vouching.new_key()


@pytest.fixture
def theirs(served, settings):
    """The provider, as it should be; loopback is allowed, as in the demo."""
    settings.DEMO = settings.OPENID_PRIVATE_ADDRESSES = True
    served.restore()
    cache.clear()
    return served


@pytest.fixture
def ours(theirs):
    """What an administrator entered about it."""
    made = {"client_id": vouching.CLIENT, "client_secret": vouching.SECRET}
    return factories.SignOnProviderFactory(label="Sign in with Acme", issuer=theirs.issuer, **made)


@pytest.fixture
def ada():
    return factories.AgentFactory(username="ada", email="Ada@Acme.example")


def go_out(client, ours, **asked):
    return client.get(reverse("openid:begin", args=[ours.pk]), asked)


def come_back(client, ours, answer):
    return client.get(reverse("openid:back", args=[ours.pk]), answer)


def sign_on(client, ours, theirs, **asked):
    """Out, a yes there, and back."""
    return come_back(client, ours, theirs.consent(go_out(client, ours, **asked).url))


def signed_in(client):
    return client.session.get("_auth_user_id")


def test_the_sign_in_page_has_a_button_for_each_enabled_provider(client, ours):
    factories.SignOnProviderFactory(label="Sign in with Elsewhere", enabled=False)
    page = client.get("/account/login/?next=/history/").content.decode()
    assert f'href="/account/openid/{ours.pk}/?next=/history/"' in page and "Sign in with Acme" in page
    assert "Elsewhere" not in page


def test_a_person_signs_on_and_is_linked(client, ours, theirs, ada):
    out = go_out(client, ours, next="/history/?q=1")
    assert out.url.startswith(f"{theirs.issuer}/authorize?response_type=code&client_id=desk&")
    assert f"redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Faccount%2Fopenid%2F{ours.pk}%2Fback%2F" in out.url
    back = come_back(client, ours, theirs.consent(out.url))
    assert (back.status_code, back.url) == (302, "/history/?q=1")
    assert signed_in(client) == str(ada.pk)
    assert SignOnLink.objects.get().subject == "ada-1"
    change = Change.objects.get()
    assert (change.by, change.verb, change.after) == (ada, "linked", {"sign_on": "Sign in with Acme: ada@acme.example"})
    client.logout()
    sign_on(client, ours, theirs)
    assert signed_in(client) == str(ada.pk) and Change.objects.count() == 1, "the second time nothing is linked"


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_one_is_led_on_only_within_the_product(client, ours, theirs, ada, onward):
    assert sign_on(client, ours, theirs, next=onward).url == "/"


def test_an_unknown_person_is_refused(client, ours, theirs):
    answer = sign_on(client, ours, theirs)
    assert answer.status_code == 403 and "ada@acme.example is known here" in answer.content.decode()
    assert not signed_in(client) and not Agent.objects.exists()


def test_a_deactivated_person_is_refused_and_not_linked(client, ours, theirs, ada):
    Agent.objects.update(is_active=False)
    answer = sign_on(client, ours, theirs)
    assert answer.status_code == 403 and "Your account here was deactivated" in answer.content.decode()
    assert not signed_in(client) and not SignOnLink.objects.exists()


@pytest.mark.parametrize("verified", [False, None, "false", 1])
def test_an_address_that_is_not_verified_never_links(client, ours, theirs, ada, verified):
    theirs.claims["email_verified"] = verified
    answer = sign_on(client, ours, theirs)
    assert answer.status_code == 403 and "vouches for no e-mail address" in answer.content.decode()
    assert not signed_in(client) and not SignOnLink.objects.exists()


def test_the_subject_wins_over_a_changed_address(client, ours, theirs, ada):
    sign_on(client, ours, theirs)
    bob = factories.AgentFactory(username="bob", email="bob@acme.example")
    client.logout()
    theirs.claims |= {"email": bob.email}
    sign_on(client, ours, theirs)
    assert signed_in(client) == str(ada.pk)
    client.logout()
    theirs.claims |= {"sub": "another", "email": ada.email}
    answer = sign_on(client, ours, theirs)
    assert not signed_in(client) and "is linked to somebody else" in answer.content.decode()


def test_letters_that_only_look_alike_are_another_address(client, ours, theirs):
    factories.AgentFactory(email="mike@acme.example")
    theirs.claims["email"] = "m\u0131ke@acme.example"
    assert sign_on(client, ours, theirs).status_code == 403
    theirs.claims["email"] = "mi\u212ae@acme.example"
    assert sign_on(client, ours, theirs).status_code == 403 and not signed_in(client)


def test_an_address_that_two_people_have_is_nobodys(client, ours, theirs, ada):
    factories.AgentFactory(email="ada@acme.example")
    assert "Several accounts" in sign_on(client, ours, theirs).content.decode()
    assert not signed_in(client)


def test_the_address_may_come_from_the_user_information(client, ours, theirs, ada):
    theirs.claims = {"sub": "ada-1"}
    theirs.userinfo = vouching.ADA | {"sub": "eve"}
    assert sign_on(client, ours, theirs).status_code == 502, "it must be about the same person"
    theirs.userinfo = vouching.ADA
    sign_on(client, ours, theirs)
    assert signed_in(client) == str(ada.pk)


BENT = {
    "another nonce": {"nonce": "of another attempt"},
    "no nonce": {"nonce": None},
    "another issuer": {"iss": "https://evil.example"},
    "another audience": {"aud": "somebody else"},
    "several audiences": {"aud": ["desk", "somebody else"]},
    "another party": {"azp": "somebody else"},
    "expired": {"exp": time.time() - 3600},
    "without an end": {"exp": None},
    "no subject": {"sub": None},
    "a blank subject": {"sub": ""},
}


@pytest.mark.parametrize("claims", BENT.values(), ids=BENT)
def test_a_token_with_something_wrong_is_refused(client, ours, theirs, ada, claims):
    theirs.claims |= claims
    assert sign_on(client, ours, theirs).status_code == 502
    assert not signed_in(client) and not SignOnLink.objects.exists()
    assert theirs.redeemed, "it was the token that was refused"


def test_a_signature_that_is_not_the_providers_is_refused(client, ours, theirs, ada, stranger_key):
    theirs.key = stranger_key
    assert sign_on(client, ours, theirs).status_code == 502
    theirs.header = {"alg": "none", "kid": "one"}
    assert sign_on(client, ours, theirs).status_code == 502
    theirs.header, theirs.key = {"alg": "HS256", "kid": "one"}, vouching.SECRET * 3
    assert sign_on(client, ours, theirs).status_code == 502
    theirs.header, theirs.key = {"alg": "RS256", "kid": "two"}, theirs.own
    assert sign_on(client, ours, theirs).status_code == 502
    assert not signed_in(client) and len(theirs.redeemed) == 4
    theirs.header = {"alg": "RS256", "kid": "one"}
    sign_on(client, ours, theirs)
    assert signed_in(client), "with its own key it is taken"


def test_who_did_not_go_out_from_here_does_not_come_in(client, ours, theirs, ada):
    answer = theirs.consent(go_out(client, ours).url)
    assert come_back(client, ours, answer | {"state": "another"}).status_code == 400
    assert come_back(client, ours, answer).status_code == 400, "an attempt is good once"
    assert not theirs.redeemed
    other = factories.SignOnProviderFactory()
    assert come_back(client, other, theirs.consent(go_out(client, ours).url)).status_code == 400
    late = theirs.consent(go_out(client, ours).url)
    session = client.session
    session["openid_attempt"] |= {"at": time.time() - 3600}
    session.save()
    assert come_back(client, ours, late).status_code == 400 and not signed_in(client)


def test_who_says_no_there_is_told_so(client, ours, theirs, ada):
    state = theirs.consent(go_out(client, ours).url)["state"]
    answer = come_back(client, ours, {"state": state, "error": "access_denied"})
    assert answer.status_code == 403 and "Acme did not sign you in" in answer.content.decode()
    answer = come_back(client, ours, theirs.consent(go_out(client, ours).url) | {"iss": "https://evil.example"})
    assert answer.status_code == 403 and not theirs.redeemed


def test_a_provider_that_is_off_is_not_there(client, ours, theirs):
    SignOnProvider.objects.update(enabled=False)
    assert go_out(client, ours).status_code == 404 and come_back(client, ours, {}).status_code == 404


def test_a_private_address_is_asked_only_where_the_installation_says_so(client, ours, theirs, settings):
    settings.OPENID_PRIVATE_ADDRESSES = False
    assert go_out(client, ours).status_code == 502 and not theirs.asked
    settings.OPENID_PRIVATE_ADDRESSES, settings.DEMO = True, False
    assert go_out(client, ours).status_code == 502 and not theirs.asked, "in the clear only in the demo"


def test_a_second_factor_is_still_asked_for(client, ours, theirs, ada):
    ada.authenticator_set.create(type="totp", data={"secret": "x"})
    assert sign_on(client, ours, theirs).url == reverse("mfa_authenticate")
    assert not signed_in(client)


@pytest.fixture
def admin(client):
    client.force_login(factories.AgentFactory(username="root", roles=["Administrator"]))
    return client


def test_an_administrator_sets_up_a_provider_and_tests_it(admin, theirs):
    entered = {"label": "Acme", "issuer": theirs.issuer, "client_id": "desk", "client_secret": "psst"}
    fill(admin, page_of(SignOnProvider, "add"), **entered)
    ours = SignOnProvider.objects.get()
    assert ours.client_secret == "psst" and Change.objects.get().after["client_secret"] == "•••"
    page = admin.get(page_of(SignOnProvider, "change", ours.pk)).content.decode()
    assert "psst" not in page and ours.redirect_uri in page and 'name="issuer"' not in page
    test = reverse("console:sign_on_test", args=[ours.pk])
    assert "offers everything that is needed" in admin.post(test, follow=True).content.decode()
    theirs.document = {"code_challenge_methods_supported": ["plain"], "response_types_supported": ["token"]}
    page = admin.post(test, follow=True).content.decode()
    assert "does not offer PKCE" in page and "does not offer the code flow" in page
    theirs.document = {"issuer": "https://evil.example"}
    assert "It calls itself" in admin.post(test, follow=True).content.decode()
    theirs.document = {"token_endpoint": "http://10.0.0.1/"}
    assert "token_endpoint: Only addresses" in admin.post(test, follow=True).content.decode()


@pytest.mark.parametrize(
    "issuer", ["http://id.example", "https://me@id.example", "https://id.example/?a=1", "id", "file:///x"]
)
def test_an_issuer_that_is_none_is_said(admin, issuer):
    answer = fill(admin, page_of(SignOnProvider, "add"), label="Acme", issuer=issuer, client_id="desk")
    assert faults(answer) and not SignOnProvider.objects.exists()


def test_who_lacks_a_right_cannot_have_a_provider_vouch_for_those_who_have_it(client):
    client.force_login(factories.AgentFactory(rights=["agents.people"]))
    entered = {"label": "Mine", "issuer": "https://id.example", "client_id": "desk"}
    answer = fill(client, page_of(SignOnProvider, "add"), **entered)
    assert "only who has every right" in " ".join(faults(answer)) and not SignOnProvider.objects.exists()


def test_a_link_is_taken_away_on_the_page_of_the_person(admin, ours, ada):
    SignOnLink.objects.create(provider=ours, agent=ada, subject="ada-1")
    address = page_of(Agent, "change", ada.pk)
    assert "ada-1" in admin.get(address).content.decode()
    assert fill(admin, address, **{"sign_on_links-0-DELETE": "on"}).status_code == 302
    assert not SignOnLink.objects.exists() and "sign_on_links" in Change.objects.get().before
