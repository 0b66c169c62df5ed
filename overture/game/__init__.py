"""How a game is told, the Tree it becomes, and what is true of a strategy on it.

Called, this package is the decorator :func:`overture.game.telling.game`.
"""

from overture._callable import make_callable

make_callable(__name__, "overture.game.telling", "game")
