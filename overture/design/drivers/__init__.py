"""Drivers: which uncertain inputs move an answer, and where it fails. It knows points and answers only, no games."""
