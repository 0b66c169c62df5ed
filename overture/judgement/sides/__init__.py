"""Situations side by side: what differs between them, the case as each has it, and its numbers in the same worlds."""
