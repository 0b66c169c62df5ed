"""Which claims say the same."""
