"""Continua of equilibria that the search over supports found: their parts, and what hangs together."""
