"""The addresses of this app."""

from django.urls import include, path

from .views import cadence, dates, sprint, teams, timeline, undo

urlpatterns = [
    path("p/<product:key>/sprints/", timeline.sprints, name="sprints"),
    path("p/<product:key>/sprints/today/", timeline.today, name="sprint_today"),
    path("p/<product:key>/sprints/undo/", undo.take_back, name="sprints_undo"),
    path("p/<product:key>/sprints/<int:sprint_id>/", sprint.sprint, name="sprint"),
    path("p/<product:key>/sprints/<int:sprint_id>/removal/", dates.removal, name="sprint_removal"),
    path("p/<product:key>/settings/teams/", teams.teams, name="teams"),
    path("p/<product:key>/settings/teams/<int:team_id>/", teams.team, name="team"),
    path("p/<product:key>/settings/teams/<int:team_id>/cadence/", cadence.cadence, name="team_cadence"),
    path("p/<product:key>/settings/teams/<int:team_id>/sprints/", teams.new_sprint, name="new_sprint"),
    path("p/<product:key>/settings/sprints/<int:sprint_id>/", dates.sprint_dates, name="sprint_dates"),
    path("", include("sprints.review.urls")),
    path("", include("sprints.capacity.urls")),
    path("", include("sprints.backlog.urls")),
    path("", include("sprints.pipeline.urls")),
]
