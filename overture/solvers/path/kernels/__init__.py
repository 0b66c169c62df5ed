"""Hot loops of the logit path, on flat arrays."""
