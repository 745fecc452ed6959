"""What the API answers when something cannot be done: a sentence for people, a code for programs."""

from django.utils.translation import gettext as _
from rest_framework.response import Response
from rest_framework.views import exception_handler as stock_handler

from agents.models import StationTaken
from interactions.models import Interaction, NotAllowed, Refused
from interactions.serializers import row


def exception_handler(error, context):
    """Refusals of the domain are 409 with the present state, or 400; the rest as the framework has it."""
    if isinstance(error, NotAllowed):
        return Response(_moved_on(error, context["request"].user), 409)
    if isinstance(error, Refused):
        return Response({"detail": str(error), "code": error.code}, 400)
    if isinstance(error, StationTaken):
        text = _("%(agent)s is logged on at this station. Take another one, or displace them.") % {
            "agent": error.holder
        }
        return Response({"detail": text, "code": "station_taken"}, 409)
    answer = stock_handler(error, context)
    if answer is not None and answer.status_code == 400 and not _has_detail(answer.data):
        answer.data = {"detail": _first_sentence(answer.data), "code": "invalid", "fields": answer.data}
    return answer


def _moved_on(error, viewer):
    body = {"detail": str(error), "code": error.code, "state": error.interaction.state}
    fresh = Interaction.objects.for_person(viewer).with_row().filter(pk=error.interaction.pk).first()
    return body | {"interaction": fresh and row(fresh, viewer)}


def _has_detail(data):
    return isinstance(data, dict) and "detail" in data


def _first_sentence(data):
    if not isinstance(data, dict):
        return str(data[0]) if data else _("The request is not valid.")
    field, messages = next(iter(data.items()))
    sentence = messages[0] if isinstance(messages, list) else messages
    return str(sentence) if field == "non_field_errors" else f"{field}: {sentence}"
