"""What the search found of one world: entries, their assessments, and what is folded into one set."""
