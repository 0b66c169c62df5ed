"""Signalling: an informed player acts first, and his act may tell what he is."""
