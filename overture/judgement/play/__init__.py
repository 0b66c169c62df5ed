"""The equilibria of a case in every world: found, named, and certified."""
