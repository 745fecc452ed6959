"""The agent's API: every verb a place."""

from django.urls import path

from workspace import (
    api,
    closing_api,
    customer_urls,
    drafts_api,
    messages_api,
    notes_api,
    responses_api,
    settings_api,
)

app_name = "workspace_api"

one = "interactions/<int:pk>"
urlpatterns = [
    path("desk/", api.DeskView.as_view(), name="desk"),
    path("seat/", api.SeatView.as_view(), name="seat"),
    path("status/", api.StatusView.as_view(), name="status"),
    path("settings/", settings_api.SettingsView.as_view(), name="settings"),
    path("targets/", api.TargetsView.as_view(), name="targets"),
    path("queues/<int:pk>/", api.QueueView.as_view(), name="queue"),
    path(f"{one}/", api.InteractionView.as_view(), name="interaction"),
    path(f"{one}/messages/", api.MessagesView.as_view(), name="messages"),
    path(f"{one}/read-marks/", api.ReadMarksView.as_view(), name="read-marks"),
    path(f"{one}/events/", api.EventsView.as_view(), name="events"),
    path(f"{one}/pick-up/", api.PickUp.as_view(), name="pick-up"),
    path(f"{one}/decline/", api.Decline.as_view(), name="decline"),
    path(f"{one}/hold/", api.Hold.as_view(), name="hold"),
    path(f"{one}/park/", api.ParkView.as_view(), name="park"),
    path(f"{one}/transfer/", api.TransferView.as_view(), name="transfer"),
    path(f"{one}/take-back/", api.TakeBack.as_view(), name="take-back"),
    path(f"{one}/take-over/", api.TakeOver.as_view(), name="take-over"),
    path(f"{one}/disconnect/", api.DisconnectView.as_view(), name="disconnect"),
    path(f"{one}/codes/", closing_api.CodesView.as_view(), name="codes"),
    path(f"{one}/reopen/", closing_api.ReopenView.as_view(), name="reopen"),
    path(f"{one}/read/", api.ReadView.as_view(), name="read"),
    path(f"{one}/replies/", messages_api.RepliesView.as_view(), name="replies"),
    path(f"{one}/acts/", messages_api.ActsView.as_view(), name="acts"),
    path(f"{one}/files/", messages_api.UploadsView.as_view(), name="files"),
    path(f"{one}/messages/<int:message>/revisions/", messages_api.RevisionsView.as_view(), name="revisions"),
    path(f"{one}/drafts/", drafts_api.DraftsView.as_view(), name="drafts"),
    path(f"{one}/notes/", notes_api.NotesView.as_view(), name="notes"),
    path("notes/<int:pk>/", notes_api.NoteView.as_view(), name="note"),
    path(f"{one}/placeholders/", responses_api.PlaceholdersView.as_view(), name="placeholders"),
    path(f"{one}/response-files/", responses_api.InsertedFilesView.as_view(), name="response-files"),
    path("responses/", responses_api.ResponsesView.as_view(), name="responses"),
    path("responses/libraries/", responses_api.LibrariesView.as_view(), name="response-libraries"),
    path("responses/categories/<int:pk>/", responses_api.CategoryView.as_view(), name="response-category"),
    path("responses/<int:pk>/", responses_api.ResponseView.as_view(), name="response"),
    path("responses/<int:pk>/copies/", responses_api.CopiesView.as_view(), name="response-copies"),
    path("responses/<int:pk>/revisions/", responses_api.RevisionsView.as_view(), name="response-revisions"),
    path("responses/files/<int:pk>/", responses_api.FileView.as_view(), name="response-file"),
    path("lengths/", messages_api.LengthsView.as_view(), name="lengths"),
    path("files/<int:pk>/", messages_api.AttachmentView.as_view(), name="file"),
    path("portraits/<int:pk>/", messages_api.PortraitView.as_view(), name="portrait"),
    path("deliveries/<int:pk>/", messages_api.DeliveryView.as_view(), name="delivery"),
    path("deliveries/<int:pk>/undo/", messages_api.UndoView.as_view(), name="undo"),
    path("deliveries/<int:pk>/retry/", messages_api.DeliveryView.as_view(), name="retry"),
    *customer_urls.urlpatterns,
]
