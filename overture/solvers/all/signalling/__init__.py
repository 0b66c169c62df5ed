"""Signalling games: all perfect Bayesian equilibria as maximal components."""
