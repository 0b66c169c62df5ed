"""Pieces of the drawn figures: maps of equilibria and the precision path."""
