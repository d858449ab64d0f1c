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
    "an object of whatever class it is": """
from typing import Self
class Table(nn.Module):
    def __init__(self, width: int, other: int):
        super().__init__()
        self.linear = nn.Linear(width, other)
    @classmethod
    def square(cls, width: int) -> Self:
        return cls(width, width)
    def forward(self, x):
        return self.linear(x)
def main(x: Float[Tensor, "b d"]):
    y = Table.square(x.shape[1])(x)     # y: b d
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
STARS = {
    "a list spread into a call": """
def main(x: Float[Tensor, "b s"]):
    sizes = [2, 3]
    y = torch.zeros(*sizes, 4)         # y: 2 3 4
    z = x.expand(*(5,), *x.shape)      # z: 5 b s
""",
    "keywords spread into a call": """
def main(x: Float[Tensor, "b s"]):
    options = {"dim": 1, "keepdim": True}
    y = x.mean(**options)      # y: b 1
    z = x.sum(**dict(dim=0))   # z: s
""",
    "tensors gathered by a star": """
def joined(*parts, dim=0):
    return torch.cat(parts, dim=dim)
def main(x: Float[Tensor, "b s"], y: Float[Tensor, "c s"]):
    z = joined(x, y)            # z: b+c s
    w = joined(x, x, x, dim=1)  # w: b 3*s
""",
    "tensors gathered by an annotated star": """
def first(*parts: Float[Tensor, "b s"]) -> Float[Tensor, "b s"]:
    for part in parts:
        y = part.mean(0)    # y: s
    return parts[0]
def main(x: Float[Tensor, "b s"]):
    z = first(x, x)
""",
    "keywords handed on": """
def summed(x, **options):
    return x.sum(**options)
def main(x: Float[Tensor, "b s"]):
    y = summed(x, dim=1)                    # y: b
    z = summed(x, dim=0, keepdim=True)      # z: 1 s
""",
    "everything handed on": """
def inner(x, y, scale=1.0):
    return (x @ y) * scale
def outer(*args, **kwargs):
    return inner(*args, **kwargs)
def main(x: Float[Tensor, "b s"], y: Float[Tensor, "s d"]):
    z = outer(x, y)             # z: b d
    w = outer(x, y, scale=2.0)  # w: b d
    v = outer(x, y=y)           # v: b d
""",
    "keyword-only": """
def pooled(x, *, dim, keepdim=False):
    return x.mean(dim, keepdim=keepdim)
def main(x: Float[Tensor, "b s"]):
    y = pooled(x, dim=1)        # y: b
    z = pooled(x, dim=1, keepdim=True)  # z: b 1
""",
    "positional-only": """
def pooled(x, dim=0, /):
    return x.mean(dim)
def main(x: Float[Tensor, "b s"]):
    y = pooled(x, 1)        # y: b
    z = pooled(x)           # z: s
""",
    "a list merged": """
def main(x: Float[Tensor, "b s"]):
    parts = [x, *[x, x]]
    y = torch.stack(parts)      # y: 3 b s
    first, *rest = parts
    z = torch.stack(rest)       # z: 2 b s
    *front, last = parts
    w = torch.cat([*front, last])   # w: 3*b s
""",
}
FUNCTIONS = {
    "partial": """
from functools import partial
def pooled(x, dim, keepdim):
    return x.mean(dim, keepdim=keepdim)
def main(x: Float[Tensor, "b s"]):
    f = partial(pooled, dim=1, keepdim=True)
    y = f(x)                                    # y: b 1
    g = partial(torch.sum, dim=0)
    z = g(x)                                    # z: s
    h = partial(pooled, x)
    w = h(0, False)                             # w: s
""",
    "a lambda": """
def main(x: Float[Tensor, "b s"]):
    f = lambda t, n=2: t.repeat(n, 1)
    y = f(x)        # y: 2*b s
    z = f(x, 3)     # z: 3*b s
