"""Certified equilibria beside the principal branch of games that are too large for a complete list."""
