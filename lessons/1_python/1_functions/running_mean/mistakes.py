"""Answers to running_mean that look right and are not."""

from shapecoach.lessons.judging import mistake


@mistake("M07")
def the_example_written_down(xs: list[float]) -> list[float]:
    return [4.0, 3.0, 5.0]


@mistake("M10")
def summed_in_place(xs: list[float]) -> list[float]:
    for place in range(1, len(xs)):
        xs[place] += xs[place - 1]
    return [x / (place + 1) for place, x in enumerate(xs)]


@mistake("M10")
def emptied(xs: list[float]) -> list[float]:
    means: list[float] = []
    total = 0.0
    while xs:
        total += xs.pop(0)
        means.append(total / (len(means) + 1))
    return means


@mistake("M30")
def sums(xs: list[float]) -> list[float]:
    """You return the sum so far. To make it a mean, divide by how many numbers are in it: 1 at the first place, 2 at
    the second."""
    return [sum(xs[: place + 1]) for place in range(len(xs))]


@mistake("M30")
def divided_by_all(xs: list[float]) -> list[float]:
    """You divide each sum by n, the number of all numbers. In the sum at place i there are only i + 1 of them yet."""
    return [sum(xs[: place + 1]) / len(xs) for place in range(len(xs))]


@mistake("M30")
def mean_of_two(xs: list[float]) -> list[float]:
    """You take the mean of the last mean and the new number. That gives the new one half of all the weight; in the mean
    of i + 1 numbers each has a weight of 1 / (i + 1). Carry the sum along and divide it anew each time."""
    means: list[float] = []
    for x in xs:
        means.append((means[-1] + x) / 2 if means else x)
    return means


@mistake("M61")
def counted_from_zero(xs: list[float]) -> list[float]:
    """You divide by the place, which counts from 0: the first number is divided by 0. At place i there are i + 1
    numbers in the sum; `enumerate(xs, start=1)` counts like that."""
    means: list[float] = []
    total = 0.0
    for place, x in enumerate(xs):
        total += x
        means.append(total / place)
    return means


@mistake("M61")
def divided_by_one_more(xs: list[float]) -> list[float]:
    """You divide by one too many: the first number by 2. At place i there are i + 1 numbers in the sum."""
    return [sum(xs[: place + 1]) / (place + 2) for place in range(len(xs))]


@mistake("M61")
def without_the_last(xs: list[float]) -> list[float]:
    """Your mean at a place leaves out the number at that place: `xs[:i]` stops before `xs[i]`. It is to be included:
    `xs[: i + 1]`."""
    return [sum(xs[:place]) / max(place, 1) for place in range(len(xs))]


@mistake("M62")
def the_mean_of_all(xs: list[float]) -> list[float]:
    """You give the mean of the whole list at each place. Wanted is the mean of what came up to that place, so that it
    changes as you go along."""
    return [sum(xs) / len(xs)] * len(xs)


@mistake("M62")
def a_first_that_must_be_there(xs: list[float]) -> list[float]:
    """Right, but for an empty list: there is no `xs[0]` to begin with. Begin with an empty list of means and a sum of
    0, and let the loop do the first one as well."""
    means = [xs[0]]
    for place in range(1, len(xs)):
        means.append((means[-1] * place + xs[place]) / (place + 1))
    return means


@mistake("M62")
def returned_too_early(xs: list[float]) -> list[float] | None:
    """You return after the first number: the `return` stands inside the loop. Move it out, to the margin of `for`."""
    for x in xs:
        return [x]
    return None


@mistake("M61")
def nothing_by_nothing(xs: list[float]) -> list[float]:
    """At place 0 you divide an empty sum by 0: `xs[:i]` stops before `xs[i]`. The number at the place itself is to be
    included: `sum(xs[: i + 1]) / (i + 1)`."""
    return [sum(xs[:place]) / place for place in range(len(xs))]
