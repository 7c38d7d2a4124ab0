"""The CSV interchange, one row a goal.

`columns` says how cells are written, `reading` turns a file into rows, `planning` says what they would do, `writing`
does it in one change, `export` writes the file that the import takes back.
"""
