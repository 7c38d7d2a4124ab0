"""The addresses of reviews."""

from django.urls import path

from .views import reading, writing

urlpatterns = [
    path("p/<product:key>/reviews/", reading.reviews, name="reviews"),
    path("p/<product:key>/reviews/undo/", writing.take_back, name="reviews_undo"),
    path("p/<product:key>/reviews/<int:review_id>/", reading.review, name="review"),
    path("p/<product:key>/reviews/<int:review_id>/correction/", writing.correction, name="review_correction"),
    path("p/<product:key>/reviews/<int:review_id>/removal/", writing.removal, name="review_removal"),
    path("p/<product:key>/reviews/<int:review_id>/restoration/", writing.restoration, name="review_restoration"),
    path("p/<product:key>/reviews/<int:review_id>/changes/<slug:sort>/", reading.review_changes, name="review_changes"),
    path("p/<product:key>/reviews/<slug:kind>/", writing.next_review, name="next_review"),
    path("p/<product:key>/reviews/<slug:kind>/rhythm/", writing.rhythm, name="review_rhythm"),
    path("p/<product:key>/reviews/<slug:kind>/changes/<slug:sort>/", reading.changes_since, name="next_review_changes"),
]
