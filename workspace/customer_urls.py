"""The agent's API for the customer beside a conversation: every verb a place."""

from django.urls import path

from workspace import customer_api as api

one = "interactions/<int:pk>"
urlpatterns = [
    path("labels/", api.LabelsView.as_view(), name="labels"),
    path(f"{one}/customer/", api.CustomerView.as_view(), name="customer"),
    path(f"{one}/history/", api.HistoryView.as_view(), name="history"),
    path(f"{one}/history/<int:past>/", api.PastView.as_view(), name="past"),
    path(f"{one}/labels/", api.LabelingView.as_view(), name="labeling"),
    path(f"{one}/labels/<int:label>/", api.LabelView.as_view(), name="label"),
    path(f"{one}/attributes/<slug:key>/", api.AttributeView.as_view(), name="attribute"),
    path(f"{one}/gather/", api.GatherView.as_view(), name="gather"),
    path(f"{one}/likely/", api.LikelyView.as_view(), name="likely"),
    path(f"{one}/merge/<int:other>/", api.MergeView.as_view(), name="merge"),
    path(f"{one}/merges/<int:merge>/undo/", api.UnmergeView.as_view(), name="unmerge"),
    path(f"{one}/block/", api.BlockView.as_view(), name="block"),
]
