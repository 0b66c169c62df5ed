"""Who a source is: names, first names alone, pronouns, roles, voices."""
