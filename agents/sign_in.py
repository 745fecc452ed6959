"""How people sign in."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitedOnly(DefaultAccountAdapter):
    """Accounts are made by administrators; nobody signs up."""

    def is_open_for_signup(self, request):
        """Always closed."""
        return False

    def add_message(self, *args, **kwargs):
        """None: signing in and out need no applause on the next page."""
