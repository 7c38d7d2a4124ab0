"""The gap report: where the chain of a product is broken, thin or asleep, by named rules.

A rule is a SELECT over the goals that a member may see; all rules together are one query. The chain's own rules are in
`chain`; apps above offer theirs when they are ready. Somebody may accept a gap for a while (`acceptance`); nothing else
of a gap is stored. What may not enter: how a gap is mended. A rule says where the right editor opens.
"""
