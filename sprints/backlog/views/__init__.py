"""The pages of the backlog: the list, pasted lines, one item; a file each."""
