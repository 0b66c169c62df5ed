"""What is designed with a game: the atlas of its equilibria over two parameters, and what drives an answer."""
