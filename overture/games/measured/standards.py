"""The standards by which doubles are judged: what counts as an equilibrium, as played, and as the same.

Each number stands here once. What a method uses within itself (steps, starting points, zero tests of its own algebra)
stands in its file.
"""

from __future__ import annotations

EXACT = 1e-9  # regret, as a share of the payoff range and of what is at stake locally: exact to rounding
REGRET = 1e-6  # as a share of the payoff range: above it nothing is called an equilibrium
SAME_PLAY = 1e-4  # two ways of playing are one where every end is as likely, up to this
USED = 1e-9  # a probability above it is played, where play is exact or a root in doubles
ALIKE = 1e-7  # probabilities that differ by less are the same
AGAIN = 1e-9  # of the size of a number: by so much a file may differ from what is measured again
SAME_ORDER = 1e-7  # orders of two trembles that differ by less, relative to 1 + the order, are the same power
SUM_TOLERANCE = 1e-9  # probabilities that should add up to one may miss it by so much, each
