"""A slice that reaches past the end is cut short by itself, so the last batch is no
special case, and an empty list gives no batch at all.

PyTorch's `DataLoader` does this, with shuffling; its `drop_last=True` leaves a short
batch out.
"""

from collections.abc import Iterator


def batches(xs: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(xs), size):
        yield xs[start : start + size]
