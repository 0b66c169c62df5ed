"""What the solved game says in the example: numbers in keeping with the flagship reference."""

from __future__ import annotations

from overture.judgement.judgement import (
    Answer,
    EquilibriumCard,
    Indicator,
    Line,
    Outcome,
    Preference,
    Ratio,
    Reply,
    Signal,
    Spread,
    TermCurve,
    TermPoint,
    Threshold,
)

POOLING, SEMI, SEPARATING = "pooling on thin", "semi-separating", "separating"


def answer(
    mean: float,
    low: float,
    high: float,
    pooling: float | None = None,
    semi: float | None = None,
    separating: float | None = None,
) -> Answer:
    """An answer whose range within each class of equilibrium is a third as wide."""
    side = (high - low) / 6
    by = {POOLING: pooling, SEMI: semi, SEPARATING: separating}
    classes = {
        name: Spread(mean=value, low=max(low, value - side), high=min(high, value + side))
        for name, value in by.items()
        if value is not None
    }
    return Answer(mean=mean, low=low, high=high, by_equilibrium=classes)


def turned(given: Answer) -> Answer:
    """The same answer for the only other hypothesis."""

    def flip(spread: Spread) -> Spread:
        return Spread(mean=1 - spread.mean, low=1 - spread.high, high=1 - spread.low)

    whole = flip(given)
    return Answer(
        mean=whole.mean,
        low=whole.low,
        high=whole.high,
        by_equilibrium={name: flip(spread) for name, spread in given.by_equilibrium.items()},
    )


PRIOR = answer(0.45, 0.21, 0.70, 0.43, 0.44, 0.47)
TALK = answer(0.45, 0.21, 0.70, 0.43, 0.44, 0.47)
ACTS = answer(0.48, 0.23, 0.74, 0.43, 0.54, 0.58)
INSIDER = answer(0.54, 0.28, 0.79, 0.49, 0.59, 0.63)
NAIVE = answer(0.81, 0.55, 0.94, 0.78, 0.84, 0.87)


def curve(values: list[float], start: float, slope: float) -> list[TermPoint]:
    points = []
    for value in values:
        cheating = min(0.48, max(0.02, start - slope * value))
        points.append(
            TermPoint(
                value=value,
                cheating=Spread(mean=cheating, low=max(0.0, cheating - 0.14), high=min(1.0, cheating + 0.17)),
                worth=Spread(mean=0.55 - cheating, low=0.3 - cheating, high=0.8 - cheating),
                share_deterred=min(1.0, max(0.0, 1.25 - 2.2 * cheating)),
            )
        )
    return points


PREFERENCES: list[Preference] = [
    Preference(
        type="exploit",
        words="One who exploits",
        value={
            "X": answer(0.62, 0.0, 0.90, 0.90, 0.778, 0.0),
            "Y": answer(0.02, 0.0, 0.08, 0.04, 0.01, 0.0),
        },
        gain=answer(0.60, 0.0, 0.90, 0.90, 0.778, 0.0),
        share_gains=0.71,
    ),
    Preference(
        type="keep",
        words="One who keeps",
        value={
            "X": answer(0.87, 0.74, 0.95, 0.95, 0.8215, 0.8215),
            "Y": answer(0.82, 0.70, 0.88, 0.82, 0.8215, 0.8215),
        },
        gain=answer(0.06, 0.0, 0.13, 0.1285, 0.0, 0.0),
        share_gains=0.55,
    ),
]

