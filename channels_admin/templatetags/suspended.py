"""`{% suspended_accounts as accounts %}`: what the banner of the console is about."""

from django import template

from channels_admin.models import Account

register = template.Library()


@register.simple_tag
def suspended_accounts():
    """Accounts that the platforms refuse, longest first."""
    return list(
        Account.objects.current().exclude(suspended_at=None).order_by("suspended_at").defer("token", "refresh_token")
    )
