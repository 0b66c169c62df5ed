"""The gallery: what the models of the catalogue look like in figures."""
