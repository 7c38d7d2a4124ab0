"""The lower end of the chain: teams' cadences, their sprints, the goal that each sprint has, and the product backlog.

`spans` is plain dates, `models` what is stored with its verbs, `reads` what pages read, `timeline` and `page` what they
show; `backlog` has a room of its own. What all levels share is `goalchain.goals`; other levels are not known here.
"""
