"""A demo company on the sandbox: Brewline, makers of coffee machines, with five people and a channel on each platform."""

from django.db import transaction
from django.utils import timezone

from agents.licensing.issuing import first_license
from agents.models import (
    AccessLicense,
    AccountCode,
    Agent,
    Family,
    MediaType,
    Membership,
    Role,
    Station,
    Status,
    Utilization,
    Workgroup,
    WrapUpCode,
)
from channels_admin.models import Account, Channel, Platform, PlatformApp
from channels_admin.switch import switch_on
from platforms import facebook, messenger
from platforms.whatsapp import notices
from socialmedia import demo_responses
from supervision.policies.models import Policy

PASSWORD = "demo"
APP = {"id": "700100200300400", "secret": "demo-app-secret", "verify_token": "demo-verify-token"}
PAGE = {"id": "110220330440550", "name": "Brewline Home", "token": "demo-page-token", "app": APP["id"]}
NUMBER = {
    "id": "106540352242922",
    "display_phone_number": "+351215550100",
    "name": "Brewline Care",
    "waba": "102290129340398",
    "token": "demo-number-token",
    "app": APP["id"],
}
# Everything that Meta can tell us of a page or number, as an administrator ticks it in the app's dashboard.
NEWS = {
    "page": [*facebook.WEBHOOK_FIELDS, *messenger.WEBHOOK_FIELDS],
    "whatsapp_business_account": ["messages", *notices.SUBJECTS, *notices.PEOPLE],
}
HANDLE = {
    "id": "1500000000000000001",
    "username": "brewline",
    "name": "Brewline",
    "token": "demo-x-token",
    "tier": "self_serve",
}
X_APP = {
    "id": "27700100",
    "client_id": "demo-x-client",
    "client_secret": "demo-x-client-secret",
    "consumer_secret": "demo-x-consumer-secret",
    "bearer": "demo-x-bearer",
}
# Nobody has linked these yet: the console's buttons do.
PAGE_TO_LINK = {"id": "110220330440660", "name": "Brewline Espresso Bars", "app": APP["id"]}
HANDLE_TO_LINK = {"id": "1500000000000000002", "username": "brewline_bars", "name": "Brewline Espresso Bars"}
PEOPLE = [
    ("admin", "Ada", "Moreau"),
    ("supervisor", "Sam", "Lindqvist"),
    ("alice", "Alice", "Fischer"),
    ("bob", "Bob", "Nakamura"),
    ("carol", "Carol", "Okafor"),
]
WORKGROUPS = {"Home Care": ["alice", "bob"], "Repairs": ["bob", "carol"]}


def world(public_url):
    """What the sandbox has to know so that the demo company exists on its platforms, as `POST /control/world` takes it."""
    return {
        "apps": [APP],
        "pages": [PAGE, PAGE_TO_LINK],
        "numbers": [NUMBER],
        "x_apps": [X_APP],
        "x_users": [HANDLE, HANDLE_TO_LINK],
        "webhooks": [
            _webhook(public_url, "facebook", "page"),
            _webhook(public_url, "whatsapp", "whatsapp_business_account"),
        ],
    }


def _webhook(public_url, platform, kind):
    return {
        "app": APP["id"],
        "object": kind,
        "url": f"{public_url}/webhooks/{platform}/{APP['id']}/",
        "fields": NEWS[kind],
    }


@transaction.atomic
def load():
    """Make the demo company where it is missing. What somebody changed since is left as it is."""
    if Agent.objects.filter(username="admin").exists():
        return False
    first_license("Brewline")
    switch_on(None)
    people = {name: _person(name, first, last) for name, first, last in PEOPLE}
    workgroups = {name: _workgroup(name, [people[p] for p in members]) for name, members in WORKGROUPS.items()}
    for workgroup in workgroups.values():
        Membership.objects.create(agent=people["supervisor"], workgroup=workgroup, activated=False, supervises=True)
    _roles(people)
    Station.objects.bulk_create(Station(name=f"DESK-{n}") for n in range(1, 7))
    WrapUpCode.objects.bulk_create(WrapUpCode(name=name) for name in ("Solved", "Follow-up needed", "Praise", "Spam"))
    accounts = {"1100": "Machines", "1200": "Coffee and beans", "1300": "Spare parts"}
    AccountCode.objects.bulk_create(AccountCode(code=code, name=name) for code, name in accounts.items())
    _channels(workgroups)
    demo_responses.load(people, workgroups)
    Policy.objects.create(kind=Policy.Kind.INITIATION, name="Everything", place=1, active=True, does={"record": True})
    return True


def _person(name, first, last):
    """One person of the company, licensed for both platform families."""
    available = Status.objects.get(name=Status.AVAILABLE)
    agent = Agent(username=name, first_name=first, last_name=last, email=f"{name}@brewline.example", status=available)
    agent.is_staff = agent.is_superuser = name == "admin"
    agent.status_since = timezone.now()
    agent.set_password(PASSWORD)
    agent.save()
    if name not in ("admin", "supervisor"):
        AccessLicense.objects.bulk_create(AccessLicense(agent=agent, family=family) for family in Family.values)
    return agent


def _roles(people):
    """Everybody has one of the built-in roles."""
    named = {"admin": Role.ADMINISTRATOR, "supervisor": Role.SUPERVISOR}
    for name, person in people.items():
        person.groups.add(Role.objects.get(name=named.get(name, Role.AGENT)))


def _workgroup(name, members):
    workgroup = Workgroup.objects.create(name=name, offer_timeout=20)
    Membership.objects.bulk_create(Membership(agent=agent, workgroup=workgroup) for agent in members)
    for media_type in (MediaType.SOCIAL_CONVERSATION, MediaType.SOCIAL_DIRECT_MESSAGE):
        Utilization.objects.create(workgroup=workgroup, media_type=media_type, percent=25, max_assign=4)
    return workgroup


def _channels(workgroups):
    both = {"conversation_workgroup": workgroups["Home Care"], "direct_workgroup": workgroups["Repairs"]}
    care = workgroups["Home Care"]
    page = _account(Platform.FACEBOOK, PAGE["name"], PAGE["id"], PAGE["token"])
    handle = _account(Platform.TWITTER, "@brewline", HANDLE["id"], HANDLE["token"])
    number = _account(Platform.WHATSAPP, NUMBER["name"], NUMBER["waba"], NUMBER["token"])
    _channel("Brewline Home", page, [PAGE["id"]], **both)
    _channel("@brewline", handle, ["brewline"], keywords=["brewline duo", "brewline uno"], **both)
    _channel("Brewline Care", number, [NUMBER["id"]], direct_workgroup=care)


def _account(platform, name, external_id, token):
    secrets = {"secret": APP["secret"], "verify_token": APP["verify_token"]}
    described = {"app_id": APP["id"], **secrets}
    if platform == Platform.TWITTER:
        described = {"app_id": X_APP["id"], "secret": X_APP["consumer_secret"], "bearer": X_APP["bearer"]}
        described |= {"client_id": X_APP["client_id"], "client_secret": X_APP["client_secret"]}
    app = PlatformApp.objects.create(platform=platform, name="Brewline", **described)
    return Account.objects.create(platform=platform, name=name, external_id=external_id, token=token, app=app)


def _channel(name, account, addresses, **more):
    channel = Channel.objects.create(name=name, platform=account.platform, account=account, addresses=addresses, **more)
    channel.enable()
