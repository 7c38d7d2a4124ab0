"""The chain map: what an address asks of it, which goals it shows, in which order, and how it leaves the house.

Its page is `columns.chain_columns` with `views.chain`; here is what that page is made of.
"""
