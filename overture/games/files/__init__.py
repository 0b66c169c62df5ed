"""Games in the formats of Gambit, in and out."""
