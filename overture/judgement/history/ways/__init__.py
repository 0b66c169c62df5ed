"""Ways of playing: where they differ, and what numbers and statements over all of them are."""
