"""One batch at a time.

Hand out the numbers of `xs` in lists of `size` each, in order. The last list may be
shorter; it is handed out too. Do it lazily: no more of `xs` may have been read than
the batches that were asked for, so write a generator, with `yield`.

    xs       a list of numbers; it may be empty
    size     how many go into a batch, 1 or more
    answer   a generator of lists

Example: xs = [5, 6, 7, 8, 9, 1, 2] and size = 3 give [5, 6, 7], then [8, 9, 1], then
[2].

`range(0, n, step)` counts 0, step, 2 * step and so on, and stops before n. `xs[a:b]`
is a new list of what stands at the places a to b - 1.
"""

from collections.abc import Iterator


def batches(xs: list[int], size: int) -> Iterator[list[int]]:
    raise NotImplementedError
