"""Where the caret is found to be, going by the text alone."""

from __future__ import annotations

import random

from shapecoach.axes import cursor

TEXT = '''\
from einops import rearrange, einsum


class Attention:
    """Speaks of itself:

def not_code(x: Float[Tensor, "batch seq"]):
    """

    def forward(self, x):
        return rearrange(x, "b s (h d) -> b h s d", h=2)  # a comment (that opens


@decorated(
def half_typed(x, y: Float[Tensor, "batch
def after(x):
    return f"{einsum(x, x, 'b s, b t -> s t')}"
'''
TYPED = ('"""', '"', "'", "(", ")", "[", "#", "\\", "\n", "\ndef ", "\nclass ", "@", "f'", "\r\n")


def test_what_is_open_is_the_same_wherever_the_scan_begins() -> None:
    drawn = random.Random(0)
    for _ in range(300):
        text = TEXT
        for _ in range(drawn.randrange(4)):
            at = drawn.randrange(len(text))
            text = text[:at] + drawn.choice(TYPED) + text[at:]
        before = text[: drawn.randrange(len(text) + 1)]
        assert cursor._around(before) == cursor._scanned(before)  # pyright: ignore[reportPrivateUsage]
