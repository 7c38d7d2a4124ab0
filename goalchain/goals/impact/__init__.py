"""What hangs on a goal, told before it is reworded, moved, closed, abandoned or archived.

`parts` is where apps offer what they know, `own` offers what the chain itself knows, `reads` asks it all in one query.
"""
