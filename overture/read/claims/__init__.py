"""From hits to claims: nesting, chains, commitment, polarity and certainty."""
