"""``overture check``: is this case file sound, what would be solved, and what is left unsaid?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overture.sinks import one_line
from overture.wording import capital

if TYPE_CHECKING:
    from overture.case.history.load import LoadedHistory
    from overture.case.load import Loaded
    from overture.games.telling.language import Game
    from overture.games.tree import Tree


def check(
    case: Annotated[
        Path, typer.Argument(help="A case file, the folder that holds case.yaml, or a story file.")
    ],
) -> None:
    """Check a case: the file, its game, its evidence. All faults at once, each with its line; then what is asked."""
    from overture.case.file import CaseFile
    from overture.case.history.load import load_history
    from overture.case.load import load
    from overture.case.questions import lists, questions, without_words
    from overture.judgement.counted import weights_that_count
    from overture.judgement.prepare import sayable
    from overture.models.as_story import is_story

    if is_story(case):
        print("\n".join(_story(case)))
        return
    read = CaseFile.read(case, "a case or a story file")
    if read.about_history:
        history = load_history(read)
        print("\n".join([*_history(history), *_notes(history.game, history.tree)]))
        return
    loaded = load(read)
    sayable(loaded)
    unweighed = weights_that_count(loaded)
    print("\n".join(_sound(loaded)))
    if unweighed:
        print(unweighed)
    for line in _notes(loaded.game, loaded.tree):
        print(line)
    asked = questions(loaded)
    if asked:
        print("\nQuestions:" if len(asked) > 1 else "\nA question:")
    for each in asked:
        print(f"- {each.asks[0].upper()}{each.asks[1:]} {each.until}")
        print(f"  {each.mend}")
        for where in each.where:
            print(f"  {where}")
    listed = [*without_words(loaded), *lists(loaded)]
    if listed:
        print("\nLeft unsaid:")
    for unsaid in listed:
        print(f"- {unsaid.says}")
        print(f"  {unsaid.mend}")
        for where in unsaid.where:
            print(f"  {where}")


def _notes(game: Game, tree: Tree) -> list[str]:
    """What a story says and no history comes to: no fault of it, and most often a slip."""
    from overture.games.story.dead import dead_parts

    found = dead_parts(game, len(tree.terminal))
    lines = ["", "Notes:" if len(found) > 1 else "A note:"] if found else []
    for each in found:
        lines += [
            f"- {one_line(capital(each.says))}.",
            f"  {capital(each.mend)}.",
            f"  {one_line(each.where)}",
        ]
    return lines


def _story(file: Path) -> list[str]:
    """That a story file is sound, and what game it tells; it is told where every parameter has a value."""
    from overture.games.story.file import read_story
    from overture.games.telling.trial import outline
    from overture.models.as_story import lacking

    game = read_story(file)
    without = lacking(game)
    tree = outline(game) if without else game.tree()
    told = f", as far as it can be told without values of {', '.join(without)}" if without else ""
    return [
        f"{game.title}: sound{told}.",
        f"The game has {len(tree.players)} players, {len(tree.terminal)} histories and {tree.n_infosets} information sets.",
        *_notes(game, tree),
    ]


def _history(loaded: LoadedHistory) -> list[str]:
    """What a case about a history is, in a few lines."""
    tree, case = loaded.tree, loaded.case
    sides = ", ".join(f"{player} ({side.move})" for player, side in case.sides.items())
    return [
        f"{one_line(case.title)}: sound.",
        f"The game has {len(tree.players)} players, {len(tree.terminal)} histories and "
        f"{tree.n_infosets} information sets.",
        _counted(len(tree.parameters), []),
        f"Hypotheses about {sides}.",
        f"The history has {len(case.done)} step{'' if len(case.done) == 1 else 's'}, and {len(case.next)} that may follow; "
        f"{len(case.report)} sentence{'' if len(case.report) == 1 else 's'} of a report are asked.",
    ]


def _counted(used: int, spread: list[str]) -> str:
    """How many parameters the game has, and which are ranges."""
    if not used:
        return "No parameters."
    many = f"{used} parameter{'' if used == 1 else 's'}"
    if not spread:
        return f"{many}, {'not a range' if used == 1 else 'none of them a range'}."
    ranges = "a range" if len(spread) == 1 else "ranges"
    of_them = "" if used == 1 else f"{len(spread)} of them "
    return f"{many}, {of_them}{ranges}: {', '.join(spread)}."


def _sound(loaded: Loaded) -> list[str]:
    """What the case is, in a few lines."""
    from overture.case.known import touches

    tree, sheet = loaded.tree, loaded.sheet
    # What the catalogue's game holds for its other forms moves nothing here, and is not counted.
    used = [name for name, moved in touches(loaded).items() if moved]
    spread = [name for name in used if loaded.parameters[name].spread]
    lines = [
        f"{one_line(loaded.case.title)}: sound.",
        f"The game has {len(tree.players)} players, {len(tree.terminal)} histories and "
        f"{tree.n_infosets} information sets.",
        _counted(len(used), spread),
    ]
    if sheet is None:
        return [*lines, "No evidence sheet."]
    linked = sum(bool(claim.event) for claim in sheet.claims)
    return [
        *lines,
        f"{len(sheet.sources)} sources, {len(sheet.claims)} claims, {linked} of them linked to an event of the game.",
    ]
