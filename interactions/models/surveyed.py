"""What a survey does with an interaction that has ended: it is planned with the end, asked once, and rated."""

from django.db import transaction

from hints import wake
from interactions.models.delivery import SURVEY, Delivery
from interactions.models.states import State
from interactions.models.survey import Survey, survey_rule


class Surveyed:
    """The survey of an `Interaction`: private conversations only, and only what an agent had in hand (R87a)."""

    def _plan_survey(self):
        """It has just ended: its customer is asked, where its workgroup does so. In the transaction of the end."""
        if self.owner_id and survey_rule(self.workgroup_id) and self.thread.private:
            facts = {"thread_id": self.thread_id, "workgroup_id": self.workgroup_id, "agent_id": self.owner_id}
            survey = Survey.objects.create(interaction=self, **facts)
            wake("interactions.tasks.ask_survey", survey.pk)

    def ask_survey(self, text, template=None):
        """Queue the message that asks. Under the thread's lock, by whoever has claimed the survey."""
        with transaction.atomic():
            message = self._automatic_message(text, SURVEY, template)
            delivery = Delivery.objects.create(message=message)
            self._note("reply", message=message, where={"state": State.DISCONNECTED}, last_message=message)
            wake("interactions.tasks.deliver", delivery.pk)
        return message

    def rated(self, message, rating):
        """The customer's rating: a line of the journal."""
        self._note("rated", message=message, where={"state": State.DISCONNECTED}, data={"rating": rating})
