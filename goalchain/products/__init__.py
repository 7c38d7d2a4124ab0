"""Products, who belongs to them in which role, and their teams.

The access rules stand in `access`, alone: pages, API and templates ask there. A product's change and its revision are
in `changes`. Goals may not enter: they come above.
"""
