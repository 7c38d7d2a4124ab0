"""Share links: a roadmap, the releases or a goal's trace, read by whoever holds the link, without an account.

A shared page has reads and templates of its own. They know no draft of a sprint goal, no person's address and nothing
that the link does not show. Only the hash of a link is stored.
"""
