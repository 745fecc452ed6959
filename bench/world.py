"""`python -m bench.world DESKS POLL_MS`: makes the bench company in a fresh database and prints it as JSON.

All agents answer WhatsApp; the first ten answer what is polled, too. Signing in is not what is measured, so the
sign-ins are made here.
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialmedia.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils.crypto import get_random_string  # noqa: E402

from agents.models import (  # noqa: E402
    AccessLicense,
    Agent,
    Family,
    License,
    MediaType,
    Membership,
    Status,
    Utilization,
    Workgroup,
)
from bench.plan import ROOM  # noqa: E402
from channels_admin.models import Account, Channel, Platform, PlatformApp  # noqa: E402
from channels_admin.switch import switch_on  # noqa: E402
from socialmedia.demo import APP, HANDLE, NUMBER, PAGE, world  # noqa: E402

LICENSES = 60
POSTS_ANSWERED_BY = 10  # agents
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def main(desks, poll_interval):
    """Migrate, make the company, print who is signed in and how the platforms know the company."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        agents = company(desks, poll_interval)
    known_as = {"page": PAGE["id"], "number": NUMBER["id"], "handle": HANDLE["username"]}
    print(json.dumps({"agents": [sign_in(agent) for agent in agents], "world": world(settings.PUBLIC_URL), **known_as}))


def company(desks, poll_interval):
    """Agents, two workgroups, licenses and a channel on each platform; returns the agents."""
    for part in License.Part.values:
        License.objects.update_or_create(part=part, defaults={"count": max(LICENSES, desks)})
    switch_on(None)
    agents = [_agent(number) for number in range(1, desks + 1)]
    messages, posts = _workgroup("Messages", agents), _workgroup("Posts", agents[:POSTS_ANSWERED_BY])
    page = _account(Platform.FACEBOOK, PAGE["name"], PAGE["id"], PAGE["token"])
    handle = _account(Platform.TWITTER, HANDLE["name"], HANDLE["id"], HANDLE["token"])
    number = _account(Platform.WHATSAPP, NUMBER["name"], NUMBER["waba"], NUMBER["token"])
    polled = {"conversation_workgroup": posts, "direct_workgroup": posts, "poll_interval": poll_interval}
    _channel(page, [PAGE["id"]], **polled)
    _channel(handle, [HANDLE["username"]], **polled)
    _channel(number, [NUMBER["id"]], direct_workgroup=messages)
    return agents


def sign_in(agent):
    """A sign-in as the pages know it: what a browser would hold."""
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(agent.pk), BACKEND
    store[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    store.save()
    return {"id": agent.pk, "session": store.session_key, "csrf": get_random_string(32), "available": agent.status_id}


def _agent(number):
    available = Status.objects.get(name=Status.AVAILABLE)
    agent = Agent(username=f"agent{number}", first_name="Agent", last_name=str(number), status=available)
    agent.set_unusable_password()
    agent.save()
    AccessLicense.objects.bulk_create(AccessLicense(agent=agent, family=family) for family in Family.values)
    return agent


def _workgroup(name, members):
    workgroup = Workgroup.objects.create(name=name)
    Membership.objects.bulk_create(Membership(agent=agent, workgroup=workgroup) for agent in members)
    for media_type in (MediaType.SOCIAL_CONVERSATION, MediaType.SOCIAL_DIRECT_MESSAGE):
        Utilization.objects.create(workgroup=workgroup, media_type=media_type, percent=100 // ROOM, max_assign=ROOM)
    return workgroup


def _account(platform, name, external_id, token):
    app = None
    if platform != Platform.TWITTER:
        secrets = {"secret": APP["secret"], "verify_token": APP["verify_token"]}
        app = PlatformApp.objects.create(platform=platform, app_id=APP["id"], name="Bench", **secrets)
    return Account.objects.create(platform=platform, name=name, external_id=external_id, token=token, app=app)


def _channel(account, addresses, **more):
    made = {"name": account.name, "platform": account.platform, "account": account, "addresses": addresses}
    Channel.objects.create(**made, **more).enable()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
