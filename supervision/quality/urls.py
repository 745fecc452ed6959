"""The pages about quality."""

from django.urls import path

from supervision.quality import assign_page, calibration_page, cards, editor, results, satisfaction

app_name = "quality"
urlpatterns = [
    path("", cards.cards, name="cards"),
    path("<int:pk>/", cards.card, name="card"),
    path("<int:pk>/answers/", cards.answers, name="answers"),
    path("<int:pk>/act/", cards.act, name="act"),
    path("assign/<int:pk>/", assign_page.assign_about, name="assign"),
    path("questionnaires/", editor.questionnaires, name="questionnaires"),
    path("questionnaires/<int:pk>/", editor.questionnaire, name="questionnaire"),
    path("results/", results.results, name="results"),
    path("satisfaction/", satisfaction.satisfaction, name="satisfaction"),
    path("calibrations/", calibration_page.calibrations, name="calibrations"),
    path("calibrations/<int:pk>/", calibration_page.calibration, name="calibration"),
    path("calibrations/<int:pk>/without/", calibration_page.without, name="without"),
]
