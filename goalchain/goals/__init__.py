"""The chain itself: goals, the links between them, and the events that are its history.

What one level alone has lives in that level's app, above this one, and registers here (`levels.serve`). What crosses
levels is here: the verbs, the trace, the rules, the chain as of a moment.
"""
