"""The addresses of this app."""

from django.urls import path

from .views import deletion, invitations, members, name, settings

urlpatterns = [
    path("p/<product:key>/members/", members.members, name="members"),
    path("p/<product:key>/members/<int:member_id>/role/", members.member_role, name="member_role"),
    path("p/<product:key>/members/<int:member_id>/removal/", members.member_removal, name="member_removal"),
    path(
        "p/<product:key>/invitations/<int:invitation_id>/renewal/",
        invitations.invitation_renewal,
        name="invitation_renewal",
    ),
    path(
        "p/<product:key>/invitations/<int:invitation_id>/revocation/",
        invitations.invitation_revocation,
        name="invitation_revocation",
    ),
    path("p/<product:key>/settings/", settings.settings, name="settings"),
    path("p/<product:key>/settings/deletion/", deletion.deletion, name="product_deletion"),
    path("p/<product:key>/restoration/", deletion.restoration, name="product_restoration"),
    path("accounts/name/", name.name, name="account_name"),
    path("invitations/", invitations.invitation, name="invitation"),
    path("invitations/<slug:token>/", invitations.invitation_link, name="invitation_link"),
]
