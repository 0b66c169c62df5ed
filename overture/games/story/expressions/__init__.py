"""Expressions of a story: how they are written, read, and computed."""
