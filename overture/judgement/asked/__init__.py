"""The questions that are asked of one offer to one counterpart."""
