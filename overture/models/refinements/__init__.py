"""Refinements: small games that tell solution concepts apart."""
