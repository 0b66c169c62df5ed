"""Reputation: what is done today so that others believe something tomorrow."""
