"""The joint distribution: how the cells are played, our own copies, free ties, and what an act tells."""
