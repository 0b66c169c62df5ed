"""What each reply is worth, where it turns, what would change it, and what an observation is worth to it."""
