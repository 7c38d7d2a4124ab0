#!/usr/bin/env python
"""Django's command line for GoalChain."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goalchain.settings")
    from django.core.management import execute_from_command_line

    if "runserver" in sys.argv:
        from django.core.servers.basehttp import WSGIRequestHandler

        # Headers and body go out in two pieces: the second would wait 40 ms for a word about the first.
        WSGIRequestHandler.disable_nagle_algorithm = True
    execute_from_command_line(sys.argv)
