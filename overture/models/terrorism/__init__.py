"""Terrorism: hostages, ransoms, and what keeps attackers away."""
