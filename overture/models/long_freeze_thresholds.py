"""What follows in closed form from the payoffs of the long freeze: beliefs, values and thresholds.

Each function takes the parameters of :data:`overture.models.long_freeze.DEFAULTS` as attributes, numbers or
arrays with one entry per world. Beliefs and thresholds of beliefs are probabilities; values are in units of
relief that is kept for one round. Sections (3.4 and so on) are those of LONGGAME.md, the notes that the game
came with (tests/reference/README.md says where they lie). The *class S* is a way of playing: in round one only
an amenable X whose hands are free accepts, a keeper complies, an exploiter cheats, X snaps back after an alarm;
after a breakdown or a snapback a keeper offers a deep deal, which is accepted, and an exploiter offers none.
"""

from __future__ import annotations

from typing import Any

from overture.models import ClosedForm


def belief_after_breakdown(p: Any, letters: str = "") -> Any:
    """The leader's belief that X is amenable once talks broke down (3.4); ``letters``: "", "warm" or "cool".

    Where an amenable X accepts when his hands are free and a wary one refuses, a breakdown comes from an
    amenable X with aX tied and from a wary one with 1 - aX: those are the odds. A warm letter multiplies
    them by (1 + rho) / (1 - rho), a cool one divides.
    """
    amenable, wary = p.aX * p.tied, 1 - p.aX
    if letters:
        sign = 1 if letters == "warm" else -1
        amenable, wary = amenable * (1 + sign * p.rho), wary * (1 - sign * p.rho)
    return amenable / (amenable + wary)


def deep_value(p: Any) -> Any:
    """What a deep deal that is accepted is worth to a keeper who complies, in the last round (3.5)."""
    return (p.R - p.g_K) * (1 - p.f * (1 - p.phi)) - p.u_K


def pooling_belief(p: Any) -> Any:
    """alpha*: the belief that X is amenable from which a keeper offers thin rather than deep, last round (3.5).

    Thin is accepted by an amenable X alone, who holds, and gives the keeper R - g_K, refused it costs tau;
    deep gives :func:`deep_value`. The belief at which both are worth the same is alpha*.
    """
    return (deep_value(p) + p.tau) / (p.R - p.g_K + p.tau)


def rapport_threshold(p: Any) -> Any:
    """rho*: the rapport from which a warm letter lifts the belief after a breakdown to alpha* (3.5).

    The odds of a breakdown times (1 + rho) / (1 - rho) are those of alpha* at rho*. Below it letters change a
    belief and nothing else. Negative where the breakdown alone leaves the belief above alpha*.
    """
    goal = pooling_belief(p)
    ratio = goal / (1 - goal) * (1 - p.aX) / (p.aX * p.tied)
    return (ratio - 1) / (ratio + 1)


def pooling_suspicion(p: Any) -> Any:
    """The prior of an exploiter up to which an amenable X accepts thin from both kinds and holds (3.5).

    An exploiter cheats: accepting is worth (1 - pi)(b - l) - pi (h + l), at least 0 up to this.
    """
    return (p.b - p.l_a) / (p.b + p.h)


def wary_suspicion(p: Any) -> Any:
    """The prior of an exploiter up to which a wary X, who snaps after an alarm, accepts thin too (3.5, 10)."""
    kept, broken = _worth_to_wary(p, 1)
    return kept / (kept + broken)


def reopening_threshold(p: Any) -> Any:
    """The chance that sweet terms are accepted from which a keeper reopens a deal (3.6), last round.

    Keeping it is taken for sure and gives R - g_K; reopening gives R (1 + m) - g_K if it is accepted and
    costs tau if it is refused. Alarms are held.
    """
    return (p.R - p.g_K + p.tau) / (p.R * (1 + p.m) - p.g_K + p.tau)


def suspicion_after_clean(p: Any) -> Any:
    """The belief in an exploiter after a round whose report was clean, where only an exploiter cheats (3.7)."""
    cheated, complied = p.pi * (1 - p.q_thin), (1 - p.pi) * (1 - p.f)
    return cheated / (cheated + complied)


def strength_threshold(p: Any, size: Any) -> Any:
    """From which c times grow a wary holder takes terms of ``size`` after a clean report (3.7), last round.

    ``size`` is 1 for thin and 1 + m for sweet terms. With the belief mu that the leader is an exploiter, who
    cheated undetected and will cheat again, accepting is worth (1 - mu) A - mu B and refusing -c grow mu,
    since strength counts where there is no deal (Powell 2006, International Organization 60:169-203).
    """
    kept, broken = _worth_to_wary(p, size)
    mu = suspicion_after_clean(p)
    return (mu * broken - (1 - mu) * kept) / mu


