"""The search over supports in doubles, for many worlds at once."""
