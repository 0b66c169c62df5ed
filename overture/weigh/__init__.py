"""Likelihoods, posterior, diagnosticity, sensitivity: what the evidence is worth."""
