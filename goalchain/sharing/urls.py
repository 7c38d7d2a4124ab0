"""The addresses of this app."""

from django.urls import path

from . import views
from .links.views import owner, visitor

urlpatterns = [
    path("p/<product:key>/import/", views.import_goals, name="import"),
    path("p/<product:key>/export/", views.export, name="export"),
    path("p/<product:key>/shares/", owner.shares, name="shares"),
    path("p/<product:key>/shares/<int:share_id>/revocation/", owner.share_revocation, name="share_revocation"),
    path("s/<slug:token>/", visitor.shared, name="shared"),
    path("s/<slug:token>/password/", visitor.password, name="shared_password"),
    path("s/<slug:token>/goals/<int:number>/feedback/", visitor.feedback, name="shared_feedback"),
]
