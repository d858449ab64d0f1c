"""A file of more than 500 lines: `seq` is an axis of two functions and a class, and a word in much that is none."""

HEAD = '''\
"""Attention over seq, with a cache for seq."""  # seq

import einops
import torch
from einops import einsum, rearrange, reduce, repeat
from jaxtyping import Float, Int
from torch import Tensor, nn

NAMES = ["batch", "seq"]


def encode(
    x: Float[Tensor, "batch seq d_model"], n_heads: int, seq_first: bool = False
) -> Float[Tensor, "batch n_heads seq d_model//n_heads"]:
    """Heads of each seq element, "batch seq -> seq"."""
    print(f"{x.shape} seq and {n_heads}")  # seq, before the heads
    heads = rearrange(x, "batch seq (head e) -> batch head seq e", head=n_heads)
    turned: Float[Tensor, "seq batch d_model"] = rearrange(x, "batch seq d -> seq batch d")
    blocks = rearrange(x, "batch (seq block) d -> batch seq block d", block=4)
    many = repeat(x, 'batch seq d -> batch (seq copies) d', copies=2)
    return heads


def decode(tokens: Int[Tensor, "batch seq"], table: Float[Tensor, "vocab d_model"]) -> Float[Tensor, "batch d_model"]:
    seq = tokens.shape[1]
    x = table[tokens]
    wide: "Float[Tensor, 'batch seq d_model']" = x
    pairs = einsum(x, x, "batch seq d, batch other d -> batch seq other") / seq
    print(f"decoding seq={seq}")
    rows = rearrange(x, "batch (seq block) d -> batch seq block d", seq=seq // 4)
    return reduce(x, "batch seq d -> batch d", "mean")


class Block(nn.Module):
    """A block that keeps what it saw, by seq."""

    cache: Float[Tensor, "batch seq d_model"]

    def __init__(self, seq: int, d_model: int) -> None:
        super().__init__()
        self.seq = seq
        self.bias: Float[Tensor, "seq d_model"] = nn.Parameter(torch.zeros(seq, d_model))

    def forward(self, x: Float[Tensor, "batch seq d_model"]) -> Float[Tensor, "seq d_model"]:
        # the mean over the batch, for each seq
        return reduce(x + self.bias, "batch seq d_model -> seq d_model", "mean")

    def turned(self, x: Float[Tensor, "*batch seq d_model"]) -> Float[Tensor, "*batch d_model seq"]:
        return rearrange(x, "... seq d_model -> ... d_model seq")

    def cut(self, x: Tensor) -> Tensor:
        return rearrange(x, "b (seq e) -> b seq e", seq=self.seq)
'''

FILLER = """

def step_{number}(x: Float[Tensor, "batch channel height width"], k: int) -> Float[Tensor, "batch channel"]:
    # seq is no axis here
    y = rearrange(x, "b c (h k1) (w k2) -> b (c k1 k2) h w", k1=k, k2=k)
    total = 0.0
    for row in y:
        if row.ndim > 3 and k < 7:
            raise ValueError("too many axes")
        total += float(row.sum())
    z = einops.reduce(x, "batch channel height width -> batch channel", "mean")
    print(f"step {number}: {{total}}", z.shape)
    return z if k else z + 1
"""

LONG_FILE = HEAD + "".join(FILLER.format(number=number) for number in range(36))
