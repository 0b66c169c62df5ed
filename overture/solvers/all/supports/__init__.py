"""The search over supports in rationals, for one game."""
