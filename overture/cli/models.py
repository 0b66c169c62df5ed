"""``overture models``: the catalogue of games: listed, one of them told, what publications state of them tried, cited."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from overture.models.catalogue.model import PublishedModel
    from overture.models.catalogue.statement import StatementCheck

DOES = ("list", "show", "check", "cite")
MOST_NODES = 60  # of a tree that is outlined node by node


def models(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            help="show NAME, to tell one; check [NAME ...], to try what their publications state; cite NAME, for BibTeX;"
            " or words, to list the models that speak of all of them."
        ),
    ] = None,
    topic: Annotated[str, typer.Option(help="List the models of this topic alone.")] = "",
    svg: Annotated[Path | None, typer.Option(help="With show: draw the game tree here.")] = None,
    figures: Annotated[
        Path | None, typer.Option(help="With show: draw each comparative static into this folder, as SVG.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: of the list, or of what was tried.")
    ] = False,
) -> None:
    """The catalogue of published games: list it, tell one of them, try what publications state; exit 1 where one fails."""
    first, *names = what or [""]
    if first not in DOES or first == "list":
        _list([first, *names] if first not in ("", "list") else names, topic, as_json)
    elif first == "check":
        raise typer.Exit(_checked(names, as_json))
    elif first == "cite":
        _cite(names)
    else:
        _show(names, svg, figures)


def _list(words: Sequence[str], topic: str, as_json: bool) -> None:
    from overture.errors import FileError
    from overture.models import listed, topics

    found = listed(topic, words)
    if not found:
        raise FileError.of(
            "models/asked",
            f"no model of the catalogue speaks of {' '.join(words)!r}",
            "overture models",
            "nothing, words that a model speaks of, show NAME, check [NAME ...] or cite NAME",
        )
    if as_json:
        rows = [{"name": each.name, "topics": each.topics, "about": each.about} for each in found]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for each in found:
        print(f"{each.name}: {each.about}")
    if not words and not topic:
        print(f"\n{len(found)} models. Topics: {', '.join(topics())}.")


def _cite(names: Sequence[str]) -> None:
    from overture.models import cite

    print("\n\n".join(cite(name) for name in _named(names, "cite")))


def _named(names: Sequence[str], verb: str) -> Sequence[str]:
    """The names that a verb was given. Raises FileError where it was given none."""
    from overture.errors import FileError

    if not names:
        raise FileError.of("models/asked", f"{verb} without a name", "overture models", f"{verb} NAME")
    return names


def _checked(names: Sequence[str], as_json: bool) -> int:
    """Try what publications state and print it; 1 where something does not hold."""
    from overture.cli.progress import bar
    from overture.games.view import count
    from overture.models import check

    with bar() as tell:
        found = check(names, progress=tell)
    failed = [each for each in found if not each.holds]
    if as_json:
        print(json.dumps([each.to_dict() for each in found], indent=2, ensure_ascii=False))
        return int(bool(failed))
    print("\n".join(_tried(found)))
    models = len({each.model for each in found})
    tried = f"{count(len(found), 'statement')} of {count(models, 'model')} tried"
    print(f"\n{tried}; {len(failed)} {'does' if len(failed) == 1 else 'do'} not hold.")
    return int(bool(failed))


def _tried(found: Sequence[StatementCheck]) -> list[str]:
    """What was tried, model by model."""
    from overture.models.catalogue.model import load_model
    from overture.models.catalogue.words import tried_lines

    lines: list[str] = []
    last = ""
    for each in found:
        if each.model != last:
            paper = load_model(each.model).paper
            lines += [
                *([""] if lines else []),
                f"{each.model}: {paper.said() if paper else 'of no publication'}",
            ]
            last = each.model
        lines += tried_lines(each)
    return lines


def _show(names: Sequence[str], svg: Path | None, figures: Path | None) -> None:
    from overture.cli.written import write_and_say
    from overture.errors import FileError
    from overture.models.as_story import tree_of
    from overture.models.catalogue.check import check_model
    from overture.models.catalogue.model import load_model

    if len(_named(names, "show")) > 1:
        raise FileError.of("models/asked", f"show {' '.join(names)}", "overture models", "one name")
    model = load_model(names[0])
    checks = list(check_model(model))
    print("\n".join(_shown(model, checks)))
    if figures is not None:
        from overture.cli.written import save_and_say
        from overture.gallery.figures import statement_figures

        save_and_say(statement_figures(checks), figures, "svg")
    if svg is not None:
        from overture.games.drawing.drawing import draw

        write_and_say(svg, draw(tree_of(model.game, model.name)).made(".svg"), "Picture")


def _shown(model: PublishedModel, checks: Sequence[StatementCheck]) -> list[str]:
    """A model told: publication, story and who knows what, tree, parameters, equilibria, what was tried."""
    from overture.games.knowledge import knowledge
    from overture.games.show import outline
    from overture.games.story.writing.words import told
    from overture.models.as_story import catalogue_story, game_story, tree_of
    from overture.models.catalogue.words import equilibrium_lines, parameter_lines, tried_lines

    name = model.name
    tree = tree_of(model.game, name)
    lines = [paper.said() for paper in model.papers]
    lines += [f"Topics: {', '.join(model.file.topics)}", ""]
    if catalogue_story(name) is not None:
        lines += told(game_story(model.game, name), tree)
    else:
        lines += [model.file.text, ""]
        lines += ["Parameters", *parameter_lines(model), ""] if model.defaults else []
        if tree.n_nodes <= MOST_NODES:
            lines += told(game_story(model.game, name), tree)
        else:
            lines += [tree.title, "", "Players", *(f"- {player}" for player in tree.players)]
            lines += ["", "Who knows what", *(f"- {line}" for line in knowledge(tree))]
    size = f"{tree.n_nodes:,} nodes, {tree.n_infosets:,} information sets, {len(tree.terminal):,} histories"
    lines += ["", f"The tree: {size}"]
    lines += outline(tree) if tree.n_nodes <= MOST_NODES else []
    if checks:
        lines += [
            "",
            "Equilibria at these parameters",
            *equilibrium_lines(model),
            "",
            "What is stated, and computed",
        ]
        for each in checks:
            lines += tried_lines(each)
    return lines
