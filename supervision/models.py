"""The nouns of supervision, gathered for Django; each stands in the package that it belongs to."""

from supervision.alerts.models import Alert, AlertMail, Occurrence
from supervision.erasure.models import Erasure
from supervision.policies.models import Deed, Policy, Run
from supervision.quality.calibrations import Calibration
from supervision.quality.questionnaires import Group, Question, Questionnaire, Version
from supervision.quality.scorecards import Answer, Scorecard
from supervision.recordings.archive import Archive, ArchivedMessage
from supervision.recordings.models import Considered, Entry, Recording, SealingKey, Tag, Watermark
from supervision.reports.models import ReportMail, Schedule, Work
from supervision.statistics.models import Objective
from supervision.tracker.exports import Export
from supervision.tracker.models import ChosenColumns, SavedSearch

__all__ = [
    "Alert",
    "AlertMail",
    "Answer",
    "Archive",
    "ArchivedMessage",
    "Calibration",
    "ChosenColumns",
    "Considered",
    "Deed",
    "Entry",
    "Erasure",
    "Export",
    "Group",
    "Objective",
    "Occurrence",
    "Policy",
    "Question",
    "Questionnaire",
    "Recording",
    "ReportMail",
    "Run",
    "SavedSearch",
    "Schedule",
    "Scorecard",
    "SealingKey",
    "Tag",
    "Version",
    "Watermark",
    "Work",
]
