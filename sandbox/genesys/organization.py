"""One organization: its clients, what it bought, its integrations, and the conversations with customers."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sandbox.store import Shelf

if TYPE_CHECKING:
    from sandbox.stage import Stage

WINDOW = 24 * 3600.0
LIFE = 86399
PERMISSIONS = (
    "messaging:whatsappIntegration:add",
    "messaging:whatsappIntegration:delete",
    "messaging:whatsappIntegration:edit",
    "messaging:whatsappIntegration:view",
    "messaging:message:send",
)


@dataclass
class Settings:
    """What a test can turn; `calls` is the limit of calls in a minute and token, `page` the largest page."""

    id: str = "one"
    products: list = field(default_factory=lambda: ["messagingPlatformWhatsApp"])
    permissions: list = field(default_factory=lambda: list(PERMISSIONS))
    user: bool = False
    calls: int = 300
    page: int = 100
    refused_certificates: list = field(default_factory=list)


@dataclass
class Client:
    """An OAuth client of the organization."""

    id: str
    secret: str


@dataclass
class Token:
    """An access token and its end, in unix seconds of sandbox time."""

    token: str
    client: str
    ends: float


@dataclass
class Integration:
    """A WhatsApp number that is tied to the organization."""

    id: str
    name: str
    phone: str
    status: str = "Active"
    certificate: str = ""
    activation: str = ""
    code: str = ""
    tries: int = 0
    asked: int = 0


@dataclass
class Conversation:
    """A customer's conversation; `leg` is the communication of the agent who is connected, empty when nobody is."""

    id: str
    integration: str
    customer: str
    name: str
    began: float
    leg: str = ""
    ended: float = 0.0
    messages: list = field(default_factory=list)


@dataclass
class Message:
    """A message in either direction; `status` is set where it is not left to time."""

    id: str
    conversation: str
    inbound: bool
    at: float
    text: str = ""
    files: list = field(default_factory=list)
    template: dict = field(default_factory=dict)
    content: list = field(default_factory=list)
    status: str = ""
    reason: str = ""


@dataclass
class Slot:
    """Where a file is to be uploaded to for the communication `leg`; `file` once it has come."""

    id: str
    leg: str
    file: str = ""


class Organization:
    """Everything of Genesys Cloud in one sandbox; counts of calls live as long as the process."""

    def __init__(self, stage: Stage):
        """Load it from the store."""
        self.stage = stage
        self._settings = Shelf(stage.store, "gc_settings", Settings, lambda one: one.id)
        self.settings = self._settings.get("one") or Settings()
        self.clients = Shelf(stage.store, "gc_client", Client, lambda one: one.id)
        self.tokens = Shelf(stage.store, "gc_token", Token, lambda one: one.token)
        self.integrations = Shelf(stage.store, "gc_integration", Integration, lambda one: one.id)
        self.conversations = Shelf(stage.store, "gc_conversation", Conversation, lambda one: one.id)
        self.messages = Shelf(stage.store, "gc_message", Message, lambda one: one.id)
        self.slots = Shelf(stage.store, "gc_slot", Slot, lambda one: one.id)
        self.calls: dict[str, tuple[float, int]] = {}

    def save_settings(self) -> None:
        """Keep the settings."""
        self._settings.save(self.settings)

    def new_token(self, client: Client) -> Token:
        """A token for a client; the earlier ones stay good."""
        made = Token(secrets.token_urlsafe(64), client.id, self.stage.clock.now() + LIFE)
        return self.tokens.save(made)

    def open_conversation(self, integration: str, customer: str) -> Conversation | None:
        """The conversation with a customer that has not ended."""
        every = (one for one in self.conversations if (one.integration, one.customer) == (integration, customer))
        return next((one for one in every if not one.ended), None)

    def receive(self, integration: str, customer: str, name: str, at: float, **said: object) -> Message:
        """A customer writes: into the open conversation, else into a new one that an agent takes at once."""
        conversation = self.open_conversation(integration, customer)
        if conversation is None:
            conversation = Conversation(new_id(), integration, customer, name, at, leg=new_id())
        return self.write(conversation, Message(new_id(), conversation.id, True, at, **said))

    def write(self, conversation: Conversation, message: Message) -> Message:
        """Put a message into a conversation."""
        conversation.messages.append(message.id)
        self.conversations.save(conversation)
        return self.messages.save(message)

    def send(self, conversation: Conversation, text: str, files: list, template: dict) -> Message:
        """The company writes; outside the window all but templates fail."""
        now = self.stage.clock.now()
        message = Message(new_id(), conversation.id, False, now, text, files, template)
        if not template and not self.window_open(conversation):
            message.status, message.reason = "delivery-failed", "More than 24 hours have passed since the last reply."
            self.stage.ledger.accept_only("genesys")
            return self.write(conversation, message)
        self.write(conversation, message)
        words = text or template.get("responseId", "")
        self.stage.ledger.publish(now, "genesys", message.id, to=conversation.customer, text=words)
        return message

    def window_open(self, conversation: Conversation) -> bool:
        """Did the customer write within the last 24 hours?"""
        of_his = [self.messages.get(one) for one in conversation.messages]
        last = max((one.at for one in of_his if one.inbound), default=0.0)
        return self.stage.clock.now() - last < WINDOW

    def status(self, message: Message) -> str:
        """What has become of a message by now."""
        if message.status or message.inbound:
            return message.status or "received"
        switches, age = self.stage.switches, self.stage.clock.now() - message.at
        if switches.receipts != "auto" or age < switches.delivered_after:
            return "sent"
        read = switches.read_after is not None and age >= switches.read_after
        return "read" if read else "delivery-success"


def new_id() -> str:
    """An id as Genesys Cloud gives them."""
    return str(uuid.uuid4())


_organizations: WeakKeyDictionary = WeakKeyDictionary()


def organization(stage: Stage) -> Organization:
    """The organization of a running sandbox; after a reset there is a new one, as there is a new world."""
    if stage.world not in _organizations:
        _organizations[stage.world] = Organization(stage)
    return _organizations[stage.world]
