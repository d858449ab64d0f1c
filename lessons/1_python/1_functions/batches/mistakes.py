"""Answers to batches that look right and are not."""

from collections.abc import Iterator

from shapecoach.lessons.judging import mistake


@mistake("M06")
def always_three(xs: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(xs), 3):
        yield xs[start : start + 3]


@mistake("M61")
def ends_at_size(xs: list[int], size: int) -> Iterator[list[int]]:
    """Your slices all end at `size`, so that the first batch is right and the others are empty. The second number of a
    slice is where it ends, not how long it is: `xs[start : start + size]`."""
    for start in range(0, len(xs), size):
        yield xs[start:size]


@mistake("M61")
def an_empty_one_at_the_end(xs: list[int], size: int) -> Iterator[list[int]]:
    """Where the batches come out even, yours are followed by an empty one: `len(xs) // size + 1` counts one too many
    then. Let `range(0, len(xs), size)` count the beginnings; it never reaches the end of `xs`."""
    for number in range(len(xs) // size + 1):
        yield xs[number * size : (number + 1) * size]


@mistake("M61")
def one_overlapping(xs: list[int], size: int) -> Iterator[list[int]]:
    """Your batches are one too long, and share a number with the next one. A slice leaves its end out by itself:
    `xs[start : start + size]` has `size` numbers."""
    for start in range(0, len(xs), size):
        yield xs[start : start + size + 1]


@mistake("M61")
def one_missing(xs: list[int], size: int) -> Iterator[list[int]]:
    """Your batches are one too short: a slice leaves its end out by itself, so `xs[start : start + size]` has `size`
    numbers already."""
    for start in range(0, len(xs), size):
        yield xs[start : start + size - 1]


@mistake("M62")
def the_rest_dropped(xs: list[int], size: int) -> Iterator[list[int]]:
    """The last numbers are missing where they don't fill a batch. They are to be handed out as well, as a shorter list:
    count the beginnings up to `len(xs)`, and let the slice be cut short."""
    for number in range(len(xs) // size):
        yield xs[number * size : (number + 1) * size]


@mistake("M62")
def sliding(xs: list[int], size: int) -> Iterator[list[int]]:
    """Your batches overlap: each begins one place after the last. The next one begins where this one ended, so count in
    steps of `size`: `range(0, len(xs), size)`."""
    for start in range(len(xs)):
        yield xs[start : start + size]


@mistake("M62")
def a_list_of_lists(xs: list[int], size: int) -> list[list[int]]:
    """The batches are right, but you return a finished list of them: all are in memory at once. Hand each one out with
    `yield` inside the loop, and no list is needed."""
    return [xs[start : start + size] for start in range(0, len(xs), size)]


@mistake("M62")
def all_cut_first(xs: list[int], size: int) -> Iterator[list[int]]:
    """The batches are right, but the end of `xs` is read long before it is asked for: all batches are cut first and
    then handed out, or the whole rest is copied each time. Cut one batch at a time: `yield xs[start : start + size]`
    inside the loop."""
    yield from [xs[start : start + size] for start in range(0, len(xs), size)]


@mistake("M62")
def returned_from_the_loop(xs: list[int], size: int) -> list[int] | None:
    """`return` ends the function at the first batch. `yield` hands a batch out and goes on from there when the next one
    is asked for."""
    for start in range(0, len(xs), size):
        return xs[start : start + size]
    return None


@mistake("M62")
def number_by_number(xs: list[int], size: int) -> Iterator[int]:
    """You hand out single numbers: `yield from` goes through what stands behind it. To hand out a list as one thing,
    write `yield xs[start : start + size]`."""
    for start in range(0, len(xs), size):
        yield from xs[start : start + size]


@mistake("M11")
def one_list_for_all(xs: list[int], size: int) -> Iterator[list[int]]:
    """You hand out one and the same list each time, and empty it afterwards: whoever kept the first batch sees it
    change. Begin a new list for each batch, `batch = []`, or hand out slices, which are new lists."""
    batch: list[int] = []
    for x in xs:
        batch.append(x)
        if len(batch) == size:
            yield batch
            batch.clear()
    if batch:
        yield batch
