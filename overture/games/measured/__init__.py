"""What is true of a strategy: reach, belief, value, regret; in doubles and in rationals."""
