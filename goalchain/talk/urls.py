"""The addresses of feedback."""

from django.urls import path

from .views import evidence, feedback, sheets, writing

urlpatterns = [
    path("p/<product:key>/feedback/", feedback.inbox, name="feedback"),
    path("p/<product:key>/feedback/needs/", feedback.unserved, name="feedback_needs"),
    path("p/<product:key>/feedback/new/", writing.new, name="feedback_new"),
    path("p/<product:key>/feedback/import/", sheets.sheet_import, name="feedback_import"),
    path("p/<product:key>/feedback/csv/", sheets.sheet_export, name="feedback_export"),
    path("p/<product:key>/feedback/<int:feedback_id>/edit/", writing.edit, name="feedback_edit"),
    path("p/<product:key>/feedback/<int:feedback_id>/", feedback.one_feedback, name="feedback_one"),
    path("p/<product:key>/feedback/<int:feedback_id>/answer/", feedback.answer, name="feedback_answer"),
    path("p/<product:key>/feedback/<int:feedback_id>/aside/", feedback.aside, name="feedback_aside"),
    path("p/<product:key>/feedback/<int:feedback_id>/restoration/", feedback.restoration, name="feedback_restoration"),
    path("p/<product:key>/feedback/<int:feedback_id>/undo/", feedback.take_back, name="feedback_undo"),
    path("p/<product:key>/feedback/<int:feedback_id>/evidence/", evidence.evidence, name="feedback_evidence"),
    path(
        "p/<product:key>/feedback/<int:feedback_id>/evidence/<goal:goal_key>/removal/",
        evidence.evidence_removal,
        name="feedback_evidence_removal",
    ),
]
