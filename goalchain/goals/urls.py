"""The addresses of the chain."""

from django.urls import include, path

from .chain_map.preview import preview
from .chain_map.views import mermaid, svg
from .gaps import views as gaps
from .history import views as history
from .impact.views import goal_impact
from .proposals import views as proposals
from .views import chain, change, create, dependencies, edit, goal, parents, states
from .writing import views as writing

urlpatterns = [
    path("p/<product:key>/", chain.chain, name="chain"),
    path("p/<product:key>/map.svg", svg, name="map_svg"),
    path("p/<product:key>/map.mmd", mermaid, name="map_mermaid"),
    path("p/<product:key>/outline/", chain.outline, name="outline"),
    path("p/<product:key>/archived/", chain.archived, name="archived"),
    path("p/<product:key>/level/<int:level_rank>/", chain.level_page, name="level"),
    path("", include("goalchain.goals.matrix.urls")),
    path("p/<product:key>/changes/", chain.changes, name="changes"),
    path("p/<product:key>/gaps/", gaps.gaps, name="gaps"),
    path("p/<product:key>/gaps.csv", gaps.gaps_sheet, name="gaps_sheet"),
    path("p/<product:key>/history/", history.history, name="history"),
    path("p/<product:key>/history/csv/", history.history_export, name="history_export"),
    path("p/<product:key>/history/compare/", history.comparison, name="comparison"),
    path("p/<product:key>/goals/new/", create.new_goal, name="new_goal"),
    path("p/<product:key>/writing/", writing.writing, name="writing"),
    path("p/<product:key>/writing/advice/", writing.advice, name="writing_advice"),
    path("p/<product:key>/writing/<slug:rule>/silence/", writing.silence, name="writing_silence"),
    path("p/<product:key>/writing/<slug:rule>/voice/", writing.voice, name="writing_voice"),
    path("products/new/advice/", writing.founding_advice, name="founding_advice"),
    path("g/<goal:key>/", goal.goal, name="goal"),
    path("g/<goal:key>/trace/", goal.goal_trace, name="goal_trace"),
    path("g/<goal:key>/preview/", preview, name="goal_preview"),
    path("g/<goal:key>/impact/", goal_impact, name="goal_impact"),
    path("g/<goal:key>/history/", goal.goal_history, name="goal_history"),
    path("g/<goal:key>/edit/<slug:name>/", edit.edit, name="goal_edit"),
    path("g/<goal:key>/agreement/", states.agreement, name="goal_agreement"),
    path("g/<goal:key>/withdrawal/", states.withdrawal, name="goal_withdrawal"),
    path("g/<goal:key>/activation/", states.activation, name="goal_activation"),
    path("g/<goal:key>/outcome/", states.outcome, name="goal_outcome"),
    path("g/<goal:key>/reopening/", states.reopening, name="goal_reopening"),
    path("g/<goal:key>/archive/", states.archive, name="goal_archive"),
    path("g/<goal:key>/restoration/", states.restoration, name="goal_restoration"),
    path("g/<goal:key>/position/", change.position, name="goal_position"),
    path("g/<goal:key>/undo/", change.take_back, name="goal_undo"),
    path("g/<goal:key>/wording/", change.former_wording, name="goal_wording"),
    path("g/<goal:key>/parents/", parents.parents, name="goal_parents"),
    path("g/<goal:key>/parents/<goal:parent_key>/", parents.rationale, name="goal_rationale"),
    path("g/<goal:key>/parents/<goal:parent_key>/removal/", parents.removal, name="goal_parent_removal"),
    path("g/<goal:key>/parents/<goal:parent_key>/move/", parents.move, name="goal_parent_move"),
    path("g/<goal:key>/dependencies/", dependencies.dependencies, name="goal_dependencies"),
    path(
        "g/<goal:key>/dependencies/<goal:other_key>/removal/",
        dependencies.removal,
        name="goal_dependency_removal",
    ),
    path("g/<goal:key>/parents/<goal:parent_key>/proposal/", proposals.new_proposal, name="new_proposal"),
    path("g/<goal:key>/proposals/<int:proposal_id>/", proposals.proposal, name="proposal"),
    path("g/<goal:key>/proposals/<int:proposal_id>/adoption/", proposals.adoption, name="proposal_adoption"),
    path("g/<goal:key>/proposals/<int:proposal_id>/refusal/", proposals.refusal, name="proposal_refusal"),
    path("g/<goal:key>/gaps/<slug:rule>/", gaps.gap, name="gap"),
    path("g/<goal:key>/gaps/<slug:rule>/removal/", gaps.gap_acceptance_removal, name="gap_acceptance_removal"),
    path("g/<goal:key>/children/", create.children, name="goal_children"),
]
