"""The pages on which agents see their own scorecards and recordings."""

from django.urls import path

from supervision.quality import own, own_recordings

app_name = "own"
urlpatterns = [
    path("", own.cards, name="cards"),
    path("waiting/", own.waiting, name="waiting"),
    path("recordings/", own_recordings.recordings, name="recordings"),
    path("<int:pk>/", own.card, name="card"),
]