def terms_threshold(p: Any, favour: Any = 0) -> Any:
    """m*: the added relief from which an amenable X refuses the first offer (3.8), in the class S.

    ``favour`` is the probability that a keeper says after a breakdown that he favours X. If X accepts he gets
    :func:`first_deal`; if he returns, sweet terms after a clean report (he holds from there on, and takes
    them), and a deep deal after a snapback by a keeper. If he refuses he waits for that deep deal, and returns
    with w - eps favour. The difference is linear in m and 0 at m*.
    """
    kept, broken = _after_clean(p)
    waiting = p.delta * (p.w - p.eps * favour) * (1 - p.pi) * deep_worth(p)
    gain = first_deal(p) + p.delta * p.w * _sweet_at(p, 0) - waiting
    return gain / (p.delta * p.w * p.l_a * (kept + broken))


def return_threshold(p: Any, favour: Any = 0) -> Any:
    """w*: the chance of return from which an amenable X refuses the first offer and waits (3.8), in the class S.

    The same comparison as in :func:`terms_threshold`, solved for w.
    """
    lost = (1 - p.pi) * deep_worth(p)
    return (first_deal(p) / p.delta + p.eps * favour * lost) / (lost - _sweet_at(p, p.m))


def first_deal(p: Any) -> Any:
    """What round one is worth to an amenable X who accepts: exploiters cheat, he snaps after an alarm (3.8)."""
    kept, broken = p.b - p.l_a, p.h + p.l_a
    complied = (1 - p.f) * kept + p.f * (p.phi * kept - p.z_a)
    cheated = (1 - p.q_thin) * broken + p.q_thin * (p.phi * broken + p.z_a)
    return (1 - p.pi) * complied - p.pi * cheated


def deep_worth(p: Any) -> Any:
    """What a deep deal with a keeper is worth to an amenable holder, in the last round (3.8)."""
    return (1 - (1 - p.phi) * p.f) * (p.b - p.l_a) + p.v_d


def keeper_margin(p: Any, size: Any, snap: Any) -> Any:
    """By how much complying beats cheating for a keeper in the last round (3.3), of a deal of ``size``.

    ``snap`` is the chance that an alarm is followed by a snapback. For q_thin >= f the margin is at least
    kap - g_K, so a keeper whose growth is worth less than concealment costs him never cheats there.
    """
    relief = size * p.R * snap * (1 - p.phi) * (p.q_thin - p.f)
    return relief + p.kap - p.g_K * (1 - p.f * snap * (1 - p.phi)) + p.q_thin * snap * p.s


def one_round_values(p: Any) -> tuple[Any, Any]:
    """What the leader and X get where the future counts for nothing (3.2): delta is 0.

    An amenable X whose hands are free accepts and holds, every other X refuses; only an exploiter cheats.
    """
    made = p.aX * (1 - p.tied)
    leader = (1 - p.pi) * (p.R - p.g_K) + p.pi * (p.R - p.kap)
    holder = (1 - p.pi) * (p.b - p.l_a) - p.pi * (p.h + p.l_a)
    return made * leader - (1 - made) * p.tau, made * holder


def _worth_to_wary(p: Any, size: Any) -> tuple[Any, Any]:
    """A and B of 3.7: what a wary holder, who snaps after an alarm, gains by a kept deal and loses by a broken one."""
    cost = size * p.l_w
    kept = (p.b - cost) * (1 - (1 - p.phi) * p.f) - p.f * p.z_w
    broken = (p.h + cost) * (1 - (1 - p.phi) * p.q_thin) + p.q_thin * p.z_w
    return kept, broken


def _after_clean(p: Any) -> tuple[Any, Any]:
    """Joint chances of (a keeper, a clean report) and (an exploiter who cheated, a clean report)."""
    return (1 - p.pi) * (1 - p.f), p.pi * (1 - p.q_thin)


def _sweet_at(p: Any, m: Any) -> Any:
    """What round two is worth to an amenable X who accepted and returns, if reopened terms add ``m`` (3.8)."""
    kept, broken = _after_clean(p)
    cost = p.l_a * (1 + m)
    return kept * (p.b - cost) - broken * (p.h + cost) + (1 - p.pi) * p.f * deep_worth(p)


_SOURCE = "payoffs of the long freeze, in closed form"
CLOSED_FORMS = [
    ClosedForm(
        "rho*",
        "rapport from which both kinds can pool on thin after a breakdown",
        rapport_threshold,
        _SOURCE,
    ),
    ClosedForm(
        "m*",
        "added relief from which X refuses the first offer, if keepers say that they are indifferent",
        terms_threshold,
        _SOURCE,
    ),
    ClosedForm(
        "w*",
        "chance of return from which X refuses the first offer, if keepers say that they are indifferent",
        return_threshold,
        _SOURCE,
    ),
]
