"""Deterrence: threats that may be bluffs, and what makes them credible."""
