"""The pages of share links: the owner's list, and what visitors read."""
