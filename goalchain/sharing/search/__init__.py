"""Search over everything that a product holds, and the palette that opens it.

The words of goals, reasons, metrics, backlog, feedback and reviews are copied into one table, `Entry`, by triggers of
the database itself: whatever writes them (a verb, an import, the API, an undo) is found at once, in its own
transaction. PostgreSQL finds by full text, SQLite by FTS5. What is stored here is derived: `manage.py reindex` makes it
anew. Who may find what is asked in the query (`finding.py`), from what is stored then and never from a copy.
"""
