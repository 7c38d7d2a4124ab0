"""The addresses of this app."""

from django.urls import include, path

from .views import board, entries, founding, goals, replacement, strategy

urlpatterns = [
    path("products/new/", founding.new_product, name="new_product"),
    path("p/<product:key>/vision/", board.board, name="vision"),
    path("p/<product:key>/vision/wall/", board.wall, name="vision_wall"),
    path("p/<product:key>/vision/beginning/", board.beginning, name="vision_beginning"),
    path("p/<product:key>/vision/replacement/", replacement.replacement, name="vision_replacement"),
    path("p/<product:key>/vision/former/<int:number>/", board.former, name="vision_former"),
    path("p/<product:key>/vision/entries/", entries.entries, name="board_entries"),
    path("p/<product:key>/vision/entries/<int:entry_id>/", entries.entry, name="board_entry"),
    path("p/<product:key>/vision/entries/<int:entry_id>/answers/", entries.answers, name="board_entry_answers"),
    path("p/<product:key>/vision/entries/<int:entry_id>/position/", entries.position, name="board_entry_position"),
    path("p/<product:key>/vision/entries/<int:entry_id>/removal/", entries.removal, name="board_entry_removal"),
    path("p/<product:key>/vision/entries/<int:entry_id>/undo/", entries.take_back, name="board_entry_undo"),
    path("p/<product:key>/vision/goals/", goals.goals, name="board_goals"),
    path("p/<product:key>/vision/goals/<int:number>/", goals.goal, name="board_goal"),
    path("p/<product:key>/vision/goals/<int:number>/position/", goals.position, name="board_goal_position"),
    path("p/<product:key>/strategy/", strategy.strategy, name="strategy"),
    path("", include("vision.reviews.urls")),
]
