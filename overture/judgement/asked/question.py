"""One offer to one counterpart, put to the joint distribution; its parts are worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from overture.case.written import choices
from overture.games.tree import Floats
from overture.judgement.basis import Asked, Basis
from overture.weigh.decision.reply import Answering, Stakes, alone, answering, stakes
from overture.weigh.decision.turning import Turning, turning
from overture.weigh.distribution import act
from overture.weigh.distribution.cells import Bools
from overture.weigh.distribution.joint import Joint


@dataclass(frozen=True)
class Question:
    """One offer put to the joint distribution; the parts are worked out once.

    ``only``: an information set; what is answered there, and nowhere else.
    """

    basis: Basis
    asked: Asked
    joint: Joint
    only: int | None = None

    @cached_property
    def possible(self) -> bool:
        return bool(self.joint.likelihood(self.asked.offer) @ self.joint.prior > 0)

    @cached_property
    def ratio(self) -> act.Ratio:
        return act.ratio(self.joint, self.asked.offer, self.asked.given)

    @cached_property
    def at(self) -> Answering | None:
        if not self.possible or self.answered:
            return None
        found = answering(self.joint, self.here, self.basis.loaded.case.reply.move)
        return found if found is None or self.only is None else alone(self.joint, found, self.only)

    @property
    def here(self) -> Bools:
        """[H] the event at which it is answered: the offer, and what was done since where it was made."""
        done, offer = self.basis.done, self.asked.offer
        return done if (done & offer).any() and not (done & ~offer).any() else offer

    @cached_property
    def answered(self) -> bool:
        """Whether what was done leaves one reply only: then nothing is left to answer."""
        move, left = self.basis.loaded.case.reply.move, self.basis.done & self.asked.offer
        made = [
            label for label in choices(self.basis.tree, move) if (self.basis.choice(move, label) & left).any()
        ]
        return len(made) == 1 and not (left & ~self.basis.choice(move, made[0])).any()

    @cached_property
    def stakes(self) -> Stakes | None:
        return None if self.at is None else stakes(self.joint, self.at)

    @cached_property
    def turning(self) -> Turning:
        if self.stakes is None:
            return Turning(None, None, None)
        return turning(self.stakes, self.joint.prior)

    @cached_property
    def weight(self) -> Floats:
        """[W, K] of cells after the offer."""
        return self.joint.cell_weight(self.asked.offer)

    @cached_property
    def effective(self) -> float:
        return float(1.0 / (self.weight.sum(axis=1) ** 2).sum())

    @cached_property
    def on(self) -> Bools:
        """[W, K] cells in which somebody makes the offer."""
        return self.joint.on_path(self.asked.offer)

    @property
    def rival(self) -> int:
        """The strongest rival of the first type, as things stand."""
        now = self.basis.joint.belief(self.basis.done)
        return 1 + int(np.argmax(now[1:])) if len(now) > 1 else 0


def question(basis: Basis, asked: Asked, joint: Joint | None = None) -> Question:
    """The question about one offer; a report about the offer itself is left out of what it tells."""
    used = basis.joint if joint is None else joint
    heard = basis.heard_if(asked.offer)
    return Question(basis, asked, used if heard is None else used.with_said(heard))


def deal_reply(basis: Basis, at: Answering) -> str:
    """The reply under which the deal stands; the first where the case's deal names none of them."""
    given = basis.mask(basis.loaded.case.deal.given)
    move = basis.loaded.case.reply.move
    found = [reply for reply in at.replies if (basis.choice(move, reply) & given).any()]
    return found[0] if found else at.replies[0]
