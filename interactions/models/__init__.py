"""The nouns of the heart."""

from interactions.models.action import Action
from interactions.models.aside import Aside
from interactions.models.assistance import HelpRequest, Joining
from interactions.models.attachment import Attachment
from interactions.models.attribute import Attribute, AttributeValue
from interactions.models.change import Alias, Change, Deleted, Reaction, Revision
from interactions.models.customer import Customer, Identity
from interactions.models.delivery import Delivery
from interactions.models.draft import Draft
from interactions.models.event import Event
from interactions.models.inbox import Inbox
from interactions.models.interaction import Interaction, Refusal
from interactions.models.merge import Merge
from interactions.models.message import Message
from interactions.models.noise import Block, NoiseRule
from interactions.models.note import Note
from interactions.models.pace import Pace
from interactions.models.reading import Reading
from interactions.models.snippet import Snippet
from interactions.models.states import NewMessage, NotAllowed, Refused, State
from interactions.models.stay import Stay
from interactions.models.survey import Survey, SurveyRule, SurveyTurn
from interactions.models.thread import Thread

__all__ = [
    "Action",
    "Alias",
    "Aside",
    "Attachment",
    "Attribute",
    "AttributeValue",
    "Block",
    "Change",
    "Customer",
    "Deleted",
    "Delivery",
    "Draft",
    "Event",
    "HelpRequest",
    "Identity",
    "Inbox",
    "Interaction",
    "Merge",
    "Joining",
    "Message",
    "NewMessage",
    "NoiseRule",
    "NotAllowed",
    "Note",
    "Pace",
    "Reaction",
    "Reading",
    "Refusal",
    "Refused",
    "Revision",
    "Snippet",
    "State",
    "Stay",
    "Survey",
    "SurveyRule",
    "SurveyTurn",
    "Thread",
]
