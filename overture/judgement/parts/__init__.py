"""What stands around the answers: acts, gains, observations, sources, terms, cards, other readings."""
