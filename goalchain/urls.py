"""Every address of the site; each app names its own."""

from django.conf import settings
from django.urls import include, path

from goalchain.api.health import healthz
from goalchain.goals.home import home
from goalchain.lib import converters  # noqa: F401  (registers <product:key> and <goal:key>)

urlpatterns = [
    # First, though it comes last in the house: with a name of its own before it, nothing else need be tried.
    path("api/", include("goalchain.api.urls")),
    path("", home, name="home"),
    path("", include("goalchain.products.urls")),
    path("", include("goalchain.goals.urls")),
    path("", include("goalchain.metrics.urls")),
    path("", include("goalchain.talk.urls")),
    path("", include("vision.urls")),
    path("", include("roadmap.urls")),
    path("", include("sprints.urls")),
    path("", include("goalchain.sharing.urls")),
    path("", include("goalchain.sharing.search.urls")),
    path("", include("goalchain.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("healthz", healthz, name="healthz"),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("goalchain.styleguide")))
    urlpatterns.append(path("accounts/demo/", include("goalchain.accounts.demo")))
