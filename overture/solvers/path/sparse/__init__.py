"""The logit path of a large tree: its equations, a step along it, the walk, and its limit, in sparse matrices."""
