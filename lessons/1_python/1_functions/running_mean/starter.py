"""The mean so far.

A loss jumps about from step to step, so one looks at its mean. Return a list that
has, at each place, the mean of all numbers in `xs` up to and including that place.
`xs` itself must stay as it is.

    xs       a list of n numbers; it may be empty
    answer   a new list of n numbers

Example: for xs = [4., 2., 9.] the answer is [4., 3., 5.]: 4, then (4 + 2) / 2, then
(4 + 2 + 9) / 3.

`for x in xs:` goes through a list, `means.append(m)` puts a number at the end of one.
"""


def running_mean(xs: list[float]) -> list[float]:
    raise NotImplementedError
