"""The nouns of people and rights."""

from agents.models.account_code import AccountCode
from agents.models.agent import Agent, Seat, Station, StationTaken
from agents.models.hours import Holiday, OpeningHours
from agents.models.installation import Installation
from agents.models.invitation import Invitation
from agents.models.label import Label
from agents.models.license import AccessLicense, Family, License, LicenseFile, LicenseWarning, NoneFree, covered
from agents.models.overflow import OverflowStep, Ring
from agents.models.parameter import ServerParameter
from agents.models.role import Role
from agents.models.routing_stamp import RoutingStamp
from agents.models.service_level import ServiceLevel
from agents.models.sign_on import SignOnLink, SignOnProvider
from agents.models.skill import RequiredSkill, Skill, SkillLevel
from agents.models.status import Status, StatusChange
from agents.models.utilization import MediaType, Utilization
from agents.models.workgroup import TAKE_SOCIAL, Membership, QueueType, Workgroup, WrapUpCode

__all__ = [
    "TAKE_SOCIAL",
    "AccessLicense",
    "AccountCode",
    "Agent",
    "Family",
    "Holiday",
    "Installation",
    "Invitation",
    "Label",
    "License",
    "LicenseFile",
    "LicenseWarning",
    "MediaType",
    "Membership",
    "NoneFree",
    "OpeningHours",
    "OverflowStep",
    "QueueType",
    "RequiredSkill",
    "Ring",
    "Role",
    "RoutingStamp",
    "Seat",
    "ServiceLevel",
    "ServerParameter",
    "SignOnLink",
    "SignOnProvider",
    "Skill",
    "SkillLevel",
    "Station",
    "StationTaken",
    "Status",
    "StatusChange",
    "Utilization",
    "Workgroup",
    "WrapUpCode",
    "covered",
]
