"""Answers to make_scalers that look right and are not."""

from collections.abc import Callable

from shapecoach.lessons.judging import mistake

Scale = Callable[[float], float]


@mistake("M63")
def all_see_the_last(factors: list[float]) -> list[Scale]:
    """All your functions multiply by the last factor. Each looks up `factor` when it is called; by then the loop is
    over and the one name holds the last value. Give each function a name of its own: let another function, which takes
    the factor as its argument, make it."""
    return [lambda x: factor * x for factor in factors]


@mistake("M63")
def all_see_the_first(factors: list[float]) -> list[Scale]:
    """All your functions multiply by the first factor. Each one must be made with its own: a call of its own for each
    factor."""
    return [lambda x: factors[0] * x for _ in factors]


@mistake("M07")
def one_factor_written_down(factors: list[float]) -> list[Scale]:
    return [lambda x: 2.0 * x for _ in factors]


@mistake("M07")
def factors_left_out(factors: list[float]) -> list[Scale]:
    return [lambda x: x for _ in factors]


@mistake("M11")
def looked_up_in_the_list(factors: list[float]) -> list[Scale]:
    """Right, as long as nobody touches the list: your functions keep a place and look the factor up in the caller's
    list when they are called. Keep the number itself, by handing `factor` to the function that makes them."""

    def scaler(place: int) -> Scale:
        return lambda x: factors[place] * x

    return [scaler(place) for place in range(len(factors))]


@mistake("M62")
def numbers_for_functions(factors: list[float]) -> list[float]:
    """Your list holds the factors, not functions. Each entry is to be a function that can be called with an x: `lambda
    x: factor * x`, made in a call of its own."""
    return list(factors)


@mistake("M62")
def returned_in_the_loop(factors: list[float]) -> list[Scale]:
    """Your list holds the first function only: the `return` stands inside the loop. Move it out, to the margin of
    `for`."""
    for factor in factors:
        return [lambda x: factor * x]
    return []


@mistake("M62")
def added(factors: list[float]) -> list[Scale]:
    """Your functions add the factor to x. To scale is to multiply: `factor * x`."""

    def adder(factor: float) -> Scale:
        return lambda x: factor + x

    return [adder(factor) for factor in factors]
