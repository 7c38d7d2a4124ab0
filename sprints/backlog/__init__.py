"""The product backlog: what may be done next, in one order, each item with the goal that it serves.

`order` says where an item stands, `tracker` reads links to other tools, `lines` pasted text; `reads` and `rows` are
what pages show. The item itself, with its verbs, is in `sprints.models`.
"""
