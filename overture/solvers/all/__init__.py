"""All equilibria: listed, named, tested, with their ranges."""
