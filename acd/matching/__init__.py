"""The decision: from what waits, who is there and the rules to offers with their reasons. Pure; no clock, no database."""

from acd.matching.facts import Candidate, Match, Offer, Rules, Waiting, place
from acd.matching.passing import match
from acd.matching.verdicts import AGENT_RULES, judge

__all__ = ["AGENT_RULES", "Candidate", "Match", "Offer", "Rules", "Waiting", "judge", "match", "place"]
