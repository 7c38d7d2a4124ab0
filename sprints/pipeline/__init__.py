"""The pipeline of preliminary goals: several sprints ahead, each with its competing drafts, from draft over shaped with
the team to agreed.

`readiness` says what a draft still lacks and `lead` how early goals were ready; both are pure. `needs` is what the
database is asked for it, and where other rooms offer what they know of. All of it is planning: who may
not read planning is told that it does not exist.
"""
