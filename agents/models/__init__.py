"""The nouns of people and rights."""

from agents.models.agent import Agent, Seat, Station, StationTaken
from agents.models.license import AccessLicense, Family, License
from agents.models.status import Status, StatusChange
from agents.models.utilization import MediaType, Utilization
from agents.models.workgroup import Membership, Workgroup, WrapUpCode

__all__ = [
    "AccessLicense",
    "Agent",
    "Family",
    "License",
    "MediaType",
    "Membership",
    "Seat",
    "Station",
    "StationTaken",
    "Status",
    "StatusChange",
    "Utilization",
    "Workgroup",
    "WrapUpCode",
]
