"""A case file is read whole, or refused with every fault of it, each with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from overture.case.load import choices, load
from tests.case.cases import FLAGSHIP, ROOT, changed, faults, flagship, line_of


def test_a_game_of_ones_own(folder: Path) -> None:
    loaded = load(folder)
    assert loaded.tree.players == ("Mover", "Answerer")
    assert choices(loaded.tree, "offer") == ("yes", "no")
    assert loaded.tree.parameters["bad"][0] == pytest.approx(0.3)
    assert set(loaded.hashes) == {"case (case.yaml)", "game (plain.py)"}
    assert loaded.sheet is None


def test_the_file_may_be_named_instead_of_its_folder(folder: Path) -> None:
    assert load(folder / "case.yaml").case.title == "A plain offer"


def test_its_path_may_be_a_text(folder: Path) -> None:
    assert load(str(folder)).case.title == "A plain offer"


def test_the_flagship_case_is_sound() -> None:
    loaded = load(FLAGSHIP)
    assert loaded.case.game == "freeze-for-relief"
    assert loaded.sheet is not None
    assert loaded.tree.n_nodes == 231


def test_a_parameter_that_the_case_does_not_word_has_the_games_words(tmp_path: Path) -> None:
    """The page said "R | 1" and "eps | 0.05"."""
    from overture.models import defaults, parameter_words

    assert parameter_words("freeze-for-relief").keys() == defaults("freeze-for-relief").keys()
    folder = changed(flagship(tmp_path), "{value: 0.1, words: cost of concealing a breach,", "{value: 0.1,")
    found = load(folder).parameters
    assert (found["R"].words, found["kap"].words) == ("relief", "cost of concealing a breach")
    assert found["eps"].words == "what the leader's open favour costs X"  # the case's own


def test_the_reference_says_which_keys_the_flagship_does_not_use() -> None:
    known: dict[str, set[str]] = {}
    used: dict[str, set[str]] = {}

    def walk(value: object) -> None:
        if isinstance(value, BaseModel):
            name = type(value).__name__
            known[name] = set(type(value).model_fields)
            used[name] = used.get(name, set()) | value.model_fields_set
            value = {key: getattr(value, key) for key in type(value).model_fields}
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(each)

    walk(load(FLAGSHIP).case)
    unused = {key for name in known for key in known[name] - used[name]}
    text = (ROOT / "docs" / "reference" / "case.md").read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.startswith("The flagship"))
    assert unused == set(re.findall(r"`(\w+)`", line.partition("every key but")[2]))


@pytest.mark.parametrize(
    ("old", "new", "id_and_words"),
    [
        ("title: A", "tilte: A", ["'tilte' is no key here", "Did you mean 'title'?", "case.yaml:2"]),
        ("advised: Answerer", "advised: Answer", ["'Answer' is no player", "Mover, Answerer", "Did you mean 'Answerer'?", "case.yaml:5"]),
        ("game: ./plain.py:plain", "game: freeze-for-releif", ["freeze-for-releif", "Did you mean 'freeze-for-relief'?", "case.yaml:6"]),
        ("game: ./plain.py:plain", "game: ./plain.py:plane", ["has no game 'plane'", "Did you mean 'plain'?"]),
        ("game: ./plain.py:plain", "game: ./gone.py:plain", ["there is no such file"]),
        ("game: ./plain.py:plain", "game: ./plain.py:plain\nshape: {deep: true}", ["no shape argument 'deep'", "case.yaml:7"]),
        ("move: kind", "move: kinds", ["no move 'kinds'", "offer, reply, kind", "Did you mean 'kind'?", "case.yaml:7"]),
        ("bad: he is bad", "bed: he is bad", ["no choice 'bed'", "good, bad", "Did you mean 'bad'?", "case.yaml:7"]),
        ("{move: offer}", "{move: offer, words: {yess: he offers}}", ["'offer' has no choice 'yess'", "Did you mean 'yes'?", "case.yaml:8"]),
        ("{move: reply}", "{move: reply, words: {took: take it}}", ["'reply' has no choice 'took'", "case.yaml:10"]),
        ("deal:", "counterpart: {move: kind, words: {goood: he is good}}\ndeal:", ["'kind' has no choice 'goood'", "Did you mean 'good'?", "case.yaml:11"]),
        ("good: he is good}", "good: he is good}, nouns: {badd: a rogue}", ["'kind' has no choice 'badd'", "case.yaml:7, hypothesis.nouns.badd"]),
        ("deal:", "players: {Mover: {pronoun: him}}\ndeal:", ["players.Mover.pronoun", "'he', 'she', 'it' or 'they'", "case.yaml:11"]),
        ("deal:", "players: {Movers: {name: the mover}}\ndeal:", ["'Movers' is no player", "Did you mean 'Mover'?", "case.yaml:11"]),
        ("deal:", "phrases: {offers: {yes: offers}}\ndeal:", ["no move 'offers'", "Did you mean 'offer'?", "case.yaml:11"]),
        ("deal:", "phrases: {offer: {yea: offers}}\ndeal:", ["'offer' has no choice 'yea'", "case.yaml:11"]),
        ("deal:", "equilibria: {weights: {poolin on yes: 1}}\ndeal:", ["no class of equilibrium is called 'poolin on yes'", "Did you mean 'pooling on yes'?", "case.yaml:11"]),
        ("deal:", "equilibria: {weights: {separating: -5}}\ndeal:", ["greater than or equal to 0", "case.yaml:11, equilibria.weights.separating"]),
        ("deal:", "equilibria: {weights: {separating: .nan}}\ndeal:", ["must be finite", "case.yaml:11, equilibria.weights.separating"]),
        ("deal:", "equilibria: {weights: {separating: 0}, other: 0}\ndeal:", ["all weights are 0", "case.yaml:11"]),
        ("deal:", "equilibria: {cap: .inf}\ndeal:", ["must be finite", "case.yaml:11, equilibria.cap"]),
        ("deal:", "equilibria: {cap: 1}\ndeal:", ["greater than 1", "case.yaml:11, equilibria.cap"]),
        ("bad: he is bad", "bad: bad", ["'bad' is no clause", "a subject and a verb", "case.yaml:7, hypothesis.words.bad"]),
        ("low: 0.1, mode: 0.3", "low: 0.4, mode: 0.3", ["not in rising order", "case.yaml:13"]),
        ("mode: 0.3", "mode: .nan", ["must be finite", "case.yaml:13, parameters.bad.mode"]),
        ("mode: 0.3", "mode: true", ["a number must stand here", "case.yaml:13, parameters.bad.mode"]),
        (", why: nobody knows", "", ["a range needs a sentence in why"]),
        ("bad: {low", "bed: {low", ["the game needs the parameter 'bad'", "Is it 'bed'?", "the game has no parameter 'bed'", "Did you mean 'bad'?"]),
        ("date: 2026-11-01", "date: soon", ["case.yaml:4"]),
        ("good: he is good}", "good: he is good, false: he is false}", ["hypothesis.words", 'a word in quotes: "false"']),
        ("title: A plain offer", "title: A plain offer\ntitle: again", ["title", "each key once"]),
    ],
)  # fmt: skip
def test_faults(folder: Path, old: str, new: str, id_and_words: list[str]) -> None:
    told = "\n".join(faults(changed(folder, old, new)))
    for words in id_and_words:
        assert words in told


@pytest.mark.parametrize(
    "name",
    [
        "separating",
        "semi-separating",
        "'pooling (babbling over yes, no)'",
        "pooling on no",
        "pooling on yes (2)",
    ],
)
def test_every_class_that_a_signal_can_make_may_have_a_weight(folder: Path, name: str) -> None:
    load(changed(folder, "deal:", f"equilibria: {{weights: {{{name}: 0.5}}}}\ndeal:"))


def test_a_key_that_begins_with_a_capital_has_its_line(folder: Path) -> None:
    """Branches of unions are named so by pydantic, and parameters by their authors."""
    (told,) = faults(
        changed(folder, "parameters:\n", "parameters:\n  R: {low: 2, mode: 1, high: 3, why: a test}\n")
    )
    assert "case.yaml:13, parameters.R" in told


def test_all_faults_at_once(folder: Path) -> None:
    """Of keys, of numbers, of moves, of events and of the sheet, in one round."""
    changed(folder, "advised: Answerer", "advised: Nobody")
    changed(folder, "title: A plain offer", "titel: A plain offer")
    changed(folder, "move: reply", "move: answer")
    changed(folder, 'kind == "bad"', 'kind == "awful"')
    changed(folder, "low: 0.1", "low: 0.5")
    (folder / "evidence.yaml").write_text(
        "overture: 1\nsources:\n  - {id: a, accuracy: 1.2, colour: red}\n"
        "claims:\n  - {id: c, source: b, event: 'kind == \"evil\"'}\n"
    )
    told = "\n".join(faults(folder))
    for words in (
        "case.yaml:2, titel", "'Nobody' is no player", "no move 'answer'", "'awful'", "not in rising order",
        "evidence.yaml:3, sources.0.colour", "evidence.yaml:3, source a, accuracy", "evidence.yaml:5, claims.0.source", "'evil'",
    ):  # fmt: skip
        assert words in told
    assert "'title' is missing" not in told  # the misspelt key stands for it
    assert len(told.splitlines()) == 9


def test_what_follows_from_a_fault_is_not_told_again(folder: Path) -> None:
    changed(
        folder,
        "bad: {low: 0.1, mode: 0.3, high: 0.6, why: nobody knows}",
        "bad: {low: 0.1, mode: often, high: 0.6}",
    )
    changed(folder, "offer: {event: 'offer == \"yes\"', words: he offers}\n", "")
    told = faults(folder)
    assert len(told) == 2
    assert "'offer' is missing" in told[0]
    assert "parameters.bad.mode" in told[1]


def test_a_game_file_that_breaks(folder: Path) -> None:
    (folder / "plain.py").write_text("1 / 0\n")
    (told,) = faults(folder)
    assert "plain.py:1 cannot be run: ZeroDivisionError" in told
    (folder / "plain.py").write_text("pass\nif\n")
    (told,) = faults(folder)
    assert "plain.py:2 cannot be run: SyntaxError" in told


def test_a_game_that_breaks_when_it_is_told(folder: Path) -> None:
    changed(folder, "    offer =", "    [][1]\n    offer =", "plain.py")
    (told,) = faults(folder)
    line = (folder / "plain.py").read_text().split("\n").index("    [][1]") + 1
    assert "the game cannot be told: IndexError" in told
    assert f"at {folder / 'plain.py'}:{line}; allowed" in told
    assert "case.yaml:6, game" in told


def test_a_parameter_that_is_missing(folder: Path) -> None:
    told = faults(changed(folder, "bad: {low: 0.1, mode: 0.3, high: 0.6, why: nobody knows}", "good: 1.0"))
    assert ["needs the parameter 'bad'" in told[0], "has no parameter 'good'" in told[1]] == [True, True]
    assert len(told) == 2


def test_an_evidence_sheet_that_is_named_and_missing(folder: Path) -> None:
    file = folder / "case.yaml"
    file.write_text(file.read_text() + "evidence: gone.yaml\n")
    (told,) = faults(folder)
    assert "there is no file 'gone.yaml'" in told


def test_a_term_speaks_of_parameters_that_exist(folder: Path) -> None:
    file = folder / "case.yaml"
    term = "terms:\n  - {parameter: bed, held: {best: 1.0}, words: a clause, low: 0.0, high: 1.0}\n"
    file.write_text(file.read_text() + term)
    told = faults(folder)
    assert len(told) == 2
    assert "'bed'" in told[0]
    assert "Did you mean 'bad'?" in told[0]
    assert "case.yaml:15, terms.0.held.best" in told[1]


# -- moves of the right kind ----------------------------------------------------------------------------


def test_the_hypothesis_is_drawn_by_chance(folder: Path) -> None:
    changed(folder, "{move: kind, words: {bad: he is bad, good: he is good}}", "{move: reply}")
    told = "\n".join(faults(changed(folder, "{move: offer}", "{move: kind}")))
    assert "case.yaml:7, hypothesis.move: 'reply' is a move of a player" in told
    assert "case.yaml:8, signal.move: 'kind' is a move of chance" in told


def test_the_hypothesis_is_drawn_on_every_history(folder: Path) -> None:
    first = '    kind = yield ov.chance("kind", {"good": 1 - p.bad, "bad": p.bad}, seen_by="Mover")\n'
    changed(
        folder,
        first,
        f'    if (yield ov.chance("war", {{"no": 0.5, "yes": 0.5}})) == "yes":\n        return {{"Mover": 0, "Answerer": 0}}\n{first}',
        "plain.py",
    )
    (told,) = faults(folder)
    assert "case.yaml:7, hypothesis.move: 'kind' is not drawn on every history" in told


def test_the_reply_is_a_move_of_who_is_advised(folder: Path) -> None:
    (told,) = faults(changed(folder, "advised: Answerer", "advised: Mover"))
    assert "case.yaml:10, reply.move: 'reply' is a move of Answerer, and Mover is advised" in told


# -- the flagship, misspelt (faults README, section cases/: "all were accepted") ------------------------


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  tau:\n", "  taw:\n", ["parameters.taw", "has no parameter 'taw'", "Did you mean 'tau'?"]),
        ("pooling on thin: 0.4", "poolin on thin: 0.4", ["equilibria.weights.poolin on thin", "Did you mean 'pooling on thin'?"]),
        ("pooling on thin: 0.4", "pooling on thin: -5", ["equilibria.weights.pooling on thin"]),
        ("pooling on thin: 0.4", "pooling on thin: .nan", ["must be finite"]),
        ("cap: 100", "cap: .inf", ["equilibria.cap", "must be finite"]),
        ("high: 0.6, known: ours", "high: 1.8, known: ours", ["parameters.q_thin", "'inspection'", "q_thin = 1.8", "alarm 1.8"]),
        ('offer == "thin" and election == "X"\n  words', '""\n  words', ["offer.event", "the event is empty"]),
    ],
)  # fmt: skip
def test_the_flagship_misspelt(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    told = "\n".join(faults(changed(flagship(tmp_path), old, new)))
    for each in words:
        assert each in told


@pytest.mark.parametrize(
    ("old", "new", "of"),
    [("  tau:\n", "  taw:\n", "eps"), ("- {parameter: R, ", "- {parameter: RR, ", "d")],
    ids=["parameter", "term"],
)
def test_what_is_offered_is_what_this_form_of_the_game_uses(
    tmp_path: Path, old: str, new: str, of: str
) -> None:
    """help_cost was offered, and then answered with "moves nothing in this form of the game".

    A term is one of the game in which terms are judged: the leader's favour (eps) is no part of our answer.
    """
    (told,) = faults(changed(flagship(tmp_path), old, new))
    offered = told.partition("; allowed: ")[2].partition(".")[0].split(", ")
    assert {of, "q_thin", "R"} <= set(offered)
    assert not {"help_cost", "delta", "R_road"} & set(offered)


# -- the sheet ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('near: intent == "keep"', 'near: intent == "kept"', ["near", "Did you mean 'keep'?", "claim deceptive-offer"]),
        ('interest: intent == "keep"', 'interest: intend == "keep"', ["interest", "Did you mean 'intent'?", "source officials"]),
        ("accuracy: 0.9\n", "admiralty: B2\n", ["credibility 2", "source insider"]),
        ("accuracy: 0.9\n", "accuracy: often\n", ["'often' is not a probability", "source insider, accuracy"]),
        ("source: officials", "source: official", ["names the source 'official'", "Did you mean 'officials'?"]),
        ("topic: aims", "topic: aim", ["draws on the topic 'aim'", "Did you mean 'aims'?", "claim deceptive-offer, topic"]),
        ('    event: intent == "exploit"\n    topic', '    event: offer == "none" and answer == "accept"\n    topic', ["is true on no history", "exclude each other"]),
        ("  - id: writer\n", "  - id: officials\n", ["'officials' is used twice"]),
        ("    voice: insider\n    access", "    voice: insider\n    distinct_from: [writr]\n    access", ["names the source 'writr'", "Did you mean 'writer'?"]),
    ],
)  # fmt: skip
def test_faults_of_the_sheet_have_their_lines(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    folder = changed(flagship(tmp_path), old, new, "evidence.yaml")
    text = (folder / "evidence.yaml").read_text(encoding="utf-8")
    at = text[: text.index(new) + len(new) - 1].count("\n") + 1
    told = faults(folder)
    assert any(f"evidence.yaml:{line}" in each for each in told for line in (at, at - 1))
    for each in words:
        assert each in "\n".join(told)


def test_who_copied_whom_is_checked_with_all_the_rest(tmp_path: Path) -> None:
    more = '  - {id: reverse, source: writer, event: intent == "keep", copy_of: deceptive-offer}'
    folder = changed(flagship(tmp_path), "claims:\n", f"claims:\n{more}\n", "evidence.yaml")
    (told,) = faults(folder)
    assert "claim reverse, copy_of: does not say what it copies (deceptive-offer)" in told
    assert "evidence.yaml:56" in told


def test_a_linked_copy_of_a_claim_that_names_no_event_is_told(tmp_path: Path) -> None:
    folder = changed(
        flagship(tmp_path),
        '    event: intent == "exploit"\n    topic',
        "    event:\n    topic",
        "evidence.yaml",
    )
    (told,) = faults(folder)
    line = line_of(folder, "copy_of: deceptive-offer", "evidence.yaml")
    assert f"evidence.yaml:{line}, claim writer-deception, copy_of: names an event" in told
    assert "what it copies (deceptive-offer) names none" in told
    assert "Give deceptive-offer the same event, or empty the event here, or drop copy_of" in told


@pytest.mark.parametrize("event", ['intent == "exploitt"', "[intent]", 'intent = "exploit"'])
def test_a_fault_of_an_event_is_not_told_again_of_its_copies(tmp_path: Path, event: str) -> None:
    folder = changed(
        flagship(tmp_path),
        'event: intent == "exploit"\n    topic',
        f"event: {event}\n    topic",
        "evidence.yaml",
    )
    (told,) = faults(folder)
    assert "deceptive-offer, event" in told or "claims.13.event" in told


# -- yaml -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("title: A plain offer", "title: A plain offer: really", 2, ["a colon where none can stand", "goes into quotes"]),
        ("why: nobody knows", "why: he says: nobody knows", 13, ["a colon inside brackets", "goes into quotes"]),
        ("why: nobody knows", "why: perhaps, nobody knows", 13, ["'nobody knows' is no key here", "A comma inside { }", "into quotes"]),
        ("why: nobody knows}", 'why: "nobody knows}', 13, ["a quotation mark is opened and never closed"]),
        ("title: A plain offer", 'title: "A plain offer', 2, ["a quotation mark is opened and never closed"]),
        ("words: he offers", 'words: "he offers', 9, ["a quotation mark is opened and never closed"]),
        ("advised: Answerer", "\tadvised: Answerer", 5, ["a tab at the start of a line"]),
        ("title: A plain offer", "title: 'It's plain'", 2, ["words after a closed quotation"]),
        ("advised: Answerer", " advised: Answerer", 5, ["a colon where none can stand", "indented"]),
        ("overture: 1", "overture: [", 3, ["a bracket that is not closed before this line (opened in line 1)"]),
        ("why: nobody knows}", 'why: "nobody\n    knows}', 13, ["a quotation mark is opened and never closed", "at the end of the text"]),
        ("why: nobody knows", 'why: "nobody" knows', 13, ["words after a closed quotation inside brackets", "in one pair of quotes"]),
        ("low: 0.1, mode: 0.3, high: 0.6", "low: 0,1, mode: 0,3, high: 0,6", 13, ["a comma inside a number", "Write 0.3, not 0,3"]),
        ("low: 0.1, mode: 0.3, high: 0.6", "low: 0,0, mode: 0,5, high: 0,6", 13, ["a comma inside a number", "Write 0.5, not 0,5"]),
        ("title: A plain offer", "title: @plain", 2, ["a sign that YAML keeps for itself", "in quotes"]),
    ],
)  # fmt: skip
def test_what_yaml_cannot_read_is_told_in_plain_words(
    folder: Path, old: str, new: str, line: int, words: list[str]
) -> None:
    told = "\n".join(faults(changed(folder, old, new)))
    assert f"case.yaml:{line}" in told
    for each in words:
        assert each in told


@pytest.mark.parametrize(
    ("old", "new", "words", "name"),
    [
        ("date: 2026-11-22", "date: 22.11.2026", "a date must stand here (found '22.11.2026'); allowed: year-month-day, as in 2026-11-22. Write 2026-11-22.", "case.yaml"),
        ("{value: 0.5, words: chance that X", "{value: 80 %, words: chance that X", "a number must stand here (found '80 %'); allowed: a number. Write 0.8.", "case.yaml"),
        ("accuracy: 0.9", "accuracy: 80 %", "'80 %' is not a probability; allowed: a number from 0 to 1, {mean: m, strength: n} or {beta: [a, b]}. Write 0.8.", "evidence.yaml"),
        ("shading: 0.5", 'shading: "0,5"', "a number must stand here (found '0,5'); allowed: a number. Write 0.5.", "evidence.yaml"),
        ("floor: 0.01", "floor: 0", "0 is out of bounds; allowed: a number greater than 0.", "case.yaml"),
        ("starts: 6", "starts: 2.5", "a whole number must stand here (found 2.5); allowed: a whole number.", "case.yaml"),
        ("low: 0.1, mode: 0.3, high: 0.6", "low: 0.7, mode: 0.3, high: 0.6", "are not in rising order; allowed: low <= mode <= high.", "case.yaml"),
        ("voice: official", "voice: oficial", "'oficial' is none of what can stand here; allowed: 'writer', 'official'", "evidence.yaml"),
        ("voice: official", "voice: oficial", "Did you mean 'official'?", "evidence.yaml"),
        ("event: offer == \"thin\" and", "event: offer = \"thin\" and", "allowed: == for equality.", "case.yaml"),
        ("{value: 0.5, words: chance that X", "{value: 0,5, words: chance that X", "parameters.w.value: a comma inside a number cuts it in two", "case.yaml"),
    ],
)  # fmt: skip
def test_a_value_that_is_refused_is_told_with_what_is_allowed(
    tmp_path: Path, old: str, new: str, words: str, name: str
) -> None:
    (told,) = faults(changed(flagship(tmp_path), old, new, name))
    assert words in told


def test_a_case_that_cannot_be_read_keeps_no_fault_of_its_sheet_back(folder: Path) -> None:
    (folder / "evidence.yaml").write_text("overture: 1\nsources:\n  - {name: a man}\n")
    told = faults(changed(folder, "overture: 1", "overture: ["))
    assert len(told) == 2
    assert "evidence.yaml:3" in told[1]
