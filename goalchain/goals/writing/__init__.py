"""Writing checks: named rules about how a goal is worded, each with its reason, an example and its source.

They advise and never block, and nothing of what they say is stored. A rule is a pure function of a wording; only
`views` knows of requests and products. The rules know English: they fire on what is surely there, and are silent about
words that they do not know.
"""
