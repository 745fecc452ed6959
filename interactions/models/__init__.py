"""The nouns of the heart."""

from interactions.models.aside import Aside
from interactions.models.customer import Customer, Identity
from interactions.models.delivery import Delivery
from interactions.models.event import Event
from interactions.models.inbox import Inbox
from interactions.models.interaction import Interaction, Note, Refusal
from interactions.models.message import Message
from interactions.models.states import NewMessage, NotAllowed, Refused, State
from interactions.models.thread import Thread

__all__ = [
    "Aside",
    "Customer",
    "Delivery",
    "Event",
    "Identity",
    "Inbox",
    "Interaction",
    "Message",
    "NewMessage",
    "NotAllowed",
    "Note",
    "Refusal",
    "Refused",
    "State",
    "Thread",
]