""",
    "a function that gives a function": """
def scaler(by):
    def scale(t):
        return t * by
    return scale
def main(x: Float[Tensor, "b s"], w: Float[Tensor, "s"]):
    y = scaler(w)(x)        # y: b s
    f = scaler(2.0)
    z = f(w)                # z: s
""",
    "a function as an argument": """
def twice(f, x):
    return f(f(x))
def main(x: Float[Tensor, "b s"]):
    y = twice(lambda t: t.T, x)         # y: b s
    z = twice(torch.exp, x)             # z: b s
    w = twice(F.relu, x.T)              # w: s b
""",
    "a table of functions": """
def flipped(x):
    return x.T
OPS = {"flip": flipped, "exp": torch.exp}
def main(x: Float[Tensor, "b s"]):
    local = {"flip": flipped, "mean": lambda t: t.mean(1)}
    y = local["mean"](x)        # y: b
    z = local["flip"](x)        # z: s b
""",
    "decorators that keep the signature": """
import functools
from jaxtyping import jaxtyped
@torch.no_grad()
def a(x):
    return x.mean(0)
@torch.inference_mode()
def b(x):
    return x.mean(1)
@functools.lru_cache(maxsize=None)
def c(n):
    return torch.zeros(n, 2)
@jaxtyped(typechecker=None)
def d(x: Float[Tensor, "n m"]) -> Float[Tensor, "m n"]:
    return x.T
def main(x: Float[Tensor, "b s"]):
    y = a(x)        # y: s
    z = b(x)        # z: b
    w = c(5)        # w: 5 2
    v = d(x)        # v: s b
""",
    "static and class methods, properties": """
class Maker:
    size = 4
    @staticmethod
    def ones(n):
        return torch.ones(n, 2)
    @classmethod
    def zeros(cls, n):
        return torch.zeros(n, cls.size)
    @property
    def eye(self):
        return torch.eye(self.size)
def main(x: Float[Tensor, "b s"]):
    m = Maker()
    a = m.ones(3)           # a: 3 2
    b = Maker.ones(3)       # b: 3 2
    c = Maker.zeros(5)      # c: 5 4
    d = m.eye               # d: 4 4
""",
    "recursion ends": """
def halved(x, n):
    if n == 0:
        return x
    return halved(x[::2], n - 1)
def main(x: Float[Tensor, "16 s"]):
    y = halved(x, 2)        # y: ?
""",
    "a generator annotated": """
from collections.abc import Iterator
def batches(x: Float[Tensor, "n d"]) -> Iterator[Float[Tensor, "d"]]:
    for row in x:
        yield row
def main(x: Float[Tensor, "b s"]):
    for row in batches(x):
        y = row * 2         # y: s
    z = torch.stack(list(batches(x)))       # z: ? s
""",
    "a generator by what it yields": """
def rows(x):
    for row in x:
        yield row * 2
def pairs(x):
    yield x, x.T
    yield x + 1, x.T
def main(x: Float[Tensor, "b s"]):
    for row in rows(x):
        y = row + 1             # y: s
    for a, b in pairs(x):
        z = a @ b               # z: b b
""",
    "a default that another parameter gives": """
def f(x, n=None):
    n = x.shape[0] if n is None else n
    return torch.zeros(n, 2)
def main(x: Float[Tensor, "b s"]):
    y = f(x)            # y: b 2
    z = f(x, 3)         # z: 3 2
""",
    "global": """
scale = torch.ones(3)
def change():
    global scale
    scale = torch.ones(4)
def main(x: Float[Tensor, "b 3"]):
    y = x * 1       # y: b 3
    z = scale       # z: ?
""",
}
COLLECTIONS = {
    "a dict literal": """
def main(x: Float[Tensor, "b s"]):
    d = {"x": x, "t": x.T}
    y = d["x"]          # y: b s
    z = d.get("t")      # z: s b
