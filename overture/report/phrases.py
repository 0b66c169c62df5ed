"""What the page says in sentences, each from a part of the judgement."""

from __future__ import annotations

import calendar
from collections.abc import Mapping

from overture.judgement.judgement import (
    ClaimLine,
    EquilibriumCard,
    Flip,
    Hypothesis,
    Indicator,
    Judgement,
    ParameterLine,
    Reading,
    Signal,
    SourceCard,
)
from overture.report import say
from overture.report.words import band

MONTHS = tuple(calendar.month_name)[1:]


def written(date: str) -> str:
    """``2 August 2024``; a text that is no date stays as it is."""
    parts = date.split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts) and 1 <= int(parts[1]) <= 12:
        return f"{int(parts[2])} {MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return date


def basis(judgement: Judgement) -> str:
    """One line on what was read and what was assumed."""
    read = []
    claims = sum(len(source.claims) for source in judgement.sources)
    if judgement.documents:
        read.append(say.count(len(judgement.documents), "document"))
    if claims:
        read.append(f"{say.count(claims, 'claim')} by {say.count(len(judgement.sources), 'source')}")
    drawn = sum(1 for line in judgement.parameters if ranged(line))
    words = f"Read: {say.listed(read)}. " if read else ""
    words += (
        f"Assumed: a game and its payoffs, which are judgements; {say.count(judgement.about.worlds, 'world')}"
    )
    return words + (f" drawn from the ranges of {say.count(drawn, 'parameter')}." if drawn else ".")


def turn(flip: Flip) -> tuple[str, str]:
    """Where a judgement stands and where the decision turns, in words; the worst case moves all by a share."""
    if flip.kind == "worst case":
        words = (
            f"{say.share(flip.needed)} of every range, together"
            if flip.needed is not None
            else "never, together"
        )
        return "as judged", words
    return say.worth(flip.now), "nowhere in its range" if flip.needed is None else say.worth(flip.needed)


def why(judgement: Judgement) -> list[str]:
    """The mechanism, in sentences."""
    found = []
    for each in judgement.preferences:
        pair = list(each.value)
        if len(pair) < 2:
            continue
        first, second = pair[0], pair[1]
        text = (
            f"{say.sentence(each.words).rstrip('.')} expects {say.worth(each.value[first].mean)} with {first} and "
            f"{say.worth(each.value[second].mean)} with {second}: a gain of {say.worth(each.gain.mean)} "
            f"({say.over_worlds(each.gain, 'worth')} over worlds"
        )
        other = say.over_equilibria(each.gain, "worth")
        text += f"; {other} over equilibria)" if other else ")"
        found.append(f"{text}, above zero in {say.share(each.share_gains)} of worlds and equilibria.")
    if len(judgement.preferences) > 1 and found:
        ranked = sorted(judgement.preferences, key=lambda each: -each.gain.mean)
        most, least = ranked[0], ranked[-1]
        pair = list(most.value)
        if len(pair) > 1 and most.gain.mean > least.gain.mean + 0.005:
            found.insert(
                0,
                f"A wish for {pair[0]} rather than {pair[1]} is strongest in the type “{most.type}” and weakest in "
                f"“{least.type}”; that is what such a wish can tell.",
            )
    if judgement.thresholds:
        parts = [f"{line.words}: {say.worth(line.value.mean)}" for line in judgement.thresholds]
        found.append(f"What drives it: {'; '.join(parts)}.")
    return found


def equilibria_says(judgement: Judgement) -> str:
    number = len(judgement.equilibria)
    if number < 2:
        return ""
    words = f"There are {number} classes here, and none speaks for the model alone: "
    return words + "each answer of this page is an average over them with its range."


def survives(result: str) -> str:
    words = {"all": "survived", "some": "survived by some of the class only", "none": "failed"}
    return words.get(result, result)


def finding(signal: Signal) -> str:
    first, _, second = (part.strip() for part in signal.over.partition(":"))
    return {
        "nothing": "worth nothing",
        "first": f"says {first}",
        "second": f"says {second}",
        "undetermined": "undetermined",
        "depends": "depends on the equilibrium",
    }[signal.finding]


def watch(item: Indicator, lead: Hypothesis | None) -> str:
    """What seeing it, and not seeing it, would do to the belief."""
    if lead is None or lead.label not in item.if_seen:
        return ""
    seen, not_ = item.if_seen[lead.label], item.if_not.get(lead.label, lead.posterior.mean)
    if item.bits < 0.0005 and abs(seen - not_) < 0.01:
        return f"It would leave the probability of “{lead.label}” where it is. Do not wait for it."
    return (
        f"If seen, the probability of “{lead.label}” becomes {say.chance(seen)} ({band(seen)}); "
        f"if not, {say.chance(not_)} ({band(not_)})."
    )


