"""Every address of the product, the people who come, and what each of them is answered."""

import json
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from agents.models import Agent, Role
from audit.console_site import console
from audit.rights import Right
from channels_admin.models import Template
from interactions import merging
from interactions.models import Attachment, Interaction
from supervision.alerts.models import Alert
from supervision.models import Calibration, Erasure, Export, SavedSearch
from supervision.policies.models import Policy
from supervision.quality.assigning import assign
from supervision.recordings import sealing
from supervision.reports.models import Schedule
from tests import company, factories
from tests.channels_admin.factories_whatsapp import EvidenceFactory, TemplateFactory
from tests.channels_admin.making import make_one
from tests.supervision.quality.making import questionnaire
from tests.workspace.factories_responses import ResponseCategoryFactory, ResponseFactory, ResponseLibraryFactory

LOGIN = "/account/login/"
WORDS = {"link": "ABCDEFGHIJKLMN", "key": "a1-b2"}


def addresses(patterns=None, prefix=""):
    """The names of all addresses, with their name spaces; what has no name goes by its route."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name or pattern.pattern}"


class World:
    """A workgroup `care` with what was said there, and people: only `member` and `supervisor` have to do with it."""

    def __init__(self):
        care, elsewhere = company.workgroup("Care"), company.workgroup("Elsewhere")
        self._channel(care)
        self.workgroup = care.pk
        self.alert = Alert.objects.create(workgroup=care, figure="waiting", threshold=5).pk
        self._responses(care)
        self._quality()
        self._sessions = {"stranger": None}
        self._browser = Client()  # one for all: a new one would load all middleware anew
        self._sign_in("agent", factories.AgentFactory(workgroups=[elsewhere], roles=[Role.AGENT]))
        self._sign_in("member", company.agent("member", care))
        self._sign_in("watcher", factories.AgentFactory(supervises=[elsewhere], roles=[Role.SUPERVISOR]))
        supervisor = factories.AgentFactory(supervises=[care], roles=[Role.SUPERVISOR])
        self._sign_in("supervisor", supervisor)
        self.saved_search = SavedSearch.objects.create(owner=supervisor, name="Mine").pk
        self.export = self._export(supervisor)
        self.mailed = Schedule.objects.create(report="volume", made_by=supervisor, next_at=timezone.now()).pk
        self._sign_in("administrator", factories.AgentFactory(roles=[Role.ADMINISTRATOR]))
        for right in Right:
            self._sign_in(f"only {right}", factories.AgentFactory(rights=[right]))
            self._sign_in(f"all but {right}", factories.AgentFactory(rights=set(Right) - {right}))
        self.genesys = factories.AccountFactory(platform="whatsapp", provider="genesys").pk
        self.usable = TemplateFactory(status=Template.APPROVED).pk
        self.evidence = EvidenceFactory().pk
        self.things = {model._meta.label_lower.replace(".", "_"): make_one(model).pk for model in console._registry}

    def _channel(self, care):
        channel, owner = company.channel(care), company.agent("owner", care)
        before = company.connected(channel, owner)
        before.disconnect(owner)
        (waiting,) = company.writes(channel)
        file = company.with_file(waiting.messages.get())
        identity = waiting.thread.peer
        company.with_portrait(identity)
        owned = company.connected(channel, owner, company.said(by="351900000002"))
        self.waiting, self.owned, self.portrait, self.channel = waiting.pk, owned.pk, identity.pk, channel.pk
        self.message, self.file = file.message_id, file.pk
        self.owner, self.before, self.other = owner.pk, before.pk, waiting.customer_id
        self.merged = merging.merge(owned.customer, factories.CustomerFactory(), owner).pk
        delivery = company.answers(owned, owner)
        self._recording(before, owned, file)
        self.note = waiting.write_note(owner, "Words for colleagues").pk
        self.delivery, self.answer = delivery.pk, delivery.message_id

    def _recording(self, before, owned, file):
        """What the owner's last interaction was, with a file of a customer in it."""
        self.policy = Policy.objects.create(kind="initiation", name="Everything", active=True, does={"record": True}).pk
        Attachment.objects.filter(pk=file.pk).update(message=before.messages.first())
        before.messages.update(carries="file")
        sealing.record(before.pk)
        Attachment.objects.filter(pk=file.pk).update(message=file.message)
        self.erasure = Erasure.objects.create(customer_id=before.customer_id).pk
        self.recording, self.recorded = before.recordings.get().pk, file.pk

    def _export(self, person):
        export = Export.objects.create(owner=person, state=Export.State.DONE)
        export.path.parent.mkdir(parents=True, exist_ok=True)
        export.path.write_text("Number")
        return export.pk

    def _responses(self, care):
        library = ResponseLibraryFactory(everybody=False, workgroups=[care])
        category = ResponseCategoryFactory(library=library)
        response = ResponseFactory(library=library, category=category)
        file = response.files.create(
            name="words.txt", mime="text/plain", size=5, file=ContentFile(b"words", "words.txt")
        )
        self.response, self.category, self.response_file = response.pk, category.pk, file.pk
        self.response_library = library.pk

    def _quality(self):
        """What the owner did is judged: a card, and a calibration of one."""
        ended, owner = Interaction.objects.get(pk=self.before), Agent.objects.get(pk=self.owner)
        made, _questions = questionnaire()
        self.questionnaire, self.card = made.pk, assign(made, ended, owner, None)[0].pk
        self.calibration = Calibration.begin(made.in_use, ended, owner, [], by=None).pk

    def _sign_in(self, name, person):
        client = Client()
        client.force_login(person)
        self._sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def ask(self, address, who, method, things):
        """What somebody is answered: `login`, a status that refuses, or `in`. Nothing that he does lasts."""
        self._browser.cookies.clear()
        if self._sessions[who]:
            self._browser.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[who]
        path = reverse(address, args=[self._thing(thing) for thing in things]) + self._query(address)
        with transaction.atomic():
            answer = getattr(self._browser, method.lower())(path, **self._body(address, method))
            transaction.set_rollback(True)
        return said(answer)

    def _thing(self, name):
        """A thing of the workgroup, a row of one of the console's nouns, or just a word."""
        rows = {noun.rpartition("_")[2]: pk for noun, pk in self.things.items()}
        return getattr(self, name, None) or {**self.things, **rows, **WORDS}.get(name, name)

    def _query(self, address):
        asked = {"channels_api:templates": f"?channel={self.channel}", "workspace_api:acts": f"?message={self.message}"}
        return asked.get(address, "")

    def _body(self, address, method):
        """What a page would send there: so much that nobody is refused for it."""
        if method == "GET":
            return {}
        if address == "workspace_api:files":
            return {"data": {"uuid": uuid4(), "file": ContentFile(b"words", "words.txt")}}
        given = {
            "workspace_api:status": {"status": factories.status().pk},
            "supervision_api:agent-status": {"status": factories.status().pk},
            "supervision_api:bulk": {"action": "disconnect", "interactions": [self.waiting]},
            "workspace_api:lengths": {"kind": "whatsapp", "text": "Hello"},
            "workspace_api:labeling": {"label": self.things["agents_label"]},
            "workspace_api:attribute": {"value": "pl"},
            "workspace_api:gather": {"other": self.waiting, "to": "me"},
            "workspace_api:block": {"reason": "Threats"},
            "workspace_api:transfer": {"workgroup": self.workgroup},
            "workspace_api:replies": {"uuid": str(uuid4()), "text": "Hello"},
            "workspace_api:notes": {"uuid": str(uuid4()), "text": "Hello"},
            "workspace_api:coach": {"uuid": str(uuid4()), "text": "Hello"},
            "workspace_api:file": {"alt": "A cup"},
            "workspace_api:drafts": {"tab": "reply", "text": "Hello"},
            "workspace_api:note": {"text": "Hello"},
            "workspace_api:response-category": {"name": "Parts"},
            "workspace_api:response-files": {"response": self.response},
            "workspace_api:acts": {"message": self.answer, "act": "like"},
        }
        return {"data": json.dumps(given.get(address, {})), "content_type": "application/json"}


def said(answer):
    """An answer as the table writes it. 502: what lies behind us, the platform, was asked and is not there."""
    if answer.status_code == 302 and answer.url.startswith(LOGIN):
        return "login"
    refused = answer.status_code in (401, 403, 404, 405, 410) or answer.status_code >= 500
    return str(answer.status_code) if refused and answer.status_code != 502 else "in"
