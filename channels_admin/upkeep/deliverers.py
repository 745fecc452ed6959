"""How each platform is asked whether it delivers to us, and made to."""

from channels_admin.models import FeedKind
from platforms import facebook, messenger
from platforms.twitter import activity
from platforms.whatsapp.management import numbers

PAGES = {FeedKind.FACEBOOK_POSTS: facebook, FeedKind.MESSENGER: messenger}


def subscribed(one):
    """Does the platform deliver this to our app? PlatformError where it cannot be asked."""
    account, callback = one.account, one.account.app.webhook_url
    if one.kind == FeedKind.X_POSTS:
        return activity.subscribed(account.app.wire(one.address), callback)
    if one.kind == FeedKind.WHATSAPP:
        return numbers.subscribed(account.wire(one.address), callback, app=account.app.app_id)
    return PAGES[FeedKind(one.kind)].subscribed(account.wire(one.address), callback)


def subscribe(one):
    """Make it; doing it again changes nothing. PlatformError says what an administrator has to do."""
    account, callback = one.account, one.account.app.webhook_url
    if one.kind == FeedKind.X_POSTS:
        return activity.subscribe(account.app.wire(one.address), callback, account.token_now())
    if one.kind == FeedKind.WHATSAPP:
        return numbers.subscribe(account.wire(one.address), callback)
    return PAGES[FeedKind(one.kind)].subscribe(account.wire(one.address), callback)