def titled(card: EquilibriumCard) -> tuple[str, str]:
    """The heading of a card and what stands small beside it: its class, and its name where that says more."""
    name, kind = card.name.strip(), card.kind.strip()
    if name.lower().startswith(kind.lower()):
        return name[:1].upper() + name[1:], ""
    return kind[:1].upper() + kind[1:], name


CERTAINTY = {"CT": "said as certain", "PR": "said as probable", "PS": "said as possible", "U": ""}


def where(claim: ClaimLine, names: Mapping[str, str]) -> str:
    """Document and place, who passed it on, whose voice, how certain; ``names``: id -> name of documents and sources."""
    certainty = CERTAINTY.get(claim.certainty, claim.certainty)
    parts = [
        ", ".join(part for part in (names.get(claim.document, claim.document), claim.place) if part),
        " → ".join(names.get(name, name) for name in claim.chain) if len(claim.chain) > 1 else "",
        ", ".join(part for part in (claim.voice, certainty) if part),
    ]
    return " · ".join(part for part in parts if part)


def ranged(line: ParameterLine) -> bool:
    return line.low is not None and line.high is not None and line.low != line.high


STANDING = {
    "repeated": "said again by the same source; moves nothing more",
    "perhaps copied": "perhaps copied from another outlet",
    "from public acts": "learnt from what was done in public; moves nothing more",
    "briefing": "from a briefing that others had too",
    "silence": "a silence where it would have spoken",
}


def standing(claim: ClaimLine, names: Mapping[str, str]) -> str:
    """What became of a claim, and what it is worth; ``names``: id -> words of claims."""
    words = _counted(claim, names)
    if claim.alone is not None and claim.used and claim.copy_of is None:
        words += f"; odds × {say.ratio(claim.alone)} alone"
        if claim.in_place is not None and say.ratio(claim.in_place) != say.ratio(claim.alone):
            words += f", × {say.ratio(claim.in_place)} beside the rest"
    return words


def _counted(claim: ClaimLine, names: Mapping[str, str]) -> str:
    if claim.copy_of is not None and claim.standing != "perhaps copied":
        return f"a copy of “{names.get(claim.copy_of, claim.copy_of).rstrip('.')}”; moves nothing"
    if claim.repeats > 1:
        times = {
            2: "twice",
            3: "three times",
            4: "four times",
            5: "five times",
            6: "six times",
            7: "seven times",
        }
        return f"stands {times.get(claim.repeats, f'{claim.repeats} times')}, one root; counted once"
    if claim.standing in STANDING:
        return STANDING[claim.standing]
    return "counted once" if claim.used else "not about an event of the game, or not used"


def parameter(line: ParameterLine) -> str:
    if line.value:
        return line.value
    if line.low is None or line.high is None:
        return "–"
    mode = f", most often near {say.worth(line.mode)}" if line.mode is not None else ""
    return f"{say.worth(line.low)} to {say.worth(line.high)}{mode}"


def certificate_says(judgement: Judgement) -> str:
    certificate = judgement.certificate
    return (
        f"The game was solved in {judgement.about.solved:,} of {judgement.about.worlds:,} worlds. Regret and "
        "beliefs were measured afterwards by code that no solver shares: no player could gain more than "
        f"{say.small(certificate.max_regret)} of the payoff range by doing otherwise at any information set, "
        "reached or not."
    )


def states(source: SourceCard) -> str:
    """What the source may be, before and after everything was weighed."""
    parts = [
        f"{line.state} {say.chance(line.prior)} → {say.chance(line.posterior)}"
        if say.chance(line.prior) != say.chance(line.posterior)
        else f"{line.state} {say.chance(line.prior)}"
        for line in source.states
    ]
    return "; ".join(parts)


def read_value(reading: Reading, value: float | str) -> str:
    """One cell of the two readings: a chance with its word, a count, or a payoff."""
    if isinstance(value, str):
        return value
    if "probability" in reading.what or "chance" in reading.what:
        return f"{say.chance(value)} ({band(value)})" if 0 <= value <= 1 else "–"
    return f"{value:,.0f}" if reading.what.startswith("worlds") else say.worth(value)


def readings_say(readings: list[Reading]) -> str:
    """Whether it matters for the reply who knows."""
    for reading in readings:
        if "best reply" in reading.what:
            if reading.only_we_know == reading.all_know:
                return f"The best reply is the same under both: {reading.only_we_know}."
            return (
                f"It matters who knows: the best reply is {reading.only_we_know} if only we know, "
                f"{reading.all_know} if all know."
            )
    return ""
