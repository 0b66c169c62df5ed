"""How a game is told, the Tree it becomes, and what is true of a strategy on it."""
