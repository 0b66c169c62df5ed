"""Rules on single sentences: with a parser, and without one (the lesser reader)."""
