"""Bargaining: what is offered, what is accepted, and why bargaining may end in a fight."""
