"""Entry: who enters a market, and what keeps others out of it."""
