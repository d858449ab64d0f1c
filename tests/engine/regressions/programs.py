"""What a program does with tensors: names, lists, branches, loops, functions and objects."""

PROGRAMS = {
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
    "a tree of tensors says nothing of where they are": """
        def f(tree: PyTree[Float[Tensor, "b d"], "T"], x: Float[Tensor, "b d"]) -> PyTree[Float[Tensor, "b"], "T"]:
            w = tree["w"] + x  # ?
            v = f({"w": x, "v": [x, x]}, x)  # ?
            for leaf in tree:
                u = leaf.sum() + x  # ?
            t = x.sum(1)  # b
            return {"w": x.T}
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
    "a list inside a list is changed where it is clear which it is": """
        def f(x: Float[Tensor, "rows cols"], i: int):
            held = [[x], [x]]
            held[0].append(x)
            t = torch.stack(held[0])  # 2 rows cols
            u = torch.stack(held[1])  # 1 rows cols
            held[i].append(x)
            v = torch.stack(held[0])  # ?
            named = {"a": [x]}
            other = named["a"]
            named["a"].append(x)
            w = torch.stack(named["a"])  # 2 rows cols
            o = torch.stack(other)  # ?
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
    "a function in a function gives another shape in place to a tensor that it knows by name": """
        def f(x: Float[Tensor, "rows cols"], y: Float[Tensor, "rows cols"]):
            def annotated(q: Float[Tensor, "c"]) -> Float[Tensor, "c"]:
                x.unsqueeze_(0)
                return q

            t = annotated(x[0])  # cols
            u = x * 2  # ?

        def g(x: Float[Tensor, "rows cols"], y: Float[Tensor, "rows cols"]):
            def helper(q):
                y.unsqueeze_(0)
                return q

            t = helper(x)
            y = torch.where(y > 0, y, 0)  # ?
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
    "a name for a size that has one already is none": """
        def f(x: Float[Tensor, "rows cols"]):
            t = rearrange(x, "a (b p) -> a b p", p=7)  # rows cols//7 7
            n, m = x.shape
            u = x * 2  # rows cols
        """,
    "any number of sizes may be unpacked beside what is no size": """
        def f(x: Float[Tensor, "*batch d"], y: Float[Tensor, "d"]):
            b, n, d, device = *x.shape, x.device
            z = y.neg()  # d
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
    "a function in a function may mean others by the names that it doesn't declare": """
        def f(x: Float[Tensor, "batch rows"], y: Float[Tensor, "d_model seq"]):
            def inner(p: Tensor):
                t: Float[Tensor, "d_model rows"] = y
                return t
            return inner(x)
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
    "a layer is of one kind": """
        def merged(module, scale):
            weight = module.weight.data
            if isinstance(module, nn.Linear):
                weight = weight * scale
            elif isinstance(module, nn.Conv2d):
                assert weight.shape[2] == 1 and weight.shape[3] == 1
            return weight

        class Block(nn.Module):
            def __init__(self, d: int) -> None:
                super().__init__()
                self.project = nn.Linear(d, d)
                self.mix = nn.Conv2d(d, d, 1)

            def merge(self) -> None:
                one = merged(self.project, 2.0)  # d d
                other = merged(self.mix, 2.0)  # d d 1 1
        """,
    "what comes after a part that decides is never reached": """
        def f(x: Float[Tensor, "a b"]):
            if x.ndim > 2 and x.size(2) > 1:
                x = x[0]
            if x.dim() == 2 or x.size(3) > 1:
                x = x + 1  # a b
            return x.size(2) if x.ndim > 2 and x.size(2) == 3 else x.size(0)
        """,
    "what is seen of one item is not told of all": """
        def f(x: Float[Tensor, "rows cols"], y):
            for row in (y, x):  # ?
                t = row * 2  # ?
        """,
    "a function in another sees what a name holds that is bound anew only before it": """
        def f(x: Float[Tensor, "n d"]):
            x = x.mT

            def inner(p: Tensor):
                t = x * p[0]  # d n
                return t

            y = inner(x.mT[:, :1])
        """,
    "but not what it holds where it is bound behind it, or in the same loop": """
        def f(x: Float[Tensor, "n d"]):
            def inner(p: Tensor):
                t = x * 2  # ?
                return t

            x = x.mT
            y = inner(x)
            for _ in range(2):
                x = x[None]

                def again(p: Tensor):
                    t = x * 2  # ?
                    return t

            z = again(x)
        """,
    "each time round a loop its name is another tensor": """
        def f(x: Float[Tensor, "n a b"]):
            first = None
            for row in x:
                if first is None:
                    first = row
            first.unsqueeze_(0)
            t = row * 2  # ?
        """,
    "each of the rows that a tensor is unpacked into is another": """
        def f(x: Float[Tensor, "2 a b"], y: Float[Tensor, "a"]):
            one, other = x
            one.unsqueeze_(0)
            u = one * 2  # 1 a b
            v = other * 2  # ?
            w = y * 2  # a
        """,
    "what is added to in place is the same tensor still": """
        def f(x: Float[Tensor, "a b"]):
            y = x
            x += 1
            y.unsqueeze_(0)
            z = x * 2  # 1 a b
        """,
    "a function within one that is declared is shown in that one's names": """
        def f(x: Float[Tensor, "... batch"]):
            def inner(p):
                t = einops.rearrange(x, "a ... -> ... a")  # ?
                u = p * 2  # ... batch
                return t

            return inner(x)

        def g(y: Float[Tensor, "batch cols"]):
            z = f(y)  # cols batch
        """,
    "what is changed in place gets no axis more, and what is stored may leave out its first of 1": """
        def f(x: Float[Tensor, "cols"], z: Float[Tensor, "n cols"]):
            x += x.nonzero()  # !shape-mismatch
            z[0] = torch.zeros(1, x.shape[0])
            z[0] = torch.zeros(2, x.shape[0])  # !shape-mismatch
            z += torch.zeros(1, 1, x.shape[0])  # !shape-mismatch
        """,
    "what an iterator gives is any of its items, and nobody counts how many are left": """
        def f(x: Float[Tensor, "a b"]):
            rows = iter([x, x, x])
            first = next(rows)  # a b
            rest = torch.stack([*rows])  # ? a b
            last = next(reversed([x, x * 2]))  # a b
            one = [*x][0]  # b
            some = next(rows, None)  # ?
            mixed = next(iter([x, x[0]]))  # ?
        """,
    "what is changed in place is so the next time round, when it comes twice": """
        def f(x: Float[Tensor, "a b"]):
            for row in (x, x):
                y = row.unsqueeze_(0)  # ?
            z = x * 2  # ?
        """,
    "a match on a shape with a star is decided where the rank is known": """
        def f(x: Float[Tensor, "a b"], y: Float[Tensor, "*n b"]):
            match x.shape:
                case [*_, _, _, _]:
                    t = x.sum()
                case [*rows, cols]:
                    t = x.mT  # b a
                    s = x @ x  # !assumed-equal
            u = t * 2  # b a
            match y.shape:
                case [*_, a, b]:
                    v = y @ y
        """,
    "of a condition's parts only those count that it may come to": """
        def f(x: Float[Tensor, "a b"], flag: bool):
            y = not x.ndim or x  # a b
            z = x.ndim == 2 and x.mT  # b a
            w = flag or x  # ?
        """,
    "a tensor is never cut into more parts than it has": """
        def f(x: Float[Tensor, "1 cols"], y: Float[Tensor, "rows 12"]):
            a, b = x.chunk(2, dim=0)  # !shape-mismatch
            c, d, e = torch.cat([x, x]).chunk(3, dim=0)  # !shape-mismatch
            h, i, j = y.split(6, dim=1)  # !shape-mismatch
            k, l = y.split(6, dim=1)
            m, n, o = y.max(dim=1)  # !shape-mismatch
            p, *q = y.chunk(3)
            r, s = y.chunk(3)
        """,
    "what a switch turns off is shown, and what is wrong with it isn't told": """
        DEBUG = False

        def f(x: Float[Tensor, "batch seq"]):
            if DEBUG:
                y = x.T  # seq batch
                return torch.cat([x, x.sum(0)])
            y = x.sum(1)  # batch
        """,
}
