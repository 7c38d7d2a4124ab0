"""What `./dev` does. Standard library only: these modules run before anything is installed.

cli         the commands and their words
venv        the virtual environment, kept equal to the locks
serve       ./dev run: a demo that answers in the browser
suite       ./dev test: the whole suite on SQLite and on PostgreSQL
checks      ./dev check, format and lock
postgres    a PostgreSQL of our own on a private socket
chromium    the browser of the tests
machine     what is asked of the machine: paths, commands, system packages

Nothing of the product may be imported here, and nothing here is imported by the product.
"""
