"""Row r goes with `idx[r]`, so the rows need an index tensor of their own: 0, 1, 2, ...

A colon in its place, `scores[:, idx]`, is every row with every index: (b, b).
`scores.gather(1, idx[:, None])[:, 0]` is the same pick, and extends to more axes.
"""

import torch
from jaxtyping import Float, Int
from torch import Tensor


def pick_per_row(scores: Float[Tensor, "b c"], idx: Int[Tensor, "b"]) -> Float[Tensor, "b"]:
    return scores[torch.arange(len(idx)), idx]
