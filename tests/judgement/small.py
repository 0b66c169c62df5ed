"""Small cases at random: a game of at most five moves, told in a file of its own, with claims by several sources.

A leader of a hidden kind offers something or nothing; a test may come before the answer; behind a deal he may cheat,
an alarm may tell of it, and the answerer may end the deal. ``cases()`` is a Hypothesis strategy, ``Small.write``
gives the folder of a case.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

GAME = '''
import overture as ov


def story(p, types, signals, invite, gate, probe, conduct, alarm, seen):
    """A leader of kind bad, middling or good offers; the other side answers."""
    odds = {"bad": p.prior_b, "good": 1 - p.prior_b}
    if "m" in types:
        odds = {"bad": p.prior_b, "middling": p.prior_m, "good": 1 - p.prior_b - p.prior_m}
    kind = yield ov.chance("kind", odds, seen_by="Leader")
    if invite:
        asked = yield ov.move("Answerer", "invite", ["ask", "wait"])
        if asked == "wait" and gate:
            return {"Leader": 0, "Answerer": 0.1}
    act = yield ov.move("Leader", "act", ["thin", "none", "deep"][:signals])
    if act == "none":
        return {"Leader": 0, "Answerer": 0}
    cost = p.cost_m if kind == "middling" else p.cost_b if kind == "bad" else p.cost_g
    cost = cost + (0.2 if invite and asked == "wait" else 0.0)
    if act == "deep":
        cost = cost + (p.step_b if kind == "bad" else p.step_g)
    if probe:
        passes = 0.6 if kind == "middling" else p.pass_b if kind == "bad" else p.pass_g
        yield ov.chance("probe", {"pass": passes, "fail": 1 - passes})
    answer = yield ov.move("Answerer", "answer", ["accept", "reject"])
    if answer == "reject":
        return {"Leader": -p.refused - cost, "Answerer": 0}
    if not conduct:
        worth = p.middling if kind == "middling" else -p.harm if kind == "bad" else p.worth
        return {"Leader": 1 - cost, "Answerer": worth}
    does = yield ov.move("Leader", "conduct", ["comply", "cheat"], seen_by=None if seen else ())
    growth = 0.0
    if does == "cheat" and kind != "good":
        growth = p.growth if kind == "bad" else p.growth / 2
    broken = p.harm if does == "cheat" else 0.0
    if not alarm:
        return {"Leader": 1 - cost + growth - (0.1 if does == "cheat" else 0), "Answerer": p.worth - broken}
    rings = p.notice if does == "cheat" else p.noise
    yield ov.chance("alarm", {"ring": rings, "quiet": 1 - rings})
    ends = yield ov.move("Answerer", "end", ["hold", "snap"])
    if ends == "snap":
        return {"Leader": 0.3 - cost - (p.penalty if does == "cheat" else 0), "Answerer": -p.blame - broken / 2}
    return {"Leader": 1 - cost + growth - (0.1 if does == "cheat" else 0), "Answerer": p.worth - broken}


@ov.game("Leader", "Answerer")
def small(p, *, types="bg", signals=2, invite=False, gate=True, probe=False, conduct=False, alarm=False,
          seen=False, times=1.0, plus=0.0):
    """The same story in other units of payoff, with something added to what the answerer is paid."""
    paid = yield from story(p, types, signals, invite, gate, probe, conduct, alarm, seen)
    return {"Leader": paid["Leader"] * times, "Answerer": paid["Answerer"] * times + plus}
'''
# Value, and the ends of the range where it has one.
NUMBERS: dict[str, tuple[float, float, float]] = {
    "prior_b": (0.1, 0.4, 0.6), "prior_m": (0.1, 0.2, 0.3), "cost_b": (0.05, 0.3, 0.9), "cost_m": (0.1, 0.2, 0.4),
    "cost_g": (0.0, 0.1, 0.3), "step_b": (0.1, 0.4, 0.8), "step_g": (0.0, 0.1, 0.3), "pass_b": (0.1, 0.4, 0.7),
    "pass_g": (0.6, 0.9, 0.95), "refused": (0.0, 0.1, 0.2), "harm": (0.5, 1.0, 2.0), "middling": (-0.4, 0.2, 0.5),
    "worth": (0.4, 0.8, 1.2), "growth": (0.2, 0.5, 0.9), "notice": (0.4, 0.6, 0.9), "noise": (0.05, 0.1, 0.3),
    "penalty": (0.1, 0.4, 1.0), "blame": (0.0, 0.2, 0.4),
}  # fmt: skip
ALWAYS = ("prior_b", "cost_b", "cost_g", "refused", "harm", "worth")


@dataclass(frozen=True)
class Small:
    """A case: its shape, the parameters with a range and whose they are, single numbers that are moved, claims, acts."""

    types: str = "bg"
    signals: int = 2
    invite: bool = False
    gate: bool = True
    probe: bool = False
    conduct: bool = False
    alarm: bool = False
    seen: bool = False
    ranged: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    sources: tuple[dict[str, Any], ...] = ()
    claims: tuple[dict[str, Any], ...] = ()
    done: tuple[str, ...] = ()
    given: str = ""
    offer: str = 'act == "thin"'
    weights: dict[str, float] = field(default_factory=dict)
    pictures: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    floor: float = 0.01
    times: float = 1.0
    plus: float = 0.0

    def having(self, **changes: Any) -> Small:
        """The same case with other fields."""
        return replace(self, **changes)

    @property
    def used(self) -> list[str]:
        """The parameters that this shape of the game moves by."""
        names = list(ALWAYS)
        names += ["prior_m", "cost_m"] if "m" in self.types else []
        names += ["middling"] if "m" in self.types and not self.conduct else []
        names += ["step_b", "step_g"] if self.signals > 2 else []
        names += ["pass_b", "pass_g"] if self.probe else []
        names += ["growth"] if self.conduct else []
        names += ["notice", "noise", "penalty", "blame"] if self.conduct and self.alarm else []
        return names

    def data(self) -> dict[str, Any]:
        """The case file."""
        words = {"bad": "he is bad", "middling": "he is middling", "good": "he is good"}
        kinds = {"b": "bad", "m": "middling", "g": "good"}
        deal = {"given": f'{self.offer} and answer == "accept"', "cheating": 'kind == "bad"'}
        if self.conduct:
            deal["cheating"] = 'conduct == "cheat"'
        if self.conduct and self.alarm:
            deal |= {"detected": 'alarm == "ring"', "collapse": 'end == "snap"'}
        return {
            "overture": 1, "title": "small", "question": "what is he?", "date": "2026-11-01", "advised": "Answerer",
            "game": "./small.py:small",
            "shape": {"types": self.types, "signals": self.signals, "invite": self.invite, "gate": self.gate, "probe": self.probe,
                      "conduct": self.conduct, "alarm": self.alarm, "seen": self.seen, "times": self.times, "plus": self.plus},
            "hypothesis": {"move": "kind", "words": {kinds[each]: words[kinds[each]] for each in self.types}},
            "signal": {"move": "act", **({"given": self.given} if self.given else {})},
            "offer": {"event": self.offer, "words": "a thin offer"},
            "reply": {"move": "answer"}, "deal": deal,
            "parameters": {name: self._number(name) for name in self.used},
            "done": [{"event": event, "words": event} for event in self.done],
            "watch": [{"event": 'alarm == "ring"', "given": deal["given"], "words": "an alarm"}] if self.alarm else [],
            "equilibria": {"starts": 2, "weights": dict(self.weights), "floor": self.floor},
        }  # fmt: skip

    def _number(self, name: str) -> dict[str, Any]:
        low, mode, high = NUMBERS[name]
        if name in self.ranged:
            found = {"low": low, "mode": mode, "high": high, "known": self.ranged[name], "why": "test"}
            if name in self.pictures:
                found["picture"] = dict(zip(("low", "mode", "high"), self.pictures[name], strict=True))
            return found
        return {"value": self.numbers.get(name, mode), "why": "test"}

    def write(self, folder: Path) -> Path:
        """The case as files in ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "small.py").write_text(GAME, encoding="utf-8")
        (folder / "case.yaml").write_text(json.dumps(self.data(), indent=1), encoding="utf-8")
        sheet = folder / "evidence.yaml"
        sheet.unlink(missing_ok=True)
        if self.claims:
            made = {"overture": 1, "sources": list(self.sources), "claims": list(self.claims)}
            sheet.write_text(json.dumps(made, indent=1), encoding="utf-8")
        return folder


