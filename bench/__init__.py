"""What is measured: `./dev bench`, or `python -m bench` with DATABASE_URL naming a PostgreSQL.

Absolute times mean little on machines that differ and are shared. So every time is a ratio to something measured in
the same rounds: to `view1`, a bare Django view (`bench.bare`), or to `raw`, the fetch of the same rows by psycopg
alone. What can be counted (queries, rows, bytes) is counted exactly.

Each file measures one subject and returns figures; `bench.__main__` runs them and prints the table. No test of
behaviour belongs here, and nothing of the product imports this package.
"""
