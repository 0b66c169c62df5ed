"""The search for terms: which vectors of terms are best, what they rest on, and what cannot be had.

The rooms of this package know no game and no case: only a function that judges vectors of terms
(:class:`overture.design.search.candidates.Evaluate`).
"""
