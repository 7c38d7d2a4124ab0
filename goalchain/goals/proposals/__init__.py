"""Change proposals: what was learnt below a goal asks for another wording, date or state of it.

The model is `goals.models.Proposal`; here are its rules, its pages, how it is told and how it is taken back. Whoever
may edit the goal where it was learnt proposes; whoever decides on the goal adopts or declines.
"""