# -- at random ------------------------------------------------------------------------------------------

RATES = {"access": (0.0, 0.35, 0.8, 1.0), "accuracy": (0.5, 0.9, 1.0), "says_anyway": (0.1, 0.2, 0.5, 0.7)}


@st.composite
def cases(draw: st.DrawFn, told: bool = True, own_first: bool = True) -> Small:
    """Any small case. ``told``: claims are made. ``own_first``: we may have a move before the offer."""
    types = draw(st.sampled_from(["bg", "bg", "bmg"]))
    conduct = draw(st.booleans())
    shape = Small(
        types=types,
        signals=draw(st.sampled_from([2, 2, 3])),
        invite=own_first and draw(st.sampled_from([False, False, True])),
        gate=draw(st.booleans()),
        probe=draw(st.sampled_from([False, False, True])),
        conduct=conduct,
        alarm=conduct and draw(st.booleans()),
        seen=draw(st.sampled_from([False, False, True])),
    )
    ranged = draw(
        st.dictionaries(st.sampled_from(shape.used), st.sampled_from(["theirs", "ours"]), max_size=4)
    )
    ranged |= {name: "ours" for name in ranged if name.startswith("prior")}
    numbers = draw(st.dictionaries(st.sampled_from(shape.used), st.sampled_from([0, 1, 2]), max_size=4))
    moved = {name: NUMBERS[name][place] for name, place in numbers.items() if name not in ranged}
    if draw(st.sampled_from([False] * 9 + [True])) and "prior_b" not in ranged:
        moved["prior_b"] = draw(st.sampled_from([0.0, 1.0] if types == "bg" else [0.0]))
    sources, claims = draw(_reports(shape)) if told else ((), ())
    floor = draw(st.sampled_from([0.01, 0.01, 0.001, 0.3]))
    return shape.having(ranged=ranged, numbers=moved, sources=sources, claims=claims, floor=floor)


def _events(shape: Small) -> list[str]:
    found = ['kind == "bad"', 'kind == "good"', 'kind == "bad" and act == "thin"', 'act == "thin"']
    found += ['conduct == "cheat"'] if shape.conduct else []
    return found + (['alarm == "ring"'] if shape.alarm else [])


@st.composite
def _reports(draw: st.DrawFn, shape: Small) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    sources, claims = [], []
    for name in draw(st.lists(st.sampled_from(["a", "b", "c"]), unique=True, max_size=3)):
        judged = {rate: draw(st.sampled_from(values)) for rate, values in RATES.items()}
        if draw(st.sampled_from([False, False, True])):
            judged.pop("access")
        sources.append({"id": name, "name": f"Source {name}", **judged})
        for event in draw(st.lists(st.sampled_from(_events(shape)), min_size=1, max_size=2, unique=True)):
            told = f"{name} says that {event}"
            claims.append({"id": f"{name}{len(claims)}", "source": name, "event": event, "words": told})
    return tuple(sources), tuple(claims)
