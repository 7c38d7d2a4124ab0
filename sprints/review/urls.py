"""The addresses of reviews, of cancelling a sprint and of the history."""

from django.urls import path

from .views import cancelling, history, review

urlpatterns = [
    path("p/<product:key>/sprints/history/", history.history, name="sprint_history"),
    path("p/<product:key>/sprints/history/csv/", history.history_export, name="sprint_history_export"),
    path("p/<product:key>/sprints/<int:sprint_id>/review/", review.review, name="sprint_review"),
    path("p/<product:key>/sprints/<int:sprint_id>/review/answer/", review.answer, name="sprint_answer"),
    path("p/<product:key>/sprints/<int:sprint_id>/cancellation/", cancelling.cancellation, name="sprint_cancellation"),
    path("p/<product:key>/sprints/<int:sprint_id>/resumption/", cancelling.resumption, name="sprint_resumption"),
]
