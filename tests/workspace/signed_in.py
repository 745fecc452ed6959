"""A desk whose person is signed in already: sign-ins over HTTP are counted by the minute, and many tests share one address."""

from django.conf import settings
from django.test import Client

from agents.models import Agent
from tests.desk import Desk


class SignedIn(Desk):
    """Without a password."""

    def _sign_in(self, password):
        browser = Client()
        browser.force_login(Agent.objects.get(username=self.username))
        self.http.cookies.set(settings.SESSION_COOKIE_NAME, browser.cookies[settings.SESSION_COOKIE_NAME].value)
        assert self.http.get("/").status_code == 200, "the desk, which brings the token for calls"
