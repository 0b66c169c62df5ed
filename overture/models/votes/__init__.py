"""Votes: juries, legislatures, and who sets the agenda."""
