"""Polynomial systems within [0, 1], in two kinds of numbers: exact in one world, doubles in many worlds at once."""
