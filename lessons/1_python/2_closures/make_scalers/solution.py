"""A call of its own for each factor: in each call of `scaler`, `factor` is a new name.

`functools.partial(operator.mul, factor)` does it without a function inside a
function. You'll also meet `lambda x, factor=factor: factor * x`: a default value is
taken when the function is made.
"""

from collections.abc import Callable


def make_scalers(factors: list[float]) -> list[Callable[[float], float]]:
    def scaler(factor: float) -> Callable[[float], float]:
        return lambda x: factor * x

    return [scaler(factor) for factor in factors]
