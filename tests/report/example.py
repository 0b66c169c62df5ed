"""A judgement for the tests of the page: fictional roles, numbers in keeping with the flagship reference."""

from __future__ import annotations

from overture.case.judgement import (
    About,
    Answer,
    Assumption,
    Certificate,
    ClaimLine,
    Document,
    EquilibriumCard,
    Flip,
    Hypothesis,
    Indicator,
    Judgement,
    Line,
    MatrixCell,
    MatrixRow,
    Outcome,
    ParameterLine,
    Preference,
    Ratio,
    Reading,
    Reply,
    Signal,
    SourceCard,
    Spread,
    StateLine,
    Step,
    Survival,
    TermCurve,
    TermPoint,
    Threshold,
    Verdict,
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


def example() -> Judgement:
    """Everything filled."""
    return Judgement(
        overture="0.1.0",
        about=About(
            title="Freeze for relief",
            question="The Leader is likely to offer a freeze for relief. What does he want, and what should be answered?",
            date="2024-08-02",
            advised="Counterpart",
            adversary="Leader",
            seed=20240802,
            worlds=1000,
            solved=1000,
            command="overture assess cases/freeze-for-relief --worlds 1000 --seed 20240802 --html page.html",
            versions={"overture": "0.1.0", "python": "3.11.2", "numpy": "2.4.6"},
            hashes={
                "case.yaml": "5f0b3f9f5d1e2c7a4f1c7c5f3a0e6f1d9b8a7c6d5e4f3a2b1c0d9e8f7a6b5c4d",
                "evidence.yaml": "a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90",
                "insider-account.txt": "0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f9012a3b4c5d6e",
            },
        ),
        verdict=Verdict(
            wants="It is a roughly even chance (0.54; 0.28 to 0.79 over worlds, 0.49 to 0.63 over equilibria) "
            "that the Leader means to exploit a freeze.",
            offer="The thin offer should move us little: its likelihood ratio, exploit over keep, lies between "
            "1 and 1.5, and is undetermined where it is never made.",
            answer="Answer with deep terms; accepting the thin offer beats refusing it in 0.53 of worlds only.",
            confidence="Confidence in the evidence is low: one root source, without access to the programme, "
            "and an official voice that would say the same in any case.",
            robust="In every equilibrium found, a thin offer is never evidence of sincerity, and a deep one is.",
        ),
        documents=[
            Document(
                id="account",
                title="The insider's account, as retold by an outlet",
                sha256="0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f9012a3b4c5d6e",
                reader="by hand",
                claims=7,
            )
        ],
        hypotheses=[
            Hypothesis(
                label="exploit",
                words="take the relief and cheat on a weak freeze",
                prior=PRIOR,
                after_acts=ACTS,
                posterior=INSIDER,
                naive=NAIVE,
                band="roughly even chance",
            ),
            Hypothesis(
                label="keep",
                words="keep a freeze in return for relief",
                prior=turned(PRIOR),
                after_acts=turned(ACTS),
                posterior=turned(INSIDER),
                naive=turned(NAIVE),
                band="roughly even chance",
            ),
        ],
        steps=[
            Step(
                kind="prior",
                name="prior",
                words="Before anything was seen",
                belief={"exploit": PRIOR, "keep": turned(PRIOR)},
            ),
            Step(
                kind="act",
                name="indifference",
                words="The Leader says that the election is all one to him",
                belief={"exploit": TALK, "keep": turned(TALK)},
                log_odds=answer(0.0, -0.02, 0.03, 0.0, 0.0, 0.0),
                shapley=0.0,
            ),
            Step(
                kind="act",
                name="thin offer",
                words="The Leader offers a thin freeze",
                belief={"exploit": ACTS, "keep": turned(ACTS)},
                log_odds=answer(0.12, 0.0, 0.41, 0.0, 0.41, 0.52),
                shapley=0.11,
            ),
            Step(
                kind="source",
                name="insider",
                words="The insider: it would be a deception",
                belief={"exploit": INSIDER, "keep": turned(INSIDER)},
                log_odds=answer(0.22, 0.08, 0.51, 0.22, 0.22, 0.22),
                shapley=0.23,
            ),
        ],
        preferences=[
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
        ],
        signals=[
            Signal(
                event="offer == 'thin'",
                words="offers a thin freeze",
                kind="done",
                over="exploit : keep",
                ratios=[
                    Ratio(
                        equilibrium=POOLING, low=1.0, middle=1.0, high=1.0, share=0.62, undetermined=0, flat=1
                    ),
                    Ratio(
                        equilibrium=SEMI, low=1.2, middle=1.5, high=2.4, share=0.58, undetermined=0, flat=0.02
                    ),
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
                    Ratio(
                        equilibrium=SEMI, low=0.01, middle=0.02, high=0.05, share=0.58, undetermined=0, flat=0
                    ),
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
                    Ratio(
                        equilibrium=POOLING, low=1.0, middle=1.0, high=1.0, share=0.62, undetermined=0, flat=1
                    ),
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
        ],
        outcomes=[
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
        ],
        replies=[
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
        ],
        terms=[
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
        ],
        thresholds=[
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
        ],
        indicators=[
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
        ],
        equilibria=[
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
        ],
        sources=[
            SourceCard(
                id="insider",
                name="The insider",
                voice="defector",
                judgements={
                    "access": "0.35: met the Leader several times, had no part in the programme",
                    "accuracy": "0.9: where he knew, he would tell it right",
                    "says it anyway": "0.7: his audience expects it",
                    "blur": "0.4: true of disarmament, misleading about a freeze",
                },
                log_odds=answer(0.22, 0.08, 0.51, 0.22, 0.22, 0.22),
                naive=1.54,
                claims=[
                    ClaimLine(
                        id="c1",
                        words="Such a deal would be a deception.",
                        event="intent == 'exploit'",
                        says=True,
                        document="The insider's account, as retold by an outlet",
                        place="paragraph 4, characters 1890 to 1960",
                        chain=["Outlet", "The insider"],
                        voice="indirect",
                        certainty="certain",
                        repeats=7,
                        copy_of=None,
                        used=True,
                        standing="root",
                        alone=1.25,
                        in_place=1.24,
                    ),
                    ClaimLine(
                        id="c2",
                        words="It would be used to gain strength.",
                        event="intent == 'exploit'",
                        says=True,
                        document="The insider's account, as retold by an outlet",
                        place="paragraph 4, characters 2010 to 2099",
                        chain=["Outlet", "The insider"],
                        voice="indirect",
                        certainty="certain",
                        repeats=1,
                        copy_of="c1",
                        used=False,
                    ),
                ],
                without={"exploit": 0.48, "keep": 0.52},
                letter="B",
                weighed_with=["Outlet"],
                states=[
                    StateLine(state="informed on the plan", prior=0.35, posterior=0.31),
                    StateLine(state="mistaken", prior=0.65, posterior=0.69),
                ],
            ),
            SourceCard(
                id="state",
                name="State media",
                voice="official",
                judgements={
                    "control": "1: says what the Leader wants said",
                    "interest": "to look hard to please before an election",
                },
                log_odds=answer(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
                naive=0.0,
                claims=[
                    ClaimLine(
                        id="c3",
                        words="The election is a matter of no concern.",
                        event="statement == 'indifferent'",
                        says=True,
                        document="The insider's account, as retold by an outlet",
                        place="paragraph 5, characters 2210 to 2301",
                        chain=["Outlet", "State media"],
                        voice="reported",
                        certainty="certain",
                        repeats=1,
                        copy_of=None,
                        used=True,
                    )
                ],
                without={"exploit": 0.54, "keep": 0.46},
            ),
        ],
        flips=[
            Flip(
                what="the insider's access to the plan",
                kind="source",
                now=0.35,
                needed=0.62,
                words="If the insider had known the plan with 0.62 instead of 0.35, refusing would be better under X.",
            ),
            Flip(
                what="prior probability of exploit",
                kind="prior",
                now=0.45,
                needed=0.49,
                words="If the prior of exploit were 0.49 instead of 0.45, refusing would be better under X.",
            ),
            Flip(
                what="penalty when caught",
                kind="parameter",
                now=0.5,
                needed=None,
                words="No penalty in its range reverses the decision.",
            ),
        ],
        assumptions=[
            Assumption(words="What growth is worth to one who exploits", kind="judgement", leverage=0.21),
            Assumption(words="The insider would say so without knowing", kind="judgement", leverage=0.14),
            Assumption(
                words="Rapport makes relief cheap and failure dear for X", kind="judgement", leverage=0.08
            ),
            Assumption(words="The prior is known to both sides", kind="model", leverage=None),
            Assumption(words="Allies, and what they would be told", kind="left out", leverage=None),
        ],
        parameters=[
            ParameterLine(
                name="pi",
                words="prior probability of an exploiter",
                value="0.05 to 0.95, mostly near 0.4",
                low=0.05,
                mode=0.4,
                high=0.95,
                why="An analyst's prior; nothing in the record settles it.",
                leverage=0.33,
            ),
            ParameterLine(
                name="phi",
                words="share of the horizon that has passed when snapback bites",
                value="0.1 to 0.9, mostly near 0.4",
                low=0.1,
                mode=0.4,
                high=0.9,
                why="Sanctions are slow to rebuild.",
                leverage=0.05,
            ),
            ParameterLine(
                name="R",
                words="relief",
                value="1",
                low=None,
                mode=None,
                high=None,
                why="The unit.",
                leverage=None,
            ),
        ],
        game=[
            "chance: intent (seen by Leader)",
            "  exploit 0.40",
            "  keep 0.60",
            "Leader: statement",
            "  indifferent | favour",
            "chance: election",
            "  X 0.50 | Y 0.50",
            "Leader: offer",
            "  none | thin | deep",
            "Counterpart: answer",
            "  accept | reject",
            "Leader: conduct (seen by nobody else)",
            "  comply | cheat",
        ],
        certificate=Certificate(
            max_regret=3.1e-9,
            infoset="Counterpart, answer, having seen offer=thin",
            world=417,
            regret_quantiles={"0.5": 1.2e-15, "0.9": 4.4e-14, "0.99": 2.0e-11, "1": 3.1e-9},
            bayes_gap=2.2e-16,
            precision=Spread(mean=2.1e6, low=4.0e5, high=8.0e6),
            folds=3,
            lost=0,
            unsolved=0,
            found=2170,
            complete=True,
            method="regimes of the belief, enumerated; logit path beside them",
        ),
        matrix=[
            MatrixRow(
                item="insider",
                kind="testimony",
                words="The insider: it would be a deception",
                cells={"exploit": MatrixCell(code="C", fit=1.21), "keep": MatrixCell(code="N", fit=0.88)},
                information=0.012,
                spread=1.25,
            ),
            MatrixRow(
                item="thin offer",
                kind="act",
                words="The Leader offers a thin freeze",
                cells={"exploit": MatrixCell(code="N", fit=1.07), "keep": MatrixCell(code="N", fit=0.95)},
                information=0.004,
                spread=1.13,
            ),
        ],
        readings=[
            Reading(what="probability of exploit", only_we_know=0.54, all_know=0.52),
            Reading(what="best reply", only_we_know="accept", all_know="accept"),
        ],
        survivals=[
            Survival(
                words="The insider is not invented",
                kind="testimony",
                without="left out",
                posterior=0.43,
                reply="accept",
                same=True,
                share=0.61,
            ),
            Survival(
                words="Repetition is not confirmation",
                kind="lineage",
                without="every repetition counted as new",
                posterior=0.78,
                reply="reject",
                same=False,
                share=0.12,
            ),
        ],
    )


def bare() -> Judgement:
    """The least that a judgement can hold: every list that may be empty is."""
    whole = example()
    return whole.model_copy(
        update={
            name: []
            for name in (
                "documents",
                "steps",
                "preferences",
                "signals",
                "outcomes",
                "replies",
                "terms",
                "thresholds",
                "indicators",
                "equilibria",
                "sources",
                "flips",
                "assumptions",
                "parameters",
                "game",
                "matrix",
                "readings",
                "survivals",
            )
        }
    )