SIGNALS: list[Signal] = [
    Signal(
        event="offer == 'thin'",
        words="offers a thin freeze",
        kind="done",
        over="exploit : keep",
        ratios=[
            Ratio(equilibrium=POOLING, low=1.0, middle=1.0, high=1.0, share=0.62, undetermined=0, flat=1),
            Ratio(equilibrium=SEMI, low=1.2, middle=1.5, high=2.4, share=0.58, undetermined=0, flat=0.02),
            Ratio(
                equilibrium=SEPARATING,
                low=1.0,
                middle=1.0,
                high=30.0,
                share=0.97,
                undetermined=1,
                flat=0,
            ),
        ],
        overall=Spread(mean=1.13, low=1.0, high=1.5),
        finding="depends",
        sentence="A thin offer is never evidence of sincerity, and often no evidence at all.",
    ),
    Signal(
        event="offer == 'deep'",
        words="offers a deep freeze",
        kind="offer",
        over="exploit : keep",
        ratios=[
            Ratio(
                equilibrium=POOLING,
                low=0.1,
                middle=0.6,
                high=1.0,
                share=0.62,
                undetermined=0.8,
                flat=0,
            ),
            Ratio(equilibrium=SEMI, low=0.01, middle=0.02, high=0.05, share=0.58, undetermined=0, flat=0),
            Ratio(
                equilibrium=SEPARATING,
                low=0.01,
                middle=0.01,
                high=0.03,
                share=0.97,
                undetermined=0,
                flat=0,
            ),
        ],
        overall=Spread(mean=0.03, low=0.01, high=0.6),
        finding="second",
        sentence="Only one who would keep a freeze offers deep terms.",
    ),
    Signal(
        event="statement == 'indifferent'",
        words="says that he is indifferent",
        kind="talk",
        over="exploit : keep",
        ratios=[
            Ratio(equilibrium=POOLING, low=1.0, middle=1.0, high=1.0, share=0.62, undetermined=0, flat=1),
            Ratio(
                equilibrium=SEMI,
                low=0.9,
                middle=1.0,
                high=1.1,
                share=0.58,
                undetermined=0.6,
                flat=0.9,
            ),
            Ratio(
                equilibrium=SEPARATING,
                low=0.9,
                middle=1.0,
                high=1.1,
                share=0.97,
                undetermined=1,
                flat=0.9,
            ),
        ],
        overall=Spread(mean=1.0, low=0.98, high=1.04),
        finding="nothing",
        sentence="Every type would say it, since open favour costs what it wants.",
    ),
]

OUTCOMES: list[Outcome] = [
    Outcome(
        name="compliance",
        words="the freeze is kept",
        probability=answer(0.52, 0.24, 0.77, 0.57, 0.48, 0.46),
    ),
    Outcome(
        name="undetected cheating",
        words="he cheats and no alarm is raised",
        probability=answer(0.34, 0.12, 0.56, 0.30, 0.38, 0.41),
    ),
    Outcome(
        name="cheating caught",
        words="he cheats, an alarm is raised, the deal is held",
        probability=answer(0.14, 0.05, 0.24, 0.13, 0.14, 0.13),
    ),
    Outcome(
        name="collapse",
        words="relief is snapped back",
        probability=answer(0.04, 0.0, 0.09, 0.01, 0.06, 0.07),
    ),
]

