"""Of whom and of when figures are counted: the rows that lie in it, whatever they are rows of."""

from dataclasses import dataclass
from datetime import datetime

from interactions.models import Interaction, Message, State, Stay
from supervision.quality import ratings
from supervision.reports.models import Work


@dataclass(frozen=True)
class Moments:
    """From `since` on and before `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Scope:
    """What is asked: workgroups (ids), the time (`since` and `until` of a `Span` or of `Moments`), and of one agent, channel
    (ids) and interaction type, or of all."""

    workgroups: tuple
    span: object
    agent: int | None = None
    media_type: str = ""
    channel: int | None = None

    def between(self, rows, field, **names):
        """Of these rows, those in the time, by what the other criteria are called there."""
        found = rows.filter(**{f"{field}__gte": self.span.since, f"{field}__lt": self.span.until})
        found = found.filter(**{f"{names.get('workgroup', 'workgroup')}__in": self.workgroups})
        for name in ("agent", "media_type", "channel"):
            if getattr(self, name):
                found = found.filter(**{names.get(name, USUAL[name]): getattr(self, name)})
        return found

    def begun(self):
        """The interactions that began then."""
        return self.between(Interaction.objects.order_by(), "created_at", **OF_INTERACTION)

    def ended(self):
        """Those that were disconnected then."""
        rows = Interaction.objects.filter(state=State.DISCONNECTED).order_by()
        return self.between(rows, "disconnected_at", **OF_INTERACTION)

    def replied(self):
        """The interactions that got their first reply then."""
        names = OF_INTERACTION | {"workgroup": "first_reply_in"}
        return self.between(Interaction.objects.order_by(), "first_reply_at", **names)

    def stays(self):
        """The stays in queues that ended then."""
        return self.between(Stay.objects.order_by(), "left_at")

    def messages(self):
        """The messages of interactions that were written then, on either side."""
        rows = Message.objects.filter(interaction__isnull=False).order_by()  # as their index has it
        return self.between(rows, "platform_at", **OF_MESSAGE)

    def messages_of_begun(self):
        """All messages of the interactions that began then."""
        return self.between(Message.objects.order_by(), "interaction__created_at", **OF_MESSAGE)

    def work(self):
        """What agents had in hand and what ended then."""
        return self.between(Work.objects.order_by(), "ended_at")

    def surveys(self):
        """The surveys that were asked then."""
        return self.between(ratings.asked(), "asked_at")


USUAL = {"agent": "agent", "media_type": "media_type", "channel": "interaction__thread__channel"}
OF_INTERACTION = {"agent": "owner", "channel": "thread__channel"}
OF_MESSAGE = {
    "workgroup": "interaction__workgroup",
    "agent": "interaction__owner",
    "media_type": "interaction__media_type",
    "channel": "channel",
}
