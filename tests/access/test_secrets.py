"""Nothing that somebody may not see reaches his browser (R73): every page, answer and frame, searched for others' words."""

import logging

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.test import Client
from django.urls import reverse

from agents.models import Agent, Workgroup
from audit.console_site import console
from channels_admin.models import Channel
from interactions.models import Attachment, Customer, Delivery, Identity, Interaction, Message, Note
from tests.access.secrets import MAY_KNOW, Secrets, known
from tests.access.table import rows
from workspace.models import Response, ResponseFile, ResponseLibrary

INTERACTIONS = ("waiting", "owned", "before")
NOUNS = {
    **dict.fromkeys(INTERACTIONS, Interaction),
    "message": Message,
    "other": Customer,
    "interactions_customer": Customer,
    "note": Note,
    "file": Attachment,
    "portrait": Identity,
    "delivery": Delivery,
    "workgroup": Workgroup,
    "agents_workgroup": Workgroup,
    "agents_agent": Agent,
    "channel": Channel,
    "channels_admin_channel": Channel,
    "response": Response,
    "response_library": ResponseLibrary,
    "workspace_responselibrary": ResponseLibrary,
    "response_file": ResponseFile,
}
# What of a page is asked for; a search by the beginning of a secret finds whole ones, and is no secret itself.
QUERIES = {
    "workspace_api:acts": "?message={message}",
    "workspace_api:targets": "?q=zq",
    "workspace_api:responses": "?q=zq",
    "workspace_api:likely": "?q=zq",
    "supervision:tracker": "?text=zq",
    "console:find": "?q=zq",
    "console:interactions_customer_changelist": "?q=zq",
}
LEFT_OUT = ("account_", "mfa_", "openid:", "openapi", "alive", "ready")  # pages of one's own account, and none of data
# By whom customers are blocked, merged and marked as opted in: names and numbers, without a word of what they wrote (R73a).
CUSTOMERS = ("console:interactions_customer_", "console:find")


@pytest.fixture
def secrets(db, settings):
    """Two workgroups, and everybody. A refusal is no news here, and costs its traceback."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    logging.disable(logging.ERROR)
    yield Secrets()
    logging.disable(logging.NOTSET)


def paths():
    """(address, path) of everything that can be read, with the ids of everything that holds a secret."""
    for address, method, things, _expected in rows():
        told = not address.startswith(LEFT_OUT) and not address.endswith(("_add", "_delete", "_history"))
        if method == "GET" and told and all(thing in NOUNS for thing in things):
            for ids in _ids(things):
                yield address, reverse(address, args=ids) + _query(address, ids)


def _ids(things):
    if len(things) == 2 and things[1] in ("message", "before"):
        return _pairs(NOUNS[things[1]])
    lists = [_of_both_sides(NOUNS[thing]) for thing in things]
    if len(lists) == 2:
        return [(first, second) for first in lists[0] for second in lists[1]]
    return [(pk,) for pk in lists[0]] if lists else [()]


def _of_both_sides(noun):
    """All ids; of what can be had by the dozen without a secret, or is alike, those of either side."""
    ids = list(noun.objects.order_by("pk").values_list("pk", flat=True))
    return ids[:1] + ids[-2:] if noun in (Agent, Channel, Workgroup, Customer) else ids


def _pairs(model):
    """Each with its own interaction, and through two others."""
    interactions = list(Interaction.objects.order_by("pk").values_list("pk", flat=True))
    own = {(row.interaction_id, row.pk) for row in Message.objects.all()} if model is Message else set()
    return sorted(
        own
        | {
            (one, pk)
            for one in (interactions[0], interactions[-1])
            for pk in model.objects.values_list("pk", flat=True)
        }
    )


def _query(address, ids):
    message = Message.objects.filter(interaction=ids[0]).first() if address == "workspace_api:acts" else None
    return QUERIES.get(address, "").format(message=message and message.pk)


class _Asks:
    """A request, as far as the console looks at it."""

    def __init__(self, user):
        self.user = user


class Reader:
    """Somebody who opens everything that there is."""

    browser = Client()  # one for all: a new one would load all middleware anew

    def __init__(self, person=None):
        self.session = None
        if person:
            client = Client()
            client.force_login(person)
            self.session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def reads(self, path):
        """All that comes: the page, or the bytes of a file."""
        self.browser.cookies.clear()
        if self.session:
            self.browser.cookies[settings.SESSION_COOKIE_NAME] = self.session
        answer = self.browser.get(path)
        body = _streamed(answer) if answer.streaming else answer.content
        return body.decode(errors="replace") + str(answer.headers)


def _streamed(answer):
    """All pieces, whether they come one by one or are waited for."""

    async def waited_for():
        return [piece async for piece in answer.streaming_content]

    return b"".join(async_to_sync(waited_for)() if answer.is_async else answer.streaming_content)


def test_nobody_finds_a_word_of_a_workgroup_that_he_neither_belongs_to_nor_supervises(secrets):
    asked, leaks, found = sorted(set(paths())), [], {}
    # Who may open no page of the console is refused there, every single one (test_access).
    elsewhere = [(address, path) for address, path in asked if not address.startswith("console:")]
    assert len(elsewhere) > 100
    for name, allowed in MAY_KNOW.items():
        person = secrets.people.get(name)
        reader = Reader(person)
        for address, path in asked if person and console.has_permission(_Asks(person)) else elsewhere:
            words = known(reader.reads(path))
            found.setdefault(name, set()).update(words)
            if words - allowed and not _customers_of_the_console(name, address):
                leaks.append(f"{name} reads at {path}: {sorted(words - allowed)}")
    assert leaks == [], "\n".join(leaks)
    seen = {name: words for name, words in found.items() if name in ("alice", "carol", "colleague", "supervisor")}
    assert seen == {name: MAY_KNOW[name] for name in seen}, "what is theirs they do find, so the search is no empty one"


def _customers_of_the_console(name, address):
    admins = ("administrator", "social media admin", "everything but a workgroup")
    return name in admins and address.startswith(CUSTOMERS)
