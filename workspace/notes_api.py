"""The agent's API around notes: words to colleagues, which never leave."""

from django.shortcuts import get_object_or_404
from rest_framework.response import Response

from interactions.models import Draft, Interaction, Note
from interactions.noted import drawn
from interactions.serializers import iso
from workspace import inputs
from workspace.finding import Asked, an_object, find


@an_object
class NotesView(Asked):
    """Notes about an interaction; whoever may see it may write one."""

    serializer_class = inputs.WriteNote

    def post(self, request, pk):
        """Write one; the same uuid again gives the same note."""
        interaction = find(request, pk)
        written = interaction.write_note(request.user, self.given["text"], uuid=self.given["uuid"])
        Draft.objects.sent(request.user, interaction, (Draft.Tab.NOTE, 0), self.given["draft"])
        return Response({"note": drawn(written)}, 201)


@an_object
class NoteView(Asked):
    """One note, which only its author changes."""

    serializer_class = inputs.RewordNote

    def _find(self, request, pk):
        """A note that the person may read, about an interaction that he may see."""
        seen = Interaction.objects.for_person(request.user).values("pk")
        readable = Note.objects.readable(request.user).filter(interaction__in=seen)
        return get_object_or_404(readable.select_related("interaction"), pk=pk)

    def get(self, request, pk):
        """Its wordings, the oldest first."""
        found = self._find(request, pk)
        rows = [{"at": iso(one.at), "text": one.text} for one in found.wordings.all()]
        newest = {"at": iso(found.edited_at or found.at), "text": found.text}
        return Response({"revisions": [*rows, newest]})

    def put(self, request, pk):
        """Word it anew."""
        found = self._find(request, pk)
        found.reword(self.given["text"], request.user)
        return Response({"note": drawn(found)})

    def delete(self, request, pk):
        """Take it back."""
        self._find(request, pk).take_back(request.user)
        return Response(status=204)
