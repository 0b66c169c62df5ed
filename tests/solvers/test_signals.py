"""What the others see of a move: one word may be two signals, and two words one."""

from __future__ import annotations

from overture.games.files.efg import read_efg
from overture.solvers.all.classes import Namer
from overture.solvers.form import form_of


def words(text: str) -> tuple[str, ...]:
    found = Namer(form_of(read_efg(text))).signals
    assert found is not None
    return found.words


HEAD = 'EFG 2 R "g" { "S" "R" "Q" }\nc "" 1 "" { "strong" 1/2 "weak" 1/2 } 0\n'


class Text:
    """Lines of a file, each end with its own number."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.ends = 0

    def end(self, count: int = 1) -> Text:
        for _ in range(count):
            self.ends += 1
            self.lines.append(f't "" {self.ends} "" {{ {self.ends}, {-self.ends}, 0 }}')
        return self

    def add(self, line: str) -> Text:
        self.lines.append(line)
        return self

    def answer(self, number: int, player: int = 2) -> Text:
        return self.add(f'p "" {player} {number} "set {player}.{number}" {{ "yes" "no" }} 0').end(2)

    def sender(self, number: int, *choices: str) -> Text:
        told = " ".join(f'"{each}"' for each in choices)
        return self.add(f'p "" 1 {number} "S{number}" {{ {told} }} 0')

    def __str__(self) -> str:
        return HEAD + "\n".join(self.lines)


def test_words_that_lead_to_one_information_set_are_one_signal() -> None:
    text = Text().sender(1, "bet", "check").answer(1).end().sender(2, "bluff", "pass").answer(1).end()
    assert words(str(text)) == ("bet or bluff", "check", "pass")


def test_two_choices_of_one_type_can_be_one_signal() -> None:
    text = Text().sender(1, "bet", "raise", "check").answer(1).answer(1).end()
    text.sender(2, "bet", "check").answer(1).end()
    assert words(str(text)) == ("bet or raise", "check")


def test_one_word_that_leads_to_two_information_sets_is_two_signals() -> None:
    """The receiver is unsure after "check", so what he sees after "bet" tells him the type."""
    text = Text().sender(1, "bet", "check").answer(1).answer(2).sender(2, "bet", "check").answer(3).answer(2)
    assert words(str(text)) == ("bet (set 2.1)", "bet (set 2.3)", "check")


def test_where_the_receiver_knows_the_type_anyway_nothing_is_signalled() -> None:
    text = Text().sender(1, "bet", "check").answer(1).answer(2).sender(2, "bet", "check").answer(3).answer(4)
    assert Namer(form_of(read_efg(str(text)))).signals is None


def test_a_word_that_ends_play_for_one_type_alone_tells_the_type() -> None:
    text = Text().sender(1, "bet", "check").end().answer(1).sender(2, "bet", "check").answer(2).answer(1)
    assert words(str(text)) == ("bet (end)", "bet (set 2.2)", "check")
    text = Text().sender(1, "bet", "check", "fold").end().answer(1).answer(2)
    text.sender(2, "bet", "check", "fold").answer(1).answer(1).answer(2)
    assert words(str(text)) == ("bet", "bet or check", "fold")


def test_what_another_player_can_tell_apart_is_two_signals() -> None:
    """R moves without having seen the message, then Q has."""

    def after(text: Text, number: int) -> Text:
        text.add('p "" 2 1 "set 2.1" { "l" "r" } 0')
        return text.answer(number, 3).answer(number, 3)

    text = after(Text().sender(1, "a", "b"), 1)
    text = after(text, 2).sender(2, "a", "b")
    text = after(after(text, 1), 2)
    assert words(str(text)) == ("a", "b")
    blind = after(Text().sender(1, "a", "b"), 1)
    blind = after(blind, 1).sender(2, "a", "b")
    blind = after(after(blind, 1), 1)
    assert words(str(blind)) == ("a or b",)


def test_noise_is_a_signal_where_its_odds_tell() -> None:
    """Both words may come out either way; with other odds they are two signals, with the same odds one."""

    def game(odds: str) -> str:
        text = Text()
        for kind in (1, 2):
            text.sender(kind, "a", "b")
            for word, share in (("a", '{ "up" 1/4 "down" 3/4 }'), ("b", odds)):
                text.add(f'c "" {kind * 2 + (word == "b")} "" {share} 0').answer(1).answer(2)
        return str(text)

    assert words(game('{ "up" 3/4 "down" 1/4 }')) == ("a", "b")
    assert words(game('{ "up" 1/4 "down" 3/4 }')) == ("a or b",)


def test_a_chance_move_after_the_word_does_not_make_two_signals_of_it() -> None:
    """What chance shows later of the type is not told by the sender."""
    text = Text()
    for kind, shown in ((1, 2), (2, 3)):
        text.sender(kind, "a", "b").add(f'c "" {kind + 1} "" {{ "seen" 1/2 "not" 1/2 }} 0')
        text.answer(shown).answer(1).answer(4)
    assert words(str(text)) == ("a", "b")
