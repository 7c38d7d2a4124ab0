"""The addresses of metrics and readings."""

from django.urls import path

from .views import archived, assumptions, check_ins, imports, metric, product, reading

urlpatterns = [
    path("p/<product:key>/metrics/", product.product_metrics, name="product_metrics"),
    path("g/<goal:key>/archived/", archived.goal_archived, name="goal_archived"),
    path("g/<goal:key>/metrics/", metric.metrics, name="metrics"),
    path("g/<goal:key>/metrics/<int:metric_id>/", metric.metric, name="metric"),
    path("g/<goal:key>/metrics/<int:metric_id>/edit/", metric.edit, name="metric_edit"),
    path("g/<goal:key>/metrics/<int:metric_id>/archive/", metric.archive, name="metric_archive"),
    path("g/<goal:key>/metrics/<int:metric_id>/restoration/", metric.restoration, name="metric_restoration"),
    path("g/<goal:key>/metrics/<int:metric_id>/first/", metric.first, name="metric_first"),
    path("g/<goal:key>/metrics/<int:metric_id>/readings/", reading.readings, name="readings"),
    path("g/<goal:key>/metrics/<int:metric_id>/readings/import/", imports.readings_import, name="readings_import"),
    path("g/<goal:key>/metrics/<int:metric_id>/readings/export/", imports.readings_export, name="readings_export"),
    path("g/<goal:key>/metrics/<int:metric_id>/readings/<int:reading_id>/", reading.reading, name="reading"),
    path(
        "g/<goal:key>/metrics/<int:metric_id>/readings/<int:reading_id>/removal/",
        reading.removal,
        name="reading_removal",
    ),
    path("g/<goal:key>/check-ins/", check_ins.check_ins, name="check_ins"),
    path("g/<goal:key>/check-ins/new/", check_ins.new, name="check_in_new"),
    path("g/<goal:key>/check-ins/rhythm/", check_ins.rhythm, name="check_in_rhythm"),
    path("g/<goal:key>/check-ins/<int:check_in_id>/", check_ins.check_in, name="check_in"),
    path("g/<goal:key>/check-ins/<int:check_in_id>/removal/", check_ins.removal, name="check_in_removal"),
    path("g/<goal:key>/assumptions/", assumptions.assumptions, name="assumptions"),
    path("g/<goal:key>/assumptions/<int:assumption_id>/", assumptions.assumption, name="assumption"),
    path("g/<goal:key>/assumptions/<int:assumption_id>/archive/", assumptions.archive, name="assumption_archive"),
    path(
        "g/<goal:key>/assumptions/<int:assumption_id>/restoration/",
        assumptions.restoration,
        name="assumption_restoration",
    ),
    path("g/<goal:key>/assumptions/<int:assumption_id>/tests/", assumptions.tests, name="assumption_tests"),
    path(
        "g/<goal:key>/assumptions/<int:assumption_id>/tests/<goal:tested_key>/removal/",
        assumptions.test_removal,
        name="assumption_test_removal",
    ),
    path("g/<goal:key>/upholding/<int:assumption_id>/", assumptions.upholding, name="upholding"),
]
