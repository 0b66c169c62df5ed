"""Tree in, solution out; one algorithm a file, and none that knows a case.

Called, this package is :func:`overture.solve.logit.solve`.
"""

from overture._callable import make_callable

make_callable(__name__, "overture.solve.logit", "solve")
