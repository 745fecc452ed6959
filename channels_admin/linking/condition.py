"""What is known of an account's access: since when, until when, what it lacks, and what went wrong with it."""

from dataclasses import dataclass
from datetime import datetime

from channels_admin.linking.roundtrip import linking_apps

INCIDENTS = 5


@dataclass(frozen=True, slots=True)
class Access:
    """Of one account, for its page in the console."""

    linked_at: datetime | None
    checked_at: datetime | None
    ends_at: datetime | None
    renewed_at: datetime | None
    lacks: list
    trouble: str
    subscriptions: list
    incidents: list


def condition_of(account):
    """Its access now; `renewed_at` is when its token ends and is renewed without a person."""
    return Access(
        linked_at=account.linked_at,
        checked_at=account.checked_at,
        ends_at=account.ends_at,
        renewed_at=account.expires_at if account.renewable else None,
        lacks=account.lacks,
        trouble=account.trouble,
        subscriptions=list(account.subscriptions.all()),
        incidents=list(account.incidents.all()[:INCIDENTS]),
    )


def linking_app(account):
    """The app through which this account can be linked again: its own, else any of its platform; None for WhatsApp."""
    apps = [app for app in linking_apps() if app.platform == account.platform]
    return next((app for app in apps if app.pk == account.app_id), apps[0] if apps else None)
