"""What happened in a product, told from its events: the history, the chain as of a moment, two moments compared.

Everything here reads; what changes a goal is a verb on it. What was planned in drafts of sprint goals is for the team
alone, in the past as today.
"""

from .chains import chain_as_of, chain_now

__all__ = ["chain_as_of", "chain_now"]
