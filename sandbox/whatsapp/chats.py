"""WhatsApp chats between customers and the company's numbers, and what becomes of each message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox import ids
from sandbox.store import Shelf
from sandbox.webhooks.subscriptions import WHATSAPP
from sandbox.whatsapp import envelopes
from sandbox.world import Number

if TYPE_CHECKING:
    from sandbox.stage import Stage

WINDOW = 24 * 3600.0
SENT_AFTER = 0.05


@dataclass
class Contact:
    """A customer as one number knows them; `id` is the wa_id, or the business-scoped user id of one without."""

    number: str
    id: str
    name: str
    user_id: str = ""
    wrote_at: float = 0.0
    messages: list = field(default_factory=list)
    username: str = ""
    blocked: bool = False

    @property
    def key(self) -> str:
        """One contact per number and customer."""
        return f"{self.number}:{self.id}"


@dataclass
class Message:
    """A message in either direction; `content` is the part named after its kind; `mark` is the callback data.

    `words` are what people read where the content does not hold them; `more` are further members of a received one.
    """

    id: str
    number: str
    customer: str
    incoming: bool
    at: float
    kind: str
    content: dict
    context: str = ""
    mark: str = ""
    status: str = ""
    words: str = ""
    more: dict = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words people see: body, caption, emoji, or a name."""
        body = self.content.get("body")
        body = body.get("text") if isinstance(body, dict) else body
        given = (self.words, body, *(self.content.get(name) for name in ("caption", "emoji", "name")))
        return str(next((one for one in given if one), ""))

    @property
    def files(self) -> list[str]:
        """The id of the file that the message carries."""
        return [str(self.content["id"])] if self.content.get("id") else []


@dataclass
class Said:
    """What the company wants to say: the content by its kind, what it quotes, its mark; `words` as people read it."""

    kind: str
    content: dict
    context: str = ""
    mark: str = ""
    words: str = ""


@dataclass
class MessageLink:
    """A short link to a chat with a number; `images` are the files of its QR code by form, PNG or SVG."""

    code: str
    number: str
    prefilled: str
    at: float
    images: dict = field(default_factory=dict)


class Chats:
    """Messages and contacts of all numbers."""

    def __init__(self, stage: Stage):
        """Load them."""
        self._stage = stage
        self.contacts = Shelf(stage.store, "wa_contact", Contact, lambda one: one.key)
        self.messages = Shelf(stage.store, "wa_message", Message, lambda one: one.id)
        self.links = Shelf(stage.store, "wa_link", MessageLink, lambda one: one.code)
        stage.agenda.acts["whatsapp_status"] = self.report

    def contact(self, number: str, customer: str) -> Contact | None:
        """The contact, or None when that customer never had to do with the number."""
        return self.contacts.get(f"{number}:{customer}")

    def window_open(self, number: str, customer: str) -> bool:
        """Whether the customer wrote within the last 24 hours."""
        contact = self.contact(number, customer)
        return contact is not None and self._stage.clock.now() - contact.wrote_at < WINDOW

    def receive(self, number: Number, described: list[dict], tag: str = "") -> list[Message]:
        """Customers write: one webhook delivery with all the messages."""
        written = [self._written(number, one) for one in described]
        entry = envelopes.messages(number, written, [self._known(message) for message in written])
        self._stage.sender.send(WHATSAPP, number.waba, "messages", "whatsapp", entry, tag)
        return written

    def _contact(self, number: Number, customer: str) -> Contact:
        """The contact, new when they never had to do with each other; everybody has a business-scoped user id."""
        user_id = customer if not customer.isdigit() else ids.business_scoped(customer)
        return self.contact(number.id, customer) or Contact(number.id, customer, customer, user_id)

    def _known(self, message: Message) -> Contact:
        return self.contacts.get(f"{message.number}:{message.customer}")

    def _written(self, number: Number, described: dict) -> Message:
        customer = described.get("from", "").lstrip("+") or described["user_id"]
        at = described.get("at", self._stage.clock.now())
        contact = self._contact(number, customer)
        contact.name, contact.user_id = described["name"], described.get("user_id", contact.user_id)
        contact.username = described.get("username", contact.username)
        contact.wrote_at = max(contact.wrote_at, at)
        kind = described.get("kind", "text")
        content = described.get("content", {"body": described.get("text", "")} if kind == "text" else {})
        message = Message(ids.wamid(customer, False), number.id, customer, True, at, kind, content)
        message.context, message.more = described.get("context", ""), described.get("more", {})
        self._change_original(message)
        return self._keep(contact, message)

    def _change_original(self, message: Message) -> None:
        """An edit or a revocation changes what the customer sees of an earlier message."""
        original = self.messages.get(str(message.content.get("original_message_id", "")))
        if not original or message.kind not in ("edit", "revoke"):
            return
        if message.kind == "revoke":
            original.status = "revoked"
        else:
            inner = message.content.get("message", {})
            original.kind = inner.get("type", original.kind)
            original.content = inner.get(original.kind, original.content)
        self.messages.save(original)

    def _keep(self, contact: Contact, message: Message) -> Message:
        contact.messages.append(message.id)
        self.contacts.save(contact)
        return self.messages.save(message)

    def send(self, number: Number, customer: str, said: Said, trouble: dict | None) -> Message:
        """The company writes; in trouble the message is accepted and fails later."""
        stage = self._stage
        contact = self._contact(number, customer)
        identifier, now = ids.wamid(customer, True), stage.clock.now()
        message = Message(identifier, number.id, customer, False, now, said.kind, said.content)
        message.context, message.mark, message.words = said.context, said.mark, said.words
        self._keep(contact, message)
        if trouble:
            stage.agenda.plan(SENT_AFTER, "whatsapp_status", id=message.id, status="failed", errors=[trouble])
            stage.ledger.accept_only("whatsapp")
            return message
        self._plan_receipts(message)
        words = {"to": customer, "in_reply_to": said.context, "text": message.text, "mark": said.mark}
        stage.ledger.publish(now, "whatsapp", message.id, **words, files=message.files, kind=said.kind)
        return message

    def _plan_receipts(self, message: Message) -> None:
        switches, plan = self._stage.switches, self._stage.agenda.plan
        if switches.receipts != "auto":
            return
        plan(SENT_AFTER, "whatsapp_status", id=message.id, status="sent")
        plan(max(SENT_AFTER, switches.delivered_after), "whatsapp_status", id=message.id, status="delivered")
        if switches.read_after is not None:
            read_after = max(SENT_AFTER, switches.delivered_after, switches.read_after)
            plan(read_after, "whatsapp_status", id=message.id, status="read")

    def report(self, id: str, status: str, errors: list[dict] | None = None) -> None:
        """Tell the company what became of its message."""
        message = self.messages.get(id)
        number = self._stage.world.numbers.get(message.number)
        message.status = status
        self.messages.save(message)
        entry = envelopes.status(number, message, self._known(message), self._stage.clock.now(), errors or [])
        self._stage.sender.send(WHATSAPP, number.waba, "messages", "whatsapp", entry)
