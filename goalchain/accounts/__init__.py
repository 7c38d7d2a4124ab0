"""The people: who signs in, by e-mail, and the tokens with which their programs do.

What a person may do in a product is not decided here: that is `goalchain.products.access`.
"""
