"""What a public function is given is looked at before it is used: a tree, a world and a strategy of it."""

from __future__ import annotations

from numbers import Integral

from overture.errors import SolveError, TreeError
from overture.games.tree import Tree


def need_tree(given: object, worlds: int = 1) -> None:
    """Refuse what is not a :class:`Tree` of at least so many ``worlds`` in one sentence that names the mend.

    Raises:
        TreeError: ``tree/given``: something else was given, most often a told game that was not yet played with numbers.
            ``tree/worlds``: a tree of no world.
    """
    if isinstance(given, Tree):
        if given.n_worlds < worlds:
            raise TreeError.of("tree/worlds", "a tree of no world", given.title, "at least one world")
        return
    kind = type(given).__name__
    found = f"{'an' if kind[0].lower() in 'aeiou' else 'a'} {kind}"
    mend = "make one with game.tree(parameters) or read one with ov.read_efg(file)"
    makes = getattr(given, "tree", None)
    if isinstance(makes, Tree):
        mend = f"give the tree that it is about: the .tree of this {kind}"
    elif callable(makes):
        found += ", which is told and not yet played with numbers"
        mend = "give the tree that it makes: game.tree(parameters)"
    raise TreeError.of("tree/given", found, allowed="a Tree", mend=mend)


def is_whole(given: object) -> bool:
    """Whether something is a whole number, of Python or numpy."""
    return isinstance(given, Integral) and not isinstance(given, bool)


def need_world(tree: Tree, world: int, asked: str) -> None:
    """Refuse a world that a tree does not have; ``asked`` is what the fault is filed under.

    Raises:
        TreeError: ``tree/worlds``: a tree of no world.
        SolveError: no such world.
    """
    need_tree(tree)
    whole = is_whole(world)
    if not whole or not 0 <= world < tree.n_worlds:
        raise SolveError.of(
            f"{asked}/world",
            f"world {world!r}" if not whole else f"world {world}",
            tree.title,
            f"0 to {tree.n_worlds - 1}",
        )


def need_strategy(given: object) -> None:
    """Refuse a solution where its strategy is meant.

    Raises:
        SolveError: ``measure/strategy``: something that has a strategy was given in its place.
    """
    if hasattr(given, "strategy"):
        raise SolveError.of(
            "measure/strategy",
            f"a {type(given).__name__} in the place of a strategy",
            allowed="[world, action] numbers",
            mend="give its strategy: solution.strategy",
        )
