"""Working through a tensor piece by piece: bounds that the loop counts, fixed sizes, a last piece that is shorter."""
import torch
from jaxtyping import Float
from torch import Tensor, nn


class BlockLinear(nn.Module):
    def __init__(self, blocks: int):
        super().__init__()
        weight = torch.zeros(15, 6)
        for i in range(blocks):
            weight[i * 5 : (i + 1) * 5, : (i + 1) * 2] = torch.ones(5, (i + 1) * 2)
        self.weight = nn.Parameter(weight)

    def forward(self, x: Float[Tensor, "batch 6"]) -> Float[Tensor, "batch 15"]:
        return x @ self.weight.T


def first(x: Float[Tensor, "batch 15"], n: int):
    head = x[:, :n]
    tail = x[..., n:]
    last = x[:, -n:]
    middle = x[:, n : n + 5]
    return head, tail, last, middle


def in_chunks(x: Float[Tensor, "n 15"], f, chunk_size: int = 4):
    outs = []
    for start in range(0, x.shape[0], chunk_size):
        piece = x[start : start + chunk_size]
        out = f(piece)
        outs.append(out)
    whole = torch.cat(outs, dim=0)
    assert len(whole) == len(x)
    return whole


def along_runs(x: Float[Tensor, "*batch 15"], n: int):
    some = x[..., :n]
    rest = x[..., n:]
    both = torch.cat([some, rest], dim=-1)
    return both


def example():
    layer = BlockLinear(3)
    layer(torch.randn(7, 6))
    x = torch.randn(10, 15)
    first(x, 4)
    first(x, 12)
    y = in_chunks(x, lambda piece: piece * 2)
    assert y.shape == (10, 15)
    along_runs(torch.randn(2, 3, 15), 4)
