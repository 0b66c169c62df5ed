"""Sets of play that polynomials describe: feasible points, corners, pieces, regions."""
