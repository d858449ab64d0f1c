"""What operations give: sizes that come out even, unknown ones, patterns and element types."""

SIZES = {
    "a half that comes out even now and then is no matter of element types": """
        def f(x: Float[Tensor, "seq d"]):
            t = torch.rand(x.shape[1], 3, x.shape[1] // 2)  # d 3 d//2
            u = rearrange(t, "a b (c p) -> p a c b", p=2)  # 2 d ? 3
        """,
    "whether an axis of unknown size is squeezed away is unknown": """
        def f(x: Float[Tensor, "rows cols"]):
            for part in x.split(2):  # ? cols
                t = part.squeeze(0)  # ?
            u = x[x[:, 0] > 0][:, None].squeeze(1)  # n_kept cols
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
    "a product comes out even where one of its parts does, or the whole": """
        def f(x: Float[Tensor, "width"], n: int):
            t = torch.cat([x for _ in range(x.shape[0] // 10)])  # (width//10)*width
            u = rearrange(t, "(p a) -> a p", p=n)  # ? n
        """,
    "a divisor that is itself a quotient may divide either factor": """
        class Block(nn.Module):
            def __init__(self, d_model: int, n_heads: int) -> None:
                super().__init__()
                self.d_head = d_model // n_heads

            def forward(self, x: Float[Tensor, "cols d_model"]):
                t = rearrange(x, "cols d_model -> (cols d_model)").unflatten(-1, (-1, self.d_head))  # ? d_head
        """,
    "the larger half of an odd axis but for one is no half of an even one": """
        def f(x: Float[Tensor, "d"]):
            half = x[::2]  # (d+1)//2
            t = x[1 : half.shape[0]]  # (d+1)//2-1
        """,
    "a size that was unpacked may be 1, and broadcast": """
        def f(w: Tensor):
            a, b = w.shape
            t = w + w.T  # ? ?

        def g(w: Tensor):
            a, b = w.shape
            t = torch.tensordot(w, w, dims=1)  # a b

        def h(w: Tensor):
            a, b = w.shape
            t = w @ w  # b b
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
    "what may be of any type may be of the one type that is asked for": """
        def f(x: Tensor):
            n, rows, cols = x.shape
            lu, pivots, _ = torch.linalg.lu_factor_ex(x)
            order, _, _ = torch.lu_unpack(lu, pivots, unpack_data=False)
            return order
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
    "a size that need not be a multiple is not taken for one": """
        def f(x: Float[Tensor, "rows cols"]):
            n, d = x.shape
            t = x.reshape(-1, n // d, d)  # ? rows//cols cols
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
    "what is left over may be a part more": """
        def f(x: Float[Tensor, "rows cols"]):
            t = torch.stack(x.split(x.shape[-1] // 7, dim=-1))  # ? rows ?
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
            t = found.view(n, -1, found.size(1))  # n ? 2
        """,
    "a literal size is not taken for the int that divides its product": """
        def f(x: Float[Tensor, "rows cols"], n: int):
            t = torch.zeros(7, x.shape[1]).reshape(n, 1, -1)  # n 1 ?
        """,
    "two tensors of a class of element types need not have the same one": """
        def f(x: Shaped[Tensor, "n width"]):
            t = F.cross_entropy(x, x.argmax(-1), reduction="none")  # n
        """,
    "a number that comes out at three sizes may be an accident": """
        def f(x: Float[Tensor, "rows cols"], y: Float[Tensor, "d"]):
            t = torch.outer(x.flatten(), y[:3])  # rows*cols min(d,3)
            u = t[: int(x.sum()) % 7 + 1]  # ? min(d,3)
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
    "einops takes the pattern last, whatever the tensors are": """
        def f(x: Tensor, y: Tensor):
            return einops.einsum("a b, b c -> a c", x, y)  # !einops-pattern
        """,
    "a packed axis may be as long as any sum of products": """
        def f(x: Float[Tensor, "rows cols"]):
            packed, shapes = einops.pack([x, x, x.mT @ x], "*")
            first, *_ = einops.unpack(packed, shapes, "*")
            outer = torch.kron(x[:2], x[:3])
            packed, shapes = einops.pack([outer, outer], "*")
            first, *_ = einops.unpack(packed, shapes, "*")
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
    "a product comes out even by either of its factors, one less than a size too": """
        def f(x: Float[Tensor, "seq cols"], n: int):
            flat = rearrange(x[1:], "a b -> (a b)")
            parts = rearrange(flat, "(p a) -> a p", p=n)  # ? n
        """,
    "a number that is a factor of an axis is the program's": """
        def f(x: Float[Tensor, "batch seq"]):
            y = x.repeat_interleave(2, dim=1)[0].reshape(x.shape)  # !assumed-equal
        """,
    "a length that is an axis already may be any": """
        def f(x: Float[Tensor, "batch d_model"], n_heads: int):
            heads = rearrange(x[0], "(h d) -> d h", h=n_heads)  # d_model//n_heads n_heads
            y = heads.reshape(1, x.size(0), x.size(1))  # !shape-mismatch
        """,
    "what is cut is never as long as what is longer than any part of it": """
        def f(x: Float[Tensor, "rows d"], t: Float[Tensor, "rows"]):
            y = t[None, 2:5] @ x  # !shape-mismatch
        """,
    "what is cut is as long as a number only where the axis is": """
        def f(x: Float[Tensor, "rows d"], t: Float[Tensor, "rows"]):
            y = t[None, 2:5] @ x[3:5]  # !assumed-equal
        """,
    "an axis that would have to be as long as what is cut": """
        def f(x: Float[Tensor, "n d"]):
            y = F.conv1d(x[:3], torch.randn(4, x.shape[1], 3), padding=1)  # !assumed-equal
        """,
    "a single number is an index as an int is": """
        def f(x: Float[Tensor, "rows cols"], i: Int[Tensor, ""], m: UInt8[Tensor, ""], k: Integer[Tensor, ""]):
            a = x[i]  # cols
            b = x[:, x.argmax() % 3]  # rows
            c = x[0:1, i, None]  # 1 1
            d = x[i, :20]  # min(cols,20)
            e = x[m]  # ?
            g = x[k]  # ?
            for j in torch.randperm(x.shape[0]):
                h = x[j]  # cols
        """,
    "a pattern says how many axes there are where it can't be said how long": """
        def f(x: Float[Tensor, "width rows"], n: int):
            odd = x[:, ::2]  # width (rows+1)//2
            a = rearrange(odd, "w (b p) -> b w p", p=n)  # ? width n
            b = rearrange(odd, "w (b p) -> (w b) p 1", p=n)  # ? n 1
            c = torch.cat([x, a])  # !shape-mismatch
        """,
    "a bound that an axis less one may or may not reach": """
        def f(x: Float[Tensor, "d"]):
            y = x[1:][100:]  # max(d-101,0)
            z = (x[1:, None] + x)[100:]  # max(d-101,0) d
        """,
    "the product of sizes is a size": """
        def f(x: Float[Tensor, "a b c"], y: Float[Tensor, "*n d"]):
            flat = torch.zeros(math.prod(x.shape))  # a*b*c
            rest = torch.zeros(math.prod(x.shape[1:]))  # b*c
            one = torch.zeros(math.prod(x.shape[3:]))  # 1
            several = torch.zeros(math.prod(y.shape))  # ?
        """,
    "a size is no larger than itself": """
        def f(x: Float[Tensor, "n d"]):
            y = x
            if x.size(0) > x.shape[0] or x.shape[1] + 1 <= x.shape[1]:
                y = x[0]
            z = y * 2  # n d
            if x.size(0) >= x.shape[0]:
                y = x[0]
            z = y * 2  # d
        """,
    "a mask of more axes than there are": """
        def f(x: Float[Tensor, "rows d"], m: Bool[Tensor, "rows 3 d"], n_heads: int):
            y = x[m]  # !shape-mismatch
            z = x[m[:, 0], 0]  # !shape-mismatch
            w = x[torch.rand(n_heads, 3, n_heads // 2) > 0.5]  # !shape-mismatch
        """,
    "half an axis is 1 where that is 2, and broadcasts: no reason to take it for 2": """
        class Block(nn.Module):
            def __init__(self, n: int, d: int) -> None:
                super().__init__()
                self.weight = nn.Parameter(torch.randn(n, d))
                self.register_buffer("freqs", torch.arange(0, n, 2) / n)

            def forward(self, t: Float[Tensor, "dim"]):
                y = torch.einsum("ab,c,c->ca", self.weight, self.freqs, t)  # ?
                z = self.weight * 1  # n d
        """,
    "a multiple of 7 is never 3, and never one more than another": """
        def f(v: Float[Tensor, "*lead d"]) -> Float[Tensor, "*lead 3"]:
            t = v.view(*v.shape[:-1], 7, -1)  # *lead 7 d//7
            return v  # !return-shape

        def g(x: Float[Tensor, "n a"], y: Float[Tensor, "b m"]):
            even = torch.cat([x, x], dim=1)  # n 2*a
            odd = torch.cat([y, y, y[:1]])  # 2*b+1 m
            z = even @ odd  # !shape-mismatch
        """,
    "that half of a size is 2 says no more than that the size is 4": """
        class Block(nn.Module):
            def __init__(self, d_model: int):
                super().__init__()
                self.norm = nn.RMSNorm(d_model)
                self.mask = torch.ones(d_model, d_model)  # d_model d_model

            def forward(self, x: Float[Tensor, "rows 4"]):
                t = rearrange(self.mask, "a (b p) -> a b p", p=2)  # d_model d_model//2 2
                u = x + self.norm(x)  # rows 4
        """,
}
