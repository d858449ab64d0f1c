"""Carry the sum along, and divide by how many numbers are in it.

`enumerate(xs, start=1)` counts 1, 2, 3 beside them. An empty list needs no case of
its own: the loop runs no time.
"""


def running_mean(xs: list[float]) -> list[float]:
    means: list[float] = []
    total = 0.0
    for count, x in enumerate(xs, start=1):
        total += x
        means.append(total / count)
    return means
