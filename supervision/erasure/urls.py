"""The addresses of erasure."""

from django.urls import path

from supervision.erasure import views

app_name = "erasure"
urlpatterns = [
    path("", views.erasures, name="list"),
    path("<int:pk>/", views.customer, name="customer"),
    path("report/<int:pk>/", views.report, name="report"),
]