""",
    "a dict's items": """
def main(x: Float[Tensor, "b s"]):
    d = {"a": x, "b": x + 1}
    for name, value in d.items():
        y = value * 2           # y: b s
    for value in d.values():
        z = value.T             # z: s b
    w = torch.stack(list(d.values()))   # w: 2 b s
""",
    "a dict comprehension": """
def main(x: Float[Tensor, "b s"]):
    d = {name: x.T for name in ("a", "b")}
    y = d["a"]              # y: s b
    e = {k: v.mean(0) for k, v in d.items()}
    z = e["b"]              # z: b
    f = {str(i): x for i in range(100)}
    w = f["3"]              # w: b s
""",
    "enumerate, zip, reversed, sorted": """
def main(x: Float[Tensor, "b s"], ys: Float[Tensor, "3 s d"]):
    for i, w in enumerate(ys):
        a = x @ w               # a: b d
    for u, v in zip(x, x):
        c = u + v               # c: s
    for u in reversed([x, x]):
        e = u.T                 # e: s b
    for u in sorted([x, x], key=lambda t: t.sum()):
        f = u.T                 # f: s b
    for i, (u, v) in enumerate(zip([x], [x.T])):
        g = u @ v               # g: b b
""",
    "map and filter": """
def main(x: Float[Tensor, "b s"]):
    for y in map(lambda t: t.T, [x, x]):
        z = y               # z: s b
    a = torch.stack(list(map(torch.exp, [x, x])))           # a: 2 b s
    for t in filter(lambda t: t.sum() != 99, [x, x]):
        b = t               # b: b s
    c, d = map(lambda t: t.mean(0), (x, x.T))               # c: s; d: b
""",
    "comprehensions": """
def main(x: Float[Tensor, "b s"]):
    a = torch.stack([x[i] for i in range(3 - 1)])       # a: 2 s
    b = torch.stack([row * 2 for row in x])             # b: b s
    c = torch.cat([t for t in (x, x) if t is not None]) # c: ? s
    d = torch.stack([x for _ in range(20)])             # d: 20 b s
    e = sum(t.mean(0) for t in (x, x))                  # e: s
    f = torch.stack([u + v for u in (x, x) for v in (x,)]) # f: ? b s
""",
    "lists that grow": """
def main(x: Float[Tensor, "b s"]):
    outs = []
    for i in range(3):
        outs.append(x + i)
    a = torch.stack(outs)           # a: 3 b s
    more = []
    for row in x:
        more.append(row * 2)
    b = torch.stack(more)           # b: b s
    more = [*outs]
    more.extend([x, x])
    c = torch.cat(outs + [x])       # c: 4*b s
""",
    "unpacking in all forms": """
def main(x: Float[Tensor, "3 s"], pair: Float[Tensor, "2 s"]):
    a, b, c = x             # a: s; b: s
    (d, e), f = (x, x.T), x[0]      # d: 3 s; e: s 3; f: s
    g, (h, *i) = x, (x, x, x)       # g: 3 s
    j = torch.stack(i)              # j: 2 3 s
    [k, l] = pair                   # k: s
    m = n = x.T                     # m: s 3
    d, e = e, d                     # d: s 3; e: 3 s
""",
    "a named tuple": """
from typing import NamedTuple
class Pair(NamedTuple):
    left: Tensor
    right: Tensor
def main(x: Float[Tensor, "b s"]):
    p = Pair(x, x.T)
    y = p.left          # y: b s
    z = p.right @ p.left     # z: s s
""",
    "indices that are computed": """
def main(x: Float[Tensor, "b s"]):
    xs = [x, x.T]
    i = 1
    a = xs[i]           # a: s b
    b = xs[-1]          # b: s b
    c = xs[:1][0]       # c: b s
    d = (x, x.T)[len(xs) - 1]       # d: s b
""",
}
FLOW = {
    "while": """
