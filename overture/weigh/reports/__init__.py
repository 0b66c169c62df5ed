"""What was said: its likelihood, its roots, who says so, and how good it is."""
