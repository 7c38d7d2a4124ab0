"""What tells whether a goal is coming true: metrics with their readings, and whatever else is said of a goal's outcome.

Everything here hangs on a goal of any level and is edited by whoever may edit that goal. How many goals below are
closed is no business of this app: delivery and outcome stand side by side and are never averaged.
"""
