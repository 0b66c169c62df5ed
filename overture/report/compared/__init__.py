"""Situations side by side, as a table, in sentences and as a page."""
