"""Code that a case brings: whether it is trusted, running it, and what it reads."""
