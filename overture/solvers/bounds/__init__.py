"""What can be guaranteed, exact values of zero-sum games, Nash and correlated equilibria of two players."""
