"""The catalogue: published games, each with its paper and what it must give."""
