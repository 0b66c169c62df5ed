"""Cases about a history: several steps that were done, hypotheses on every side, and what may follow."""
