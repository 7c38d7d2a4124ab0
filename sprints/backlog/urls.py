"""The addresses of the backlog."""

from django.urls import path

from .views import backlog, item, sheets

urlpatterns = [
    path("p/<product:key>/backlog/", backlog.backlog, name="backlog"),
    path("p/<product:key>/backlog/lines/", backlog.lines, name="backlog_lines"),
    path("p/<product:key>/backlog/import/", sheets.sheet_import, name="backlog_import"),
    path("p/<product:key>/backlog/csv/", sheets.sheet_export, name="backlog_export"),
    path("p/<product:key>/backlog/undo/", backlog.take_back, name="backlog_undo"),
    path("p/<product:key>/backlog/<int:item_id>/", item.item, name="backlog_item"),
    path("p/<product:key>/backlog/<int:item_id>/state/", item.state, name="backlog_item_state"),
    path("p/<product:key>/backlog/<int:item_id>/position/", item.position, name="backlog_item_position"),
    path("p/<product:key>/backlog/<int:item_id>/archive/", item.archive, name="backlog_item_archive"),
    path("p/<product:key>/backlog/<int:item_id>/restoration/", item.restoration, name="backlog_item_restoration"),
]
