"""The product's settings, made independent of the machine that tests run on. Only DATABASE_URL is let in."""

import atexit
import os
import shutil
import tempfile

# One folder a run: the processes of a parallel run and the servers that tests start inherit its name.
FOLDER = os.environ.get("GOALCHAIN_TEST_FOLDER", "")
if not FOLDER:
    FOLDER = os.environ["GOALCHAIN_TEST_FOLDER"] = tempfile.mkdtemp(prefix="goalchain-test-")
    maker = os.getpid()

    @atexit.register
    def remove_folder() -> None:
        """Remove the folder at the end of the process that made it, not of one that was forked from it."""
        if os.getpid() == maker:
            shutil.rmtree(FOLDER, ignore_errors=True)


for name in ("CACHE_URL", "DEMO_SIGN_IN", "EMAIL_URL", "EMAIL_VERIFICATION", "CSRF_TRUSTED_ORIGINS", "BEHIND_PROXY"):
    os.environ.pop(name, None)
os.environ.update(
    DEBUG="false",
    HTTPS="false",
    SECRET_KEY="only-for-tests-and-long-enough-for-every-check-of-its-length",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    VAR_DIR=FOLDER,
)

from goalchain.settings import *  # noqa: E402, F403
from goalchain.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because threads that share the connection of a memory database bring each other down.
    # A server that a test starts is told the file; the test itself makes one of its own.
    if "DATABASE_URL" not in os.environ:
        DATABASES["default"]["NAME"] = f"{FOLDER}/never-used.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": f"{FOLDER}/test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"
else:
    # Within a test's transaction a table grows from nothing and is never counted: a plan that was kept from its
    # beginning would read all of it for each row.
    DATABASES["default"]["OPTIONS"]["prepare_threshold"] = None

# Real hashing is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Files are served as they lie in the checkout: nothing has to be collected before a test.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
