"""The REST API under /api/v1/: the same verbs and the same access rules as the pages, spoken in JSON.

A view fetches through the access rules, checks the body (`bodies`), calls a verb and answers with a representation
(`representations`), which is built from rows by hand: a list costs the same few queries whatever its length. What
refuses becomes a problem (`problems`, RFC 9457). No rule of the chain may enter here.
"""
