"""What drives an answer."""
