"""Responses over the API: for the picker in the composer, and for the page on which they are managed."""

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.response import Response as Answer
from rest_framework.views import APIView

from audit.models import Change
from audit.rights import Right
from interactions.files import PLAIN, served_inline
from interactions.models import Refused
from interactions.models.attachment import files_refused
from interactions.serializers import attachment, iso
from workspace import placeholders, response_rows
from workspace.finding import Asked, an_object, find
from workspace.messages_api import SANDBOXED
from workspace.models import Response, ResponseCategory, ResponseFile, ResponseLibrary
from workspace.ranges import served

FURTHEST = 100_000  # rows into a list


def _number(request, name):
    value = request.query_params.get(name, "")
    return int(value) if value.isdecimal() else None


@an_object
class ResponsesView(APIView):
    """Responses that one may use."""

    def get(self, request):
        """By `?q=`, `library`, `category`, `label`, from `offset` on; with `?interaction=` those that suit it and are on."""
        asker = response_rows.Asker(request.user)
        found = response_rows.asked(self._among(request), request.query_params)
        return Answer(response_rows.page(found, asker, min(_number(request, "offset") or 0, FURTHEST)))

    def _among(self, request):
        pk = _number(request, "interaction")
        if pk is None:
            return Response.objects.for_agent(request.user)
        return Response.objects.offered_to(request.user).suited_to(find(request, pk).thread.channel)


@an_object
class LibrariesView(APIView):
    """The libraries that one may use."""

    def get(self, request):
        """With their categories; and what blanks are filled with in a preview."""
        asker = response_rows.Asker(request.user)
        rows = response_rows.libraries(asker)
        more = {"labels": response_rows.labels(asker), "samples": placeholders.samples(request.user)}
        return Answer({"libraries": rows, "manages": asker.manages, **more})


@an_object
class ResponseView(APIView):
    """One response."""

    def get(self, request, pk):
        """As it is."""
        found = get_object_or_404(Response.objects.for_agent(request.user).with_all(), pk=pk)
        return Answer({"response": response_rows.row(found, response_rows.Asker(request.user))})

    def delete(self, request, pk):
        """Delete it."""
        seen = get_object_or_404(Response.objects.for_agent(request.user), pk=pk)
        if not Response.objects.changed_by(request.user).filter(pk=pk).exists():
            Right.RESPONSES.ask_of(request.user)
        seen.remove(request.user)
        return Answer(status=204)


@an_object
class CopiesView(Asked):
    """Copies of a response among one's own."""

    def post(self, request, pk):
        """Make one."""
        copy = get_object_or_404(Response.objects.for_agent(request.user), pk=pk).duplicate(request.user)
        fresh = Response.objects.with_all().get(pk=copy.pk)
        return Answer({"response": response_rows.row(fresh, response_rows.Asker(request.user))}, 201)


@an_object
class RevisionsView(APIView):
    """What a shared response was before, from the audit log."""

    def get(self, request, pk):
        """Newest first."""
        found = get_object_or_404(Response.objects.for_agent(request.user), pk=pk)
        lines = Change.objects.filter(noun=Response._meta.label_lower, object_id=str(found.pk)).select_related("by")
        rows = [
            {
                "at": iso(line.at),
                "by": str(line.by) if line.by else "",
                "verb": line.verb,
                "text": line.before.get("text", ""),
            }
            for line in lines.order_by("-pk")[:50]
        ]
        return Answer({"revisions": rows})


class Renaming(serializers.Serializer):
    """Another name."""

    name = serializers.CharField(max_length=60)

    def validate_name(self, name):
        """One level, as the category stays where it is."""
        if ResponseCategory.DIVIDER in name:
            raise serializers.ValidationError(_("Leave out the “/”: it divides two levels."))
        return " ".join(name.split())


@an_object
class CategoryView(Asked):
    """A heading of a library."""

    serializer_class = Renaming

    def put(self, request, pk):
        """Call it something else."""
        seen = ResponseLibrary.objects.for_agent(request.user).order_by().values("pk")
        category = get_object_or_404(ResponseCategory.objects.select_related("library"), pk=pk, library__in=seen)
        if not response_rows.Asker(request.user).may_change(category.library):
            Right.RESPONSES.ask_of(request.user)
        category.name = self.given["name"]
        try:
            with transaction.atomic():
                category.save(update_fields=["name"])
        except IntegrityError:
            raise Refused(_("There is a category of this name already."), "taken") from None
        return Answer({"category": {"id": category.pk, "name": category.name}})


class FileView(APIView):
    """A file of a response, to whoever may use it."""

    def get(self, request, pk):
        """The bytes; shown in place only where nothing in them can run."""
        seen = Response.objects.for_agent(request.user).order_by().values("pk")
        found = get_object_or_404(ResponseFile, pk=pk, response__in=seen)
        inline = served_inline(found)
        kind = found.mime if inline else PLAIN
        answer = served(
            request, found.file.open("rb"), as_attachment=not inline, filename=found.name, content_type=kind
        )
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = SANDBOXED
        answer["Cache-Control"] = "private, max-age=86400"
        return answer


@an_object
class PlaceholdersView(APIView):
    """What blanks are filled with in an answer here."""

    def get(self, request, pk):
        """For an answer to `?message=`, where one is named."""
        interaction = find(request, pk)
        message = _number(request, "message")
        answered = message and get_object_or_404(interaction.thread.messages.select_related("author"), pk=message)
        known = placeholders.values(interaction, request.user, answered or None)
        offered = Response.objects.offered_to(request.user).order_by()
        languages = offered.values_list("language", flat=True).distinct()
        return Answer({"values": known, "dates": placeholders.dates(request.user, languages)})


class Inserted(serializers.Serializer):
    """Which response was inserted, and how many files are in the composer already."""

    response = serializers.IntegerField()


@an_object
class InsertedFilesView(Asked):
    """The files of a response, put into the composer."""

    serializer_class = Inserted

    def post(self, request, pk):
        """Those that the platform takes are attached; of the others is said why not."""
        interaction = find(request, pk)
        response = get_object_or_404(Response.objects.offered_to(request.user), pk=self.given["response"])
        allows = interaction.thread.module.CAPABILITIES
        taken, refused = [], []
        for file in response.files.all():
            problem = files_refused(allows, [*taken, file])
            if problem:
                refused.append(str(problem))
            else:
                taken.append(file)
        attached = [attachment(file.attach_to(interaction, request.user)) for file in taken]
        return Answer({"attachments": attached, "refused": refused}, 201)
