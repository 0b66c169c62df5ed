"""Terms: clauses that could be written differently, what each costs us, and the game in which they are judged."""
