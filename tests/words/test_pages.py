"""Pages in German have no English left: what is not marked for translation would stand out there (R70)."""

import re
from html.parser import HTMLParser

import polib
import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from agents.models import Membership
from audit.console_site import console
from tests import company, factories
from tests.channels_admin.making import make_one
from tests.words.extracting import ROOT

pytestmark = pytest.mark.django_db

SHOWN = {"title", "aria-label", "placeholder", "alt", "data-label", "aria-description"}
ENGLISH = re.compile(
    r"\b(the|is|are|has|have|of|and|to|not|you|your|it|that|with|from|this|by|there|no|nobody|what|who|here|yet)\b",
    re.I,
)
MANY = 2  # words of English that give a sentence away; one alone may be German, or a name
OTHERS = [
    *(
        "workspace:desk",
        "workspace:responses",
        "workspace:response-new",
        "supervision:tracker",
        "supervision:queues",
        "supervision:floor",
    ),
    *(
        "own:cards",
        "own:recordings",
        "quality:cards",
        "quality:results",
        "quality:calibrations",
        "quality:satisfaction",
        "quality:questionnaires",
    ),
    *("console:index", "console:license_load", "console:hours", "console:agents_import", "console:attributes"),
    *("console:attributes_server", "console:test_channels", "console:noise_caught"),
]
# Names, and what somebody wrote: a status to rename, a template, a word that customers say.
ENGLISH_ON_PURPOSE = {"Social Media Admin Console", "Available", "We are here for you again.", "agent"}


class Words(HTMLParser):
    """All that a page says, piece by piece."""

    def __init__(self, page):
        super().__init__()
        self.pieces, self._silent = set(), 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        """What is said in attributes; scripts and samples of code say nothing."""
        self._silent += tag in ("script", "style", "code")
        self.pieces |= {value.strip() for name, value in attributes if name in SHOWN and value}

    def handle_endtag(self, tag):
        """The end of what says nothing."""
        self._silent -= tag in ("script", "style", "code")

    def handle_data(self, data):
        """Words between tags."""
        if not self._silent:
            self.pieces.add(" ".join(data.split()))


@pytest.fixture(scope="module")
def english():
    """Sentences and words of the catalog whose German is another: {what must not stand on a German page}."""
    catalog = polib.pofile(str(ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"))
    german = {entry.msgstr for entry in catalog}
    return {entry.msgid for entry in catalog if entry.msgstr != entry.msgid and entry.msgid not in german}


@pytest.fixture
def world(queue, care):
    """Somebody who may see everything and reads German, an interaction, and one of every noun."""
    person = factories.AgentFactory(is_superuser=True, language="de", first_name="Anna")
    Membership.objects.create(agent=person, workgroup=care, supervises=True)
    company.answers(company.connected(queue, person), person)
    company.writes(queue, company.said("Guten Tag", by="351900000009"))
    browser = Client()
    browser.force_login(person)
    return browser, {model: make_one(model) for model in console._registry}


def addresses(things):
    """Every list, every form, and what is a page of its own."""
    for name in OTHERS:
        yield reverse(name)
    for model, thing in things.items():
        noun = f"console:{model._meta.app_label}_{model._meta.model_name}"
        for page, arguments in (("changelist", []), ("change", [thing.pk])):
            try:
                yield reverse(f"{noun}_{page}", args=arguments)
            except NoReverseMatch:
                continue


def is_english(piece, english):
    """A sentence of the catalog that was not looked up, or one that is not in the catalog at all."""
    return piece in english or len(ENGLISH.findall(piece)) >= MANY


def test_no_english_is_left_on_a_german_page(world, english):
    browser, things = world
    left, read = {}, 0
    for address in addresses(things):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        read += 1
        for piece in Words(answer.content.decode()).pieces - ENGLISH_ON_PURPOSE:
            if is_english(piece, english):
                left.setdefault(piece, address)
    assert read > 50
    assert left == {}, "\n".join(f"{address}: {piece}" for piece, address in sorted(left.items()))


def test_an_english_sentence_would_be_noticed(english):
    assert is_english("Nothing here yet", english) and is_english("A sentence that is not in the catalog", english)
    assert not is_english("Noch nichts hier", english)
