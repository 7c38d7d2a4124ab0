"""The addresses of this app."""

from django.urls import path

from .views import checkpoints, dates, features, gate, goals, releases, roadmap

urlpatterns = [
    path("p/<product:key>/roadmap/", roadmap.roadmap, name="roadmap"),
    path("g/<goal:key>/roadmap/<slug:name>/", goals.edit, name="roadmap_edit"),
    path("g/<goal:key>/when/", goals.when, name="roadmap_when"),
    path("g/<goal:key>/dates/", dates.dates, name="goal_dates"),
    path("g/<goal:key>/dates/undo/", dates.undo, name="goal_dates_undo"),
    path("g/<goal:key>/horizon/", goals.horizon, name="roadmap_horizon"),
    path("g/<goal:key>/gate/", gate.gate, name="gate"),
    path("p/<product:key>/releases/", releases.releases, name="releases"),
    path("p/<product:key>/releases/<int:number>/", releases.release, name="release"),
    path("p/<product:key>/releases/<int:number>/checkpoint/", checkpoints.checkpoint, name="checkpoint"),
    path("p/<product:key>/releases/<int:number>/checkpoint/removal/", checkpoints.removal, name="checkpoint_removal"),
    path("g/<goal:key>/release/<slug:name>/", releases.edit, name="release_edit"),
    path("g/<goal:key>/features/", features.features, name="features"),
    path("g/<goal:key>/features/<int:feature_id>/", features.feature, name="feature"),
    path("g/<goal:key>/features/<int:feature_id>/position/", features.position, name="feature_position"),
    path("g/<goal:key>/features/<int:feature_id>/removal/", features.removal, name="feature_removal"),
]
