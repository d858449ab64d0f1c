"""Python as people write it around tensors: what is known after each construct, and that it is so when it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import marked

CALLS = {
    "a function in another speaks of the same axes": """
def adder(delta: Float[Tensor, "batch d"]):
    def add(x: Float[Tensor, "batch heads d"]) -> Float[Tensor, "batch heads d"]:
        y = x.clone()
        y[:, 0] += delta
        return y
    return add
def main(x: Float[Tensor, "b h d"]):
    y = adder(x[:, 0])(x)       # y: b h d
""",
    "objects that a function makes have sizes of their own": """
class Layer(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.linear = nn.Linear(width, width)
    def forward(self, x):
        return self.linear(x)
def make(width: int) -> Layer:
    return Layer(width)
def main(x: Float[Tensor, "b s"], y: Float[Tensor, "b d"]):
    first, second = make(x.shape[1]), make(y.shape[1])
    z = first(x)        # z: b s
    w = second(y)       # w: b d
""",
    "fields of an object that a function returns": """
from dataclasses import dataclass
@dataclass
class Basis:
    vectors: Float[Tensor, "ambient rank"]
def basis_of(x: Float[Tensor, "n d"]) -> Basis:
    return Basis(x)
def main(x: Float[Tensor, "b s"], y: Float[Tensor, "s c"]) -> Float[Tensor, "b s"]:
    a, b = basis_of(x), basis_of(y)
    return a.vectors
""",
}

UNPACKED = {
    "the sizes of a tensor nobody described": """
def heads(x, h: int):
    b, s, d = x.shape
    y = x.view(b, s, h, d // h).transpose(1, 2)
    z = x.mean(1)                   # z: batch 12
    return z
def alone(x, h: int):
    b, s, d = x.shape
    y = x.mean(1)                   # y: b d
    z = y.view(b, h, d // h)        # z: b h d//h
    w = z.sum(-1)                   # w: b h
    return z
def main(x: Float[Tensor, "batch seq 12"]):
    y = heads(x, 3)     # y: batch 12
    globals()["alone"](x, 3)
""",
    "of a bare Tensor": """
def main(x: Tensor = torch.zeros(2, 3)):
    n, d = x.shape
    y = x.T     # y: d n
    z = y @ x   # z: d d
    w = x.flatten() # w: n*d
""",
    "by size()": """
def main(x: Tensor = torch.zeros(2, 3, 4)):
    n, m, d = x.size()
    y = x.sum(1)     # y: n d
""",
    "a size thrown away": """
def main(x: Tensor = torch.zeros(2, 3, 4)):
    n, _, d = x.shape
    y = x.sum(0)     # y: ? d
    z = x[:, 0]      # z: n d
""",
    "a starred name": """
def main(x: Tensor = torch.zeros(2, 3, 4)):
    *lead, d = x.shape
    y = x.reshape(-1, d)    # y: ? d
""",
    "one after another": """
def main(x: Tensor = torch.zeros(2, 3), y: Tensor = torch.zeros(3, 4)):
    n, d = x.shape
    d2, m = y.shape
    assert d == d2
    z = x @ y     # z: n m
""",
    "names that are axes already": """
def main(x: Float[Tensor, "b s"], y: Tensor = torch.zeros(7, 5)):
    s, d = y.shape
    z = y.T         # z: d ?
""",
    "an argument of unknown shape handed on": """
def widths(x):
    n, d = x.shape
    return d
def main(x: Float[Tensor, "b s"], y: Tensor = torch.zeros(7, 5)):
    w = torch.zeros(widths(x))       # w: s
    v = torch.zeros(widths(y))       # v: ?
""",
}
NARROWED = {
    "a parameter that may be None, given a default": """
def main(x: Float[Tensor, "b s"], bias: Float[Tensor, "s"] | None = None):
    if bias is None:
        bias = torch.zeros(x.shape[1])
    y = x + bias        # y: b s
    z = bias * 2        # z: s
""",
    "the same in one line": """
def main(x: Float[Tensor, "b s"], bias: Float[Tensor, "s"] | None = None):
    bias = bias if bias is not None else torch.zeros(x.shape[1])
    z = bias * 2        # z: s
""",
    "the other way round": """
def main(x: Float[Tensor, "b s"], bias: Float[Tensor, "s"] | None = None):
    bias = torch.zeros(x.shape[1]) if bias is None else bias
    z = bias * 2        # z: s
""",
    "or": """
def main(x: Float[Tensor, "b s"], n: int | None = None):
    n = n or x.shape[1]
    z = torch.zeros(n, 2)      # z: n 2
""",
    "an early return": """
def f(x: Float[Tensor, "b s"], bias: Float[Tensor, "s"] | None = None):
    if bias is None:
        return x
    y = bias * 2        # y: s
    return x + y
def main(x: Float[Tensor, "b s"]):
    z = f(x, x[0])       # z: b s
""",
    "and": """
def f(x: Float[Tensor, "b s"], bias: Float[Tensor, "s"] | None = None):
    if bias is not None and bias.shape[0] > 1:
        x = x + bias
    return x
def main(x: Float[Tensor, "b s"]):
    z = f(x, x[0])       # z: b s
""",
    "a mask that may be None": """
def attend(q, k, v, mask=None):
    scores = q @ k.transpose(-2, -1)
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -1e9)
    return scores.softmax(-1) @ v
def main(q: Float[Tensor, "b t d"], k: Float[Tensor, "b s d"], v: Float[Tensor, "b s e"], mask: Bool[Tensor, "t s"]):
    y = attend(q, k, v)             # y: b t e
    z = attend(q, k, v, mask)       # z: b t e
    w = attend(q, k, v, mask=mask)  # w: b t e
""",
    "isinstance": """
def total(x):
    if isinstance(x, Tensor):
        return x.sum(0)
    if isinstance(x, (list, tuple)):
        return torch.stack(x).sum(0)
    return x
def main(x: Float[Tensor, "b s"]):
    y = total(x)            # y: s
    z = total([x, x])       # z: b s
    w = total((x, x, x))    # w: b s
""",
    "not isinstance": """
def as_tensor(x):
    if not isinstance(x, torch.Tensor):
        x = torch.tensor(x)
    return x
def main(x: Float[Tensor, "b s"]):
    y = as_tensor(x)            # y: b s
""",
    "the rank asked for": """
def flat(x):
    if x.ndim == 3:
        x = x.flatten(1)
    elif x.dim() == 4:
        x = x.flatten(2)
    else:
        assert x.ndim == 2
    return x
def main(x: Float[Tensor, "b s d"]):
    y = flat(x)         # y: b s*d
    z = flat(x[0])      # z: s d
    w = flat(x[None])   # w: 1 b s*d
""",
    "the rank asked for, unknown before": """
def main(x: Tensor = torch.zeros(2, 3)):
    if x.ndim == 2:
        y = x[0, 0]             # y: ()
        z = x.unsqueeze(0)      # z: 1 ? ?
    assert x.ndim == 2
    w = x.T                     # w: ? ?
""",
    "len(x.shape)": """
def main(x: Tensor = torch.zeros(2, 3)):
    assert len(x.shape) == 2
    w = x.T                     # w: ? ?
""",
    "a shape asserted": """
def main(x: Tensor = torch.zeros(2, 3), n: int = 2):
    assert x.shape == (n, 3)
    w = x.T                     # w: 3 n
""",
    "a shape asserted of a described tensor": """
def main(x: Float[Tensor, "b s"], y: Float[Tensor, "b s"]):
    z = torch.zeros(x.shape[0], int(x.numel() / x.shape[0]))
    assert z.shape == y.shape
    w = z + x       # w: b s
""",
    "sizes asserted": """
def f(x: Float[Tensor, "n d"], y: Float[Tensor, "m c"]):
    assert x.size(0) == y.size(0)
    assert x.shape[1] == y.shape[1], "widths differ"
    z = x + y       # z: n d
def main(x: Float[Tensor, "n d"]):
    f(x, x)
""",
    "sizes asserted all at once": """
def f(x: Float[Tensor, "n d"], y: Float[Tensor, "m c"]):
    assert x.shape == y.shape
    z = x + y       # z: n d
def main(x: Float[Tensor, "n d"]):
    f(x, x)
""",
    "raise where sizes differ": """
def f(x: Float[Tensor, "n d"], y: Float[Tensor, "m d"]):
    if x.shape[0] != y.shape[0]:
        raise ValueError("lengths differ")
    z = x + y       # z: n d
def main(x: Float[Tensor, "n d"]):
    f(x, x)
""",
    "raise where the rank is wrong": """
def f(x):
    if x.ndim != 2:
        raise ValueError("not a matrix")
    return x.T
def main(x: Float[Tensor, "n d"]):
    y = f(x)        # y: d n
""",
    "a flag": """
def f(x, transpose=False):
    if transpose:
        x = x.T
    return x
def main(x: Float[Tensor, "n d"]):
    y = f(x)                    # y: n d
    z = f(x, transpose=True)    # z: d n
""",
    "a string that chooses": """
def pooled(x, how="mean"):
    if how == "mean":
        return x.mean(1)
    elif how == "none":
        return x
    else:
        raise ValueError(how)
def main(x: Float[Tensor, "n d"]):
    y = pooled(x)               # y: n
    z = pooled(x, how="none")   # z: n d
""",
    "a string that one of several is": """
def pooled(x, how="mean"):
    if how in ("mean", "avg"):
        return x.mean(1)
    return x
def main(x: Float[Tensor, "n d"]):
    y = pooled(x)               # y: n
    z = pooled(x, how="none")   # z: n d
""",
    "match on a string": """
def pooled(x, how):
    match how:
        case "mean" | "avg":
            return x.mean(1)
        case "first":
            return x[:, 0]
        case _:
            return x
def main(x: Float[Tensor, "n d"]):
    y = pooled(x, "mean")       # y: n
    z = pooled(x, "none")       # z: n d
""",
    "match on a rank": """
def flat(x):
    match x.ndim:
        case 3:
            x = x.flatten(1)
        case 2:
            pass
    return x
def main(x: Float[Tensor, "b s d"]):
    y = flat(x)             # y: b s*d
    z = flat(x[0])          # z: s d
""",
    "match on a shape": """
def flat(x):
    match x.shape:
        case (n, d):
            y = torch.zeros(d, n)
        case (b, n, d):
            y = torch.zeros(b * n, d)
    return y
def main(x: Float[Tensor, "b s d"]):
    y = flat(x)             # y: b*s d
    z = flat(x[0])          # z: d s
""",
}

GROUPS = {"calls": CALLS, "unpacked": UNPACKED, "narrowed": NARROWED}
CASES = {f"{group}: {name}": text for group, cases in GROUPS.items() for name, text in cases.items()}


@pytest.mark.parametrize("name", CASES)
def test_python(tmp_path: Path, name: str) -> None:
    marked.check(tmp_path, CASES[name])
