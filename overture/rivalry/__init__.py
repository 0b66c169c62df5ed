"""Games without an end: a stage game in each public state, and Markov-perfect equilibria, level by level."""
