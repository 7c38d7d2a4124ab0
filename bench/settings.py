"""The product's production settings, with the bare view beside its pages and static files in a folder of the run."""

from typing import Any

from bench import startproject
from goalchain.settings import *  # noqa: F403
from goalchain.settings import AUTHENTICATION_BACKENDS, BASE_DIR, LOGGING, VAR_DIR
from goalchain.settings import TEMPLATES as OWN_TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES: list[dict[str, Any]] = [  # type: ignore[no-redef]
    {**OWN_TEMPLATES[0], "DIRS": [BASE_DIR / "templates", BASE_DIR / "bench" / "templates"]}
]
STATIC_ROOT = VAR_DIR / "static"
# Names are hashed as in production. Compressing the files takes longer than everything that is measured.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("js", "css", "svg", "html", "map", "json", "txt", "png", "md")
# A wrong answer ends a measurement and is told there, in one line.
LOGGING["loggers"] = {"django.request": {"level": "CRITICAL"}}
# Whom view1 serves is signed in by Django itself.
AUTHENTICATION_BACKENDS.append(startproject.BACKEND)
