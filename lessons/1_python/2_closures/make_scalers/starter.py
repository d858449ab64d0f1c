"""Each with its own factor.

`make_scalers` should return a list of functions: number i takes an x and returns
factors[i] * x. Each keeps the factor it was made with, whatever happens to the list
`factors` later on.

    factors  a list of numbers; it may be empty
    answer   a list of functions, one for each factor

Example: with `double, triple = make_scalers([2., 3.])`, double(10.) is 20. and
triple(10.) is 30.

Somebody wrote it like this, and all functions in the list do the same. Find out why,
and repair it.
"""

from collections.abc import Callable


def make_scalers(factors: list[float]) -> list[Callable[[float], float]]:
    scalers = []
    for factor in factors:
        scalers.append(lambda x: factor * x)
    return scalers
