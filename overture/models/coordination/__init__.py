"""Coordination: several equilibria, and what picks one of them."""
