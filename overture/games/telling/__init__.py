"""The language in which a game is told, and how a telling becomes a Tree."""
