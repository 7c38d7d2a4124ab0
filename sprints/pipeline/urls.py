"""The addresses of the pipeline."""

from django.urls import path

from .views import draft, lead, pipeline

urlpatterns = [
    path("p/<product:key>/pipeline/", pipeline.pipeline, name="pipeline"),
    path("p/<product:key>/pipeline/lead-times/", lead.lead_times, name="lead_times"),
    path("p/<product:key>/pipeline/<int:sprint_id>/drafts/", pipeline.new_draft, name="new_draft"),
    path("g/<goal:key>/pipeline/fields/<slug:name>/", draft.edit, name="draft_edit"),
    path("g/<goal:key>/pipeline/agreement/", draft.agreement, name="draft_agreement"),
    path("g/<goal:key>/pipeline/shaping/", draft.shaping, name="draft_shaping"),
    path("g/<goal:key>/pipeline/reshaping/", draft.reshaping, name="draft_reshaping"),
    path("g/<goal:key>/pipeline/precedence/", draft.precedence, name="draft_precedence"),
    path("g/<goal:key>/pipeline/postponement/", draft.postponement, name="draft_postponement"),
]
