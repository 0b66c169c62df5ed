"""Inspection: who is inspected, how often, and what an alarm is worth."""
