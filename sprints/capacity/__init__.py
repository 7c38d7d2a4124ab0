"""The capacity of a team in a sprint: the days of each person, holidays and absences, a note on capability.

`days` is plain numbers, `reads` what pages read, `page` what they show, `due` the reminder of a sprint that has no
ready goal. All of it is planning: who may not read planning is told that it does not exist.
"""