REPLIES: list[Reply] = [
    Reply(
        label="accept",
        words="accept the thin offer",
        counterpart="X",
        ours=answer(0.03, -0.38, 0.44, 0.08, 0.0, -0.06),
        theirs=answer(0.12, 0.0, 0.41, 0.17, 0.0, 0.0),
        best_ours=0.53,
        best_theirs=0.88,
    ),
    Reply(
        label="reject",
        words="refuse it",
        counterpart="X",
        ours=answer(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        theirs=answer(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        best_ours=0.47,
        best_theirs=0.12,
    ),
    Reply(
        label="accept",
        words="accept the thin offer",
        counterpart="Y",
        ours=answer(-0.23, -0.61, 0.18, -0.19, -0.28, -0.31),
        theirs=answer(-0.11, -0.5, 0.2, -0.1, -0.1, -0.3),
        best_ours=0.17,
        best_theirs=0.21,
    ),
    Reply(
        label="reject",
        words="refuse it",
        counterpart="Y",
        ours=answer(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        theirs=answer(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        best_ours=0.83,
        best_theirs=0.79,
    ),
]

TERMS: list[TermCurve] = [
    TermCurve(
        parameter="q_thin",
        words="chance that inspection finds cheating",
        unit="chance",
        now=0.3,
        points=curve([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], 0.72, 0.7),
        threshold=0.73,
        sentence="Under automatic snapback cheating stops paying at a detection rate of about 0.73.",
    ),
    TermCurve(
        parameter="s",
        words="penalty when caught",
        unit="of the relief",
        now=0.5,
        points=curve([0.0, 0.5, 1.0, 1.5, 2.0, 2.5], 0.52, 0.03),
        threshold=None,
        sentence="A penalty that the counterpart will not impose is worth nothing, however large.",
    ),
    TermCurve(
        parameter="phi",
        words="share of the horizon that passes before snapback bites",
        unit="share",
        now=0.4,
        points=curve([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], 0.2, -0.5),
        threshold=0.2,
        sentence="Snapback deters only if it bites early, in the first fifth of the horizon.",
    ),
]

THRESHOLDS: list[Threshold] = [
    Threshold(
        name="p*_X",
        words="belief in cheating above which X snaps back",
        value=Spread(mean=0.89, low=0.79, high=0.99),
        source="((1 - phi)(b - l) + z) / ((1 - phi)(b + h))",
    ),
    Threshold(
        name="p*_Y",
        words="belief in cheating above which Y snaps back",
        value=Spread(mean=0.34, low=0.27, high=0.44),
        source="((1 - phi)(b - l) + z) / ((1 - phi)(b + h))",
    ),
    Threshold(
        name="q*",
        words="detection from which cheating does not pay, if snapback is automatic",
        value=Spread(mean=0.73, low=0.61, high=0.88),
        source="(g_E - kap + f(1 - phi)(R - g_E)) / ((1 - phi)R + s)",
    ),
]

INDICATORS: list[Indicator] = [
    Indicator(
        event="inspection == 'alarm'",
        words="an inspection raises an alarm",
        probability=Spread(mean=0.17, low=0.09, high=0.27),
        if_seen={"exploit": 0.85, "keep": 0.15},
        if_not={"exploit": 0.41, "keep": 0.59},
        bits=0.107,
        worth=0.051,
    ),
    Indicator(
        event="reply == 'take'",
        words="he takes deep terms when countered",
        probability=Spread(mean=0.51, low=0.25, high=0.78),
        if_seen={"exploit": 0.04, "keep": 0.96},
        if_not={"exploit": 0.94, "keep": 0.06},
        bits=0.71,
        worth=0.26,
    ),
    Indicator(
        event="statement == 'favour'",
        words="he praises the counterpart in a letter",
        probability=Spread(mean=0.5, low=0.2, high=0.8),
        if_seen={"exploit": 0.54, "keep": 0.46},
        if_not={"exploit": 0.54, "keep": 0.46},
        bits=0.0,
        worth=0.0,
    ),
]

EQUILIBRIA: list[EquilibriumCard] = [
    EquilibriumCard(
        name="P",
        kind=POOLING,
        before=0.40,
        after=0.66,
        share=0.62,
        logit=0.0,
        value={
            "Leader": Spread(mean=0.93, low=0.84, high=0.97),
            "Counterpart": Spread(mean=0.17, low=0.0, high=0.42),
        },
        lines=[
            Line(player="Leader", where="keep", does="offers thin", believes="", reached=True),
            Line(
                player="Leader",
                where="exploit",
                does="offers thin, then cheats",
                believes="",
                reached=True,
            ),
            Line(
                player="Counterpart",
                where="having seen offer=thin",
                does="accepts",
                believes="exploit 0.40",
                reached=True,
            ),
            Line(
                player="Counterpart",
                where="having seen inspection=alarm",
                does="holds",
                believes="exploit 0.80",
                reached=True,
            ),
            Line(
                player="Counterpart",
                where="having seen offer=deep",
                does="accepts",
                believes="exploit 0.40",
                reached=False,
            ),
        ],
        passes={"intuitive criterion": "all", "D1": "all", "undefeated": "some"},
    ),
    EquilibriumCard(
        name="M",
        kind=SEMI,
        before=0.20,
        after=0.33,
        share=0.58,
        logit=0.03,
        value={
            "Leader": Spread(mean=0.80, low=0.7, high=0.9),
            "Counterpart": Spread(mean=0.18, low=0.05, high=0.4),
        },
        lines=[
            Line(
                player="Leader",
                where="keep",
                does="offers thin with 0.67, deep with 0.33",
                believes="",
                reached=True,
            ),
            Line(player="Leader", where="exploit", does="offers thin", believes="", reached=True),
            Line(
                player="Counterpart",
                where="having seen offer=thin",
                does="accepts with 0.87",
                believes="exploit 0.50",
                reached=True,
            ),
        ],
        passes={"intuitive criterion": "all", "D1": "all", "undefeated": "none"},
    ),
    EquilibriumCard(
        name="S",
        kind=SEPARATING,
        before=0.40,
        after=0.01,
        share=0.97,
        logit=0.97,
        value={
            "Leader": Spread(mean=0.49, low=0.3, high=0.7),
            "Counterpart": Spread(mean=0.55, low=0.3, high=0.7),
        },
        lines=[
            Line(player="Leader", where="keep", does="offers deep", believes="", reached=True),
            Line(player="Leader", where="exploit", does="offers nothing", believes="", reached=True),
            Line(
                player="Counterpart",
                where="having seen offer=thin",
                does="refuses",
                believes="exploit 1",
                reached=False,
            ),
        ],
        passes={"intuitive criterion": "all", "D1": "all", "undefeated": "not tested"},
    ),
]
