"""What random programs have once shown to be wrong, each in a few lines.

A comment says what is true of its line: the dims of the name it binds, or `!` and the rule of the finding there.
A line without a `!` has no finding.
"""

from __future__ import annotations

import textwrap

import pytest

from shapecoach.analysis.model import Severity
from shapecoach.analysis.module import analyse

HEAD = """\
import einops
import numpy
import torch
import torch.nn.functional as F
from einops import rearrange
from jaxtyping import Bool, Float, PyTree, Shaped
from torch import Tensor, nn
"""

CASES = {
    "a half that comes out even now and then is no matter of element types": """
        def f(x: Float[Tensor, "seq d"]):
            t = torch.rand(x.shape[1], 3, x.shape[1] // 2)  # d 3 d//2
            u = rearrange(t, "a b (c p) -> p a c b", p=2)  # ?
        """,
    "whether an axis of unknown size is squeezed away is unknown": """
        def f(x: Float[Tensor, "rows cols"]):
            for part in x.split(2):  # ? cols
                t = part.squeeze(0)  # ?
            u = x[x[:, 0] > 0][:, None].squeeze(1)  # n_kept cols
        """,
    "a name that a helper gives to something else says no size there": """
        def helper(t, n):
            for i, row in enumerate(t.T):  # ?
                pass
            u = t * 2  # ? batch
            return u

        def f(x: Float[Tensor, "i batch"], y: Float[Tensor, "n cols"]):
            t = helper(x, 2)  # i batch
            i = 3
            u = x * 2  # i batch

            def inner(p, n=x.shape[0]):
                v = y * 2  # ? cols

            inner(x)
        """,
    "an int that may be one of several divisors leaves the quotient open": """
        def f(y: Float[Tensor, "batch cols"], n_groups: int):
            found = []
            for i in range(n_groups):
                if y[i].sum() > 0:
                    found.append(y[:, None].expand(-1, 4, -1))
            t = torch.stack(found, dim=-1)[: -(y.shape[0] // 3)]  # (2*batch+2)//3 4 cols ?
            u = rearrange(t, "a b c (p d) -> p b c a d", p=n_groups)  # ? 4 cols (2*batch+2)//3 ?
            v = rearrange(u, "a b c (d p) e -> c a d b p e", p=n_groups)  # cols ? ? 4 ? ?
        """,
    "a size that nothing says is rather a name than 1": """
        class Block(nn.Module):
            def __init__(self, width: int, n_ctx: int) -> None:
                super().__init__()
                self.weight = nn.Parameter(torch.ones(1, width))  # 1 width
                self.bias = nn.Parameter(torch.ones(n_ctx))  # n_ctx

            def part(self, t: Float[Tensor, "1 i"]):
                u = self.weight / (t + 1)  # 1 i

            def forward(self, x: Float[Tensor, "cols i"]):
                t = x[None] - self.bias  # 1 cols i
                u: Float[Tensor, "i"] = self.bias  # i
        """,
    "a product comes out even where what was divided does": """
        def f(x: Float[Tensor, "rows cols"]):
            t = x[2:, ::3]  # rows-2 (cols+2)//3
            u = t.reshape(2, 1, -1)  # 2 1 ?
        """,
    "what is cut off of a half may leave something": """
        def f(p: Float[Tensor, "d"], q: Float[Tensor, "d//2"]):
            t = q[100:]  # max(d//2-100,0)
        """,
    "sizes that come out even now and then are no matter of element types": """
        def f(x: Float[Tensor, "rows cols"]):
            t = rearrange(torch.arange(0, x.shape[0], 2) / 2, "(p a) -> a p", p=2)
        """,
    "two counts that go by one name make no size that can be spelled": """
        def f(x: Float[Tensor, "n"]):
            found = []
            for row in [x, x * 2]:
                kept = torch.masked_select(row, row > 1)
                found.append(kept)
            both = torch.cat(found)  # ?
        """,
    "a tensor that is taken apart may be given by its name": """
        def f(x: Float[Tensor, "rows cols"]):
            columns = torch.stack(torch.unbind(input=x, dim=1))  # cols rows
            rows = torch.stack(torch.unbind(input=x))  # rows cols
        """,
    "several ellipses are taken": """
        def f(x: Float[Tensor, "rows cols"]):
            t = x[..., ..., :200]
        """,
    "what may be of any type may be of the one type that is asked for": """
        def f(x: Tensor):
            n, rows, cols = x.shape
            lu, pivots, _ = torch.linalg.lu_factor_ex(x)
            order, _, _ = torch.lu_unpack(lu, pivots, unpack_data=False)
            return order
        """,
    "a function whose parameters are all declared is shown in its own names": """
        def f(x: Float[Tensor, "*lead cols"]):
            t = x * 2  # *lead cols
            return t
        def g(x: Float[Tensor, "cols d"]):
            y = f(x)  # cols d
        """,
    "what an argument that doesn't fit leads to is not told again": """
        def f(x: Float[Tensor, "... n"]):
            return x[-1]
        def g(x: Float[Tensor, "rows cols"]):
            y = f(x)  # cols
            z = f(y[0])  # !argument-shape
        """,
    "objects that the file makes leave the constructor's sizes their names": """
        class Scale(nn.Module):
            def __init__(self, d_in: int, d_out: int):
                super().__init__()
                weight = torch.zeros(d_in, d_out)  # d_in d_out
                self.weight = nn.Parameter(weight)
        small, large = Scale(3, 4), Scale(5, 6)
        """,
    "after a loop that counts, the program goes on": """
        def f(x: Float[Tensor, "rows cols"]):
            i = 0
            while i < 3:
                i += 1
            t = x.mT  # cols rows
        """,
    "what takes a tensor apart may be given none": """
        def f(x: Float[Tensor, "rows cols"]):
            parts = numpy.unbind(all="ignore")
            t = x.mT  # cols rows
        """,
    "a name that only one branch binds is bound where it is used": """
        def f(x: Float[Tensor, "rows cols"], flag: bool):
            if flag:
                t = x.mT
            u = t * 2  # cols rows
            for row in x:
                v = row * 2
            w = v[None]  # 1 cols
        """,
    "`@=` binds another tensor, since PyTorch has none in place": """
        def f(x: Float[Tensor, "rows cols"], y: Float[Tensor, "cols d"]):
            x @= y
            t = x * 2  # rows d
        """,
    "each ellipsis stands for all axes that no other part picks": """
        def f(x: Float[Tensor, "a b c"]):
            t = x[..., :-1, ...]  # a b c-1
        """,
    "what is halved and joined again came out even": """
        def f(x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch seq d"]:
            first, second = x.chunk(2, dim=-1)
            t = first * second
            return torch.cat([-second, first], dim=-1)
        """,
    "halves joined along another axis than they were cut along": """
        def f(x: Float[Tensor, "batch seq d"]) -> Float[Tensor, "batch seq d"]:
            first, second = x.chunk(2, dim=-1)
            return torch.cat([-second, first], dim=1)  # !return-shape
        """,
    "a factor of both sides says nothing": """
        def f(x: Float[Tensor, "heads seq d"]) -> Float[Tensor, "heads*d"]:
            return x.sum(0).flatten()  # !return-shape
        """,
    "a size below a bound is asked beyond the bound": """
        def f(x: Float[Tensor, "rows cols"]):
            t = x[[0, 2], 100:]  # 2 max(cols-100,0)
            u = t.reshape(t.size(0), -1)  # 2 max(cols-100,0)
        """,
    "a tree of tensors says nothing of where they are": """
        def f(tree: PyTree[Float[Tensor, "b d"], "T"], x: Float[Tensor, "b d"]) -> PyTree[Float[Tensor, "b"], "T"]:
            w = tree["w"] + x  # ?
            v = f({"w": x, "v": [x, x]}, x)  # ?
            for leaf in tree:
                u = leaf.sum() + x  # ?
            t = x.sum(1)  # b
            return {"w": x.T}
        """,
    "a size that need not be a multiple is not taken for one": """
        def f(x: Float[Tensor, "rows cols"]):
            n, d = x.shape
            t = x.reshape(-1, n // d, d)  # ?
        """,
    "a variable's name is no word for a size in another function": """
        def halves(x: Float[Tensor, "n"]):
            n_half = x.shape[0] // 2
            return x[:n_half]

        def f(x: Float[Tensor, "length"]):
            t = halves(x)  # length//2
        """,
    "a branch that is always taken guards nothing": """
        def f(x: Float[Tensor, "rows cols"]) -> Float[Tensor, "rows cols"]:
            if x.ndim == 2:
                return x.mT  # !return-shape
            return x
        """,
    "a list inside a list is no longer known when it was changed": """
        def f(x: Float[Tensor, "rows cols"]):
            held = [[x], [x]]
            held[0].append(x)
            t = torch.stack(held[0])  # ?
        """,
    "a list that a loop fills holds any number of tensors that are alike": """
        def f(x: Float[Tensor, "rows cols"], n: int):
            found = []
            for i in range(n):
                found.append(x * i)
            t = torch.stack(found)  # n rows cols
            u = torch.cat(found, dim=-1)  # rows cols*n
        """,
    "a list is as long as the loop that fills it, where that is sure to": """
        def f(x: Float[Tensor, "rows cols"], n: int):
            found, some = [x[0]], []
            for row in x:
                found.append(row)
                if row.sum() > 0:
                    some.append(row)
            t = torch.stack(found)  # rows+1 cols
            u = torch.stack(some)  # ? cols
            v = torch.stack([row for row in x if row.sum() > 0])  # ? cols
            w = torch.stack([x[:, i] for i in range(n)], dim=-1)  # rows n
            y = torch.tensor([row.sum().item() for row in x])  # rows
            y[0, 0]  # !shape-mismatch
            torch.stack(some, dim=1)
            torch.stack(some, dim=2)  # !shape-mismatch
        """,
    "a loop over something that has an item is gone through": """
        def f(x: Float[Tensor, "rows cols"], n: int):
            total = 0
            best = None
            for row in x:
                total = total + row
                best = row if best is None else torch.maximum(best, row)
            t = total * 2  # cols
            u = best * 2  # cols
            y = x
            for row, other in zip(x[:1], x):
                y = F.linear(y, row[None])  # rows 1
        """,
    "what doesn't fit beside a size that nobody knows": """
        def f(x: Float[Tensor, "rows cols"], y: Float[Tensor, "cols rows"]):
            kept = x[x[:, 0] > 0]  # n_kept cols
            torch.dot(kept, kept)  # !shape-mismatch
            kept.permute(0)  # !shape-mismatch
            kept @ x  # !assumed-equal
            kept + x
            torch.cat([kept, x])
            kept[..., None] + kept
            kept.reshape(-1, 7)
        """,
    "what is asked for whether an axis was cut off or not": """
        def f(x: Float[Tensor, "rows cols"], y: Float[Tensor, "seq d"]):
            x[:3] + y  # !assumed-equal
        """,
    "an index that is written out picks items that are there": """
        def f(x: Float[Tensor, "rows cols"]):
            t = x[None, :1]  # 1 1 cols
            t[torch.arange(3), 0]  # !shape-mismatch
            t[:, [0, 1]]  # !shape-mismatch
            t[..., torch.tensor([0, 5])]
            t[torch.arange(3), 100:]
            t[torch.tensor([0, -1]), :, torch.arange(2)]
        """,
    "as many elements after a reshape as before": """
        def f(x: Float[Tensor, "rows cols"], y: Float[Tensor, "seq d"], n: int):
            x.reshape(n, 4)
            x.view(7 * (x.shape[0] // 7), x.shape[1])
            x.reshape(*y.shape[:-1], 7, y.shape[-1] // 7)  # !assumed-equal
        """,
    "a slice that is made by its name": """
        def f(x: Float[Tensor, "rows cols"]):
            t = x[slice(None), 0]  # rows
            u = x[slice(1, None)]  # rows-1 cols
            t[slice(None), 0]  # !shape-mismatch
        """,
    "what is only done where an axis is long enough": """
        def f(x: Float[Tensor, "rows cols"], y: Float[Tensor, "rows cols"]):
            if x.shape[0] > 3:
                x @ y  # !assumed-equal
            else:
                x.T @ y.T
            if x.is_floating_point():
                x[0, 0, 0]  # !shape-mismatch
        """,
    "a run of axes stands where the result has an axis of a known size": """
        def f(x: Float[Tensor, "d ..."]) -> Float[Tensor, "... d"]:
            return x  # !return-shape

        def g(x: Float[Tensor, "... d"]) -> Float[Tensor, "d ..."]:
            return x  # !return-shape

        def h(x: Float[Tensor, "d ..."], y: Float[Tensor, "... d"]) -> Float[Tensor, "... e"]:
            a: Float[Tensor, "... n"] = x
            return y.movedim(0, -1)

        def k(x: Float[Tensor, "d ..."]) -> Float[Tensor, "... d"]:
            return x if x.ndim == 1 else x.movedim(0, -1)
        """,
    "two names of one list are so after a loop": """
        def f(x: Float[Tensor, "rows cols"], n: int):
            first = second = []
            for i in range(n):
                first.append(x)
            second.append(x[0])
            t = torch.stack(first)  # ?
        """,
    "rows of a tensor, in a comprehension and taken apart": """
        def f(x: Float[Tensor, "rows cols"]):
            t = torch.stack([row[None] for row in x], dim=1)  # 1 rows cols
            u = sum(row for row in x)  # cols
            v = torch.stack(tuple(x.unbind(-1))[:2])  # 2 rows
            w = x.split(2, dim=-1)[0]  # rows ?
            w[0, 0, 0]  # !shape-mismatch
        """,
    "what is left over may be a part more": """
        def f(x: Float[Tensor, "rows cols"]):
            t = torch.stack(x.split(x.shape[-1] // 7, dim=-1))  # ? rows ?
        """,
    "a dict's items are known": """
        def f(x: Float[Tensor, "rows cols"]):
            for key, value in {"a": x}.items():
                t = value.mT  # cols rows
            u = {"a": x}.get("a")  # rows cols
        """,
    "a sum begins with the int 0": """
        def f(x: Bool[Tensor, "rows cols"]) -> Bool[Tensor, "cols"]:
            return sum([x[0], x[1]])  # !dtype-mismatch
        """,
    "an unknown size is not the number that would just fit": """
        def f(x: Float[Tensor, "rows cols"]):
            kept = x[x > 0]  # n_kept
            t = rearrange(kept, "(a p) -> a p", p=2)  # ? 2
            u = kept.view(-1, 2)  # ? 2
        """,
    "an int that must divide a size is not equal to it": """
        def f(x: Float[Tensor, "rows cols"], n: int):
            half = torch.arange(0, x.shape[0], 2)  # (rows+1)//2
            t = half.unflatten(0, (n, -1))  # ?
        """,
    "an open size that is a multiple may still be any axis": """
        class Block(nn.Module):
            def __init__(self, d_model: int) -> None:
                super().__init__()
                self.register_buffer("mask", torch.ones(d_model, d_model))

            def forward(self, x: Float[Tensor, "width dim"]) -> Float[Tensor, "dim dim"]:
                t = self.mask.unflatten(-1, (7, -1))
                return self.mask
        """,
    "as many elements after as before, also where a tensor says how many": """
        def f(x: Float[Tensor, "rows cols"], y: Float[Tensor, "seq"]):
            x.view_as(y)  # !assumed-equal
        """,
    "a missing axis is missing whatever the sizes that aren't known": """
        def f(x: Float[Tensor, "rows cols"]):
            torch.unique(x).mT  # !shape-mismatch
        """,
    "a function called at several ranks": """
        def helper(q):
            def rows():
                for row in q:  # ?
                    yield row
            return list(rows())

        def f(x: Float[Tensor, "rows cols"]):
            helper(x)
            helper(x[0])
        """,
    "a product may be a multiple because either factor is": """
        def f(x: Float[Tensor, "rows cols"], n: int):
            t = rearrange(x.view(-1), "(a p) -> a p", p=7)  # ? 7
            u = x.view(n, 7, -1)  # n 7 ?
            v = x.view(x.shape[0], 7, -1)  # rows 7 cols//7
        """,
    "a size that is a multiple of two numbers need not be one of their product": """
        def f(x: Float[Tensor, "rows width"], n: int):
            t = rearrange(x, "s (d p) -> s p d", p=n)  # rows n width//n
            u = rearrange(x, "s (p d) -> s d p", p=7)  # rows ? 7

        def g(x: Float[Tensor, "rows width"], n: int):
            u = rearrange(x, "s (p d) -> s d p", p=7)  # rows width//7 7
            t = rearrange(x, "s (d p) -> s p d", p=n)  # rows n ?
        """,
    "a sum that is a multiple says what its part is": """
        def f(x: Float[Tensor, "rows cols"]):
            t = torch.cat([x, x[:2]])  # rows+2 cols
            u = rearrange(t, "(a p) b -> p a b", p=7)  # 7 (rows+2)//7 cols
            v = rearrange(u, "p a b -> (a p) b") + t  # rows+2 cols
        """,
    "an unknown size is not made equal to what it is a multiple of": """
        def f(x: Float[Tensor, "rows cols"], n: int):
            found = x.nonzero()
            t = found.view(n, -1, found.size(1))  # ? ? 2
        """,
    "a literal size is not taken for the int that divides its product": """
        def f(x: Float[Tensor, "rows cols"], n: int):
            t = torch.zeros(7, x.shape[1]).reshape(n, 1, -1)  # n 1 ?
        """,
    "two tensors of a class of element types need not have the same one": """
        def f(x: Shaped[Tensor, "n width"]):
            t = F.cross_entropy(x, x.argmax(-1))  # ?
        """,
    "what a call gives another shape in place is of another shape for its caller": """
        def annotated(q: Float[Tensor, "a b"]) -> Float[Tensor, "a b"]:
            r = q * 2  # a b
            q.unsqueeze_(0)
            return r

        def f(x: Float[Tensor, "rows cols"], y: Float[Tensor, "rows cols"]):
            def helper(v):
                v.mul_(2)
                v.unsqueeze_(0)
                return v

            z = y * 2  # rows cols
            held = [x, z]
            t = helper(y)  # 1 rows cols
            u = y * 2  # ?
            annotated(x)
            v = held[0] * 2  # ?
            w = held[1] * 2  # rows cols
        """,
    "what is computed of an argument may be a tensor, as the argument may": """
        class Block(nn.Module):
            def __init__(self, seq: int) -> None:
                super().__init__()
                self.weight = nn.Parameter(torch.ones(1, seq))  # 1 seq

            def forward(self, x):
                t = x * 2 + self.weight  # ?
                u = self.weight - x / 2  # ?
        """,
    "a function with a generator in it is none itself": """
        def f(x: Float[Tensor, "rows cols"]) -> Float[Tensor, "rows"]:
            def doubled():
                for row in x:  # cols
                    yield row * 2

            return x  # !return-shape
        """,
    "a size that a call gives a name has none for its caller": """
        def helper(q):
            t: Float[Tensor, "new"] = q  # new
            return q

        def f(x: Float[Tensor, "rows cols"]):
            t = helper(x[x > 0])  # n_kept
        """,
    "a number that comes out at three sizes may be an accident": """
        def f(x: Float[Tensor, "rows cols"], y: Float[Tensor, "d"]):
            t = torch.outer(x.flatten(), y[:3])  # rows*cols min(d,3)
            u = t[: int(x.sum()) % 7 + 1]  # ? min(d,3)
        """,
    "a name for a size that has one already is none": """
        def f(x: Float[Tensor, "rows cols"]):
            t = rearrange(x, "a (b p) -> a b p", p=7)  # rows cols//7 7
            n, m = x.shape
            u = x * 2  # rows cols
        """,
    "sizes near each other may be rounded alike": """
        def f(x: Float[Tensor, "seq"]):
            t = torch.ones(x.shape[0] + 2).chunk(7)[0]  # (seq+1)//7+1
        """,
    "what is split into parts of given sizes is all of them": """
        def f(x: Float[Tensor, "rows batch"]):
            t, u = torch.zeros(4, 6).split([1, x.shape[1] - 1], dim=1)  # !assumed-equal
        """,
    "a shape has no more items than there are axes": """
        def f(x: Float[Tensor, "rows cols"]):
            n = x.sum().shape[0]  # !shape-mismatch
            m = x.size()[2]  # !shape-mismatch
            k = x.shape[-2]
            if x.ndim > 2:
                k = x.shape[2]
        """,
    "a pattern may be wrong for any tensor": """
        def f(x: Tensor):
            return einops.reduce(x, "a b -> a c", "sum")  # !einops-pattern
        """,
    "any number of sizes may be unpacked beside what is no size": """
        def f(x: Float[Tensor, "*batch d"], y: Float[Tensor, "d"]):
            b, n, d, device = *x.shape, x.device
            z = y.neg()  # d
        """,
    "einops takes the pattern last, whatever the tensors are": """
        def f(x: Tensor, y: Tensor):
            return einops.einsum("a b, b c -> a c", x, y)  # !einops-pattern
        """,
    "a method may give a buffer another shape in place": """
        class Block(nn.Module):
            def __init__(self, batch: int):
                super().__init__()
                self.register_buffer("freqs", torch.arange(0, batch, 2) / batch)

            def part(self):
                swapped = self.freqs.permute(1, 0)

            def forward(self, x: Float[Tensor, "batch batch"]):
                self.freqs.unsqueeze_(0)
                self.part()
        """,
    "a packed axis may be as long as any sum of products": """
        def f(x: Float[Tensor, "rows cols"]):
            packed, shapes = einops.pack([x, x, x.mT @ x], "*")
            first, *_ = einops.unpack(packed, shapes, "*")
            outer = torch.kron(x[:2], x[:3])
            packed, shapes = einops.pack([outer, outer], "*")
            first, *_ = einops.unpack(packed, shapes, "*")
        """,
    "a loop that may be left in its first pass has no second for sure": """
        def f(x: Float[Tensor, "rows cols"], y: Float[Tensor, "height width"]):
            for row in y:
                x = rearrange(x, "rows cols -> (rows cols)")
                if len(y) > 10:
                    break

        def g(x: Float[Tensor, "rows cols"], y: Float[Tensor, "height width"]):
            for row in y:
                x = rearrange(x, "rows cols -> (rows cols)")  # !einops-pattern
        """,
    "two calls promise two sizes": """
        def load(name: str) -> Float[Tensor, "m"]:
            return torch.load(name)

        def f(x: Float[Tensor, "m"], y: Float[Tensor, "d"]):
            first, second = load("first"), load("second")
            again = load("third")  # m_4
            near = x + x  # m

        def g(y: Float[Tensor, "d"]):
            z = load("first")  # m
            z = load("second")  # m_2
        """,
    "what two calls count are two numbers": """
        def kept(x):
            return x[x > 0]

        def f(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"]):
            first = kept(x)  # n_kept
            second = kept(y)  # n_kept_2
            third = y[y < 0]  # n_kept_3
        """,
    "an unknown size may be one": """
        def f(x: Float[Tensor, "rows cols"]):
            for part in x.split(2):  # ? cols
                same = part.exp()  # ? cols
                spread = part.cov()  # ?
                less = part.squeeze()  # ?
            for piece in torch.chunk(part, 3):
                pass
        """,
    "what is reshaped in place may be one of two": """
        def f(x: Float[Tensor, "rows cols"]):
            flat = x.view([-1])
            either = flat if x.sum() > 0 else x
            either.unsqueeze_(0)
            after = flat.exp()  # ?
        """,
    "a function in a function says it in its own words": """
        def f(x: Float[Tensor, "rows cols"]):
            def inner(values):
                turned: Float[Tensor, "cols rows"] = values  # cols rows
            inner(x)
        """,
    "a function in a function may mean the same axes by their names": """
        def f(x: Float[Tensor, "d_in rows"]) -> Float[Tensor, "d_in rows"]:
            t = x
            for g in [torch.tanh, F.relu]:
                t = g(t)

            def inner(p):
                same: Float[Tensor, "d_in rows"] = t
                return same
            return inner(x)
        """,
    "a product comes out even by either of its factors, one less than a size too": """
        def f(x: Float[Tensor, "seq cols"], n: int):
            flat = rearrange(x[1:], "a b -> (a b)")
            parts = rearrange(flat, "(p a) -> a p", p=n)  # ? n
        """,
    "what is seen of one item is not told of all": """
        def f(x: Float[Tensor, "rows cols"], y):
            for row in (y, x):  # ?
                t = row * 2  # ?
        """,
}


@pytest.mark.parametrize("name", CASES)
def test_it_stays_right(name: str) -> None:
    text = HEAD + textwrap.dedent(CASES[name])
    analysis = analyse(text)
    marks = {line: mark.strip() for line, row in enumerate(text.splitlines()) for mark in row.split("  # ")[1:]}
    told = {one.range.start.line: f"!{one.rule}" for one in analysis.findings if one.severity is not Severity.HINT}
    assert told == {line: mark for line, mark in marks.items() if mark.startswith("!")}
    for line, mark in marks.items():
        if not mark.startswith("!"):
            dims = [fact.dims for fact in analysis.facts if fact.binding and fact.range.start.line == line]
            claimed = " ".join(dims[0]) if dims and dims[0] is not None else "?"
            assert claimed == mark, f"line {line + 1}"


def test_items_of_one_loop_may_be_of_two_element_types() -> None:
    text = HEAD + "def f(x: Float[Tensor, 'a b']):\n    for row in (x, x.argsort(0)):\n        pass\n"
    (row,) = [fact for fact in analyse(text).facts if fact.name == "row" and fact.binding]
    assert (row.dims, row.dtype) == (("a", "b"), "any")
