"""Terms that hold: the clauses of a case searched, and each proposal judged by all equilibria in many worlds."""
