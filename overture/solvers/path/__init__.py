"""The agent logit path: to a precision, to its limit, from other starts."""
