"""The search over supports, in one world or many: the walk on the path, and what holds a play up off it."""