def main(x: Float[Tensor, "b s"]):
    n = 0
    while n < 3:
        x = x * 2
        n += 1
    y = x       # y: b s
""",
    "while shapes change": """
def main(x: Float[Tensor, "16 s"]):
    while x.shape[0] > 1:
        x = x[: x.shape[0] // 2]
    y = x       # y: 1 s
""",
    "try": """
def main(x: Float[Tensor, "b s"]):
    try:
        y = x.T
    except RuntimeError:
        y = x.T + 0
    finally:
        z = x.mean(0)   # z: s
    w = y       # w: s b
""",
    "try that raises again": """
def main(x: Float[Tensor, "b s"]):
    try:
        y = x.T
    except RuntimeError as error:
        raise ValueError("no") from error
    w = y       # w: s b
""",
    "with": """
def main(x: Float[Tensor, "b s"]):
    with torch.no_grad():
        y = x.T                 # y: s b
    with torch.autocast("cpu"), torch.enable_grad():
        z = y.mean(0)           # z: b
    w = y @ x                   # w: s s
""",
    "walrus": """
def main(x: Float[Tensor, "b s"]):
    if (n := x.shape[0]) > 0:
        y = torch.zeros(n)      # y: b
    z = (t := x.T) @ x          # z: s s
    w = t                       # w: s b
""",
    "f-strings": """
def main(x: Float[Tensor, "b s"]):
    name = f"{x.shape[0]} rows and {x.T.shape}"
    y = x.T     # y: s b
""",
    "del": """
def main(x: Float[Tensor, "b s"]):
    y = x.T
    del y
    y = x       # y: b s
""",
    "augmented attributes": """
class Sum:
    def __init__(self, n):
        self.total = torch.zeros(n)
        self.count = 0
    def add(self, x):
        self.total += x
        self.count += 1
        return self.total / self.count
def main(x: Float[Tensor, "b 4"]):
    s = Sum(4)
    y = s.add(x[0])         # y: 4
""",
    "augmented names": """
def main(x: Float[Tensor, "b s"], w: Float[Tensor, "s"]):
    x = x + 1
    x += w          # x: b s
    x *= 2          # x: b s
    n = x.shape[0]
    n += 1
    y = torch.zeros(n)      # y: b+1
    shape = x.shape[:1]
    shape += (3,)
    z = torch.zeros(shape)  # z: b 3
""",
    "break and else": """
def main(x: Float[Tensor, "b s"]):
    for i in range(10):
        y = x + i
        if i == 3:
            break
    else:
        y = x
    z = y * 2       # z: b s
""",
    "conditional expressions": """
def main(x: Float[Tensor, "b s"], flip: bool = True):
    y = x if flip else x + 1        # y: b s
    z = (x.T if flip else x).sum()  # z: ()
    d = 0 if flip else 1
    w = x.mean(0 if 1 > 2 else 1)   # w: b
""",
    "assert that never fails": """
def main(x: Float[Tensor, "b s"]):
    assert isinstance(x, Tensor) and x.ndim == 2, f"{x.shape}"
    assert x.is_floating_point()
    y = x.T             # y: s b
""",
    "nested functions that use what is around": """
def main(x: Float[Tensor, "b s"]):
    n = x.shape[0]
    def inner(t):
        return t @ x
    y = inner(torch.zeros(n, n))        # y: b s
    z = inner(x.T.new_zeros(2, n))      # z: 2 s
""",
}

GROUPS = {
    "calls": CALLS,
    "unpacked": UNPACKED,
    "narrowed": NARROWED,
    "stars": STARS,
    "functions": FUNCTIONS,
    "collections": COLLECTIONS,
    "flow": FLOW,
}
CASES = {f"{group}: {name}": text for group, cases in GROUPS.items() for name, text in cases.items()}


@pytest.mark.parametrize("name", CASES)
def test_python(tmp_path: Path, name: str) -> None:
    marked.check(tmp_path, CASES[name])
