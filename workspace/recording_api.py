"""Recording a snippet of one's own work, from–to (R61)."""

from rest_framework.response import Response

from workspace.finding import Verb, find


class RecordingView(Verb):
    """The agent who has it records from now on, or no more."""

    def act(self, interaction, by):
        """Begin; while one runs nothing new begins."""
        interaction.start_recording(by)

    def delete(self, request, pk):
        """End it."""
        find(request, pk).stop_recording(request.user)
        return Response(status=204)
