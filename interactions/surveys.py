"""Customer satisfaction (R87a): who is due is asked once, and an answer that is only a rating opens no interaction."""

import re
import unicodedata
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from interactions.locks import deadlocks_retried, lock_threads
from interactions.models import Interaction, Message, Refused, Survey, SurveyTurn
from interactions.models.survey import ANSWERABLE, REST, survey_rule
from interactions.templates import choose
from interactions.wishes import takes_templates

LATE = timedelta(hours=12)  # who could not be asked for so long is not any more
A_SECOND = timedelta(seconds=1)  # platforms count in whole ones
MOST = 100  # in one turn
# One digit in any script, perhaps as a keycap, perhaps "of 5", perhaps with a full stop; nothing else.
RATING = re.compile(r"(\d)\ufe0f?\u20e3?\s*(?:/\s*5)?\s*[.!]?")
WITH_WORDS_ONLY = ("", "choice")  # what a message may carry and still be only a rating

Why = Survey.Why


def due_now():
    """Ids of those who are to be asked."""
    due = Survey.objects.filter(state=Survey.State.DUE).order_by("due_at", "pk")
    return list(due.values_list("pk", flat=True)[:MOST])


@deadlocks_retried
def ask(pk):
    """Ask one customer, or note why not; whoever comes second finds it done. One transaction under the thread's lock."""
    with transaction.atomic():
        survey = _load().filter(pk=pk, state=Survey.State.DUE).first()
        if survey is None:
            return
        lock_threads([survey.thread_id])
        now, row = timezone.now(), Survey.objects.filter(pk=pk, state=Survey.State.DUE)
        if not row.update(state=Survey.State.ASKED, asked_at=now):
            return
        said, why = _words(survey, now)
        why = why or _not_his_turn(survey, now)
        if why:
            Survey.objects.filter(pk=pk).update(state=Survey.State.SKIPPED, asked_at=None, why=why)
        else:
            Survey.objects.filter(pk=pk).update(message=survey.interaction.ask_survey(*said))


def _load():
    return Survey.objects.select_related(
        "interaction__thread__channel__account", "interaction__thread__peer", "interaction__thread__customer"
    )


def _words(survey, now):
    """((text, template), "") of what is sent, or (None, why nothing is)."""
    interaction, rule = survey.interaction, survey_rule(survey.workgroup_id)
    why = _never(survey, rule, now)
    if why:
        return None, why
    if interaction.takes_automatic(now):
        return (rule.text, None), ""
    return _from_template(interaction, rule)


def _never(survey, rule, now):
    """Why he is asked in no way at all; blank: he may be."""
    interaction, thread = survey.interaction, survey.interaction.thread
    reasons = {
        Why.SWITCHED_OFF: rule is None,
        Why.LATE: survey.due_at < now - LATE,
        Why.NOT_ANSWERED: interaction.first_reply_at is None,
        Why.BLOCKED: thread.peer.blocked or thread.destination_refused() is not None,
    }
    found = next((why for why, holds in reasons.items() if holds), "")
    return found or (Why.OPEN_AGAIN if Interaction.objects.open().filter(thread=thread).exists() else "")


def _from_template(interaction, rule):
    """The rule's template, as the channel's own business account has it."""
    thread = interaction.thread
    if rule.template is None or not thread.module.CAPABILITIES.templates:
        return None, Why.WINDOW
    if takes_templates(thread.customer) is False:
        return None, Why.OPTED_OUT
    same = {"name": rule.template.name, "language": rule.template.language}
    found = type(rule.template).objects.of_channel(thread.channel).filter(**same).first()
    try:
        chosen = choose(interaction, found and found.pk, {})
    except Refused:
        return None, Why.WINDOW
    return (chosen.text, chosen), ""


def _not_his_turn(survey, now):
    """Once a week and customer, in all conversations of his; those too which came to him by a merge."""
    customer = survey.interaction.customer_id
    lately = Survey.objects.filter(interaction__customer=customer, asked_at__gt=now - REST).exclude(pk=survey.pk)
    return Why.ASKED_LATELY if not SurveyTurn.take(customer, now) or lately.exists() else ""


def rating_in(message):
    """1 to 5 where a message is only that; None for everything else."""
    if message.carries not in WITH_WORDS_ONLY or len(message.text) > 20:
        return None
    found = RATING.fullmatch(message.text.strip())
    rating = unicodedata.digit(found[1]) if found else 0
    return rating if 1 <= rating <= 5 else None


def rates(message):
    """A customer wrote while nothing is open: is it only a rating? Then it is stored and belongs to what was asked about.

    Under the thread's lock. Who rates again within the time has changed his mind: the last one counts.
    """
    survey, rating = _asked_of(message)
    if survey is None:
        return False
    _rate(survey, message, rating)
    Message.objects.filter(pk=message.pk).update(interaction=survey.interaction)
    return True


def note(message):
    """He had written something else before, which opened an interaction: a rating counts until an agent answers there."""
    survey, rating = _asked_of(message)
    if survey and survey.rating is None and message.interaction_id != survey.interaction_id:
        ours = Message.objects.filter(thread=message.thread_id, outbound=True, automatic="")
        if not ours.filter(platform_at__gt=survey.asked_at).exists():
            _rate(survey, message, rating)


def _asked_of(message):
    """(the survey that this message answers by a rating, the rating); (None, None): none."""
    rating = rating_in(message)
    if rating is None or message.outbound or not message.thread.private:
        return None, None
    at = message.platform_at
    asked = Survey.objects.filter(thread=message.thread_id, state=Survey.State.ASKED)
    asked = asked.filter(asked_at__lt=at + A_SECOND, asked_at__gte=at - ANSWERABLE)
    return asked.select_related("interaction").order_by("-asked_at").first(), rating


def _rate(survey, message, rating):
    facts = {"rating": rating, "rated_at": message.platform_at, "answer": message}
    Survey.objects.filter(pk=survey.pk).update(**facts)
    survey.interaction.rated(message, rating)
