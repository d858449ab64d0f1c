"""What real packages do, each in a few lines: correct code that something was once said against."""

PACKAGES = {
    "two halves of a size and one more are not the size": """
        def f(x: Float[Tensor, "b d"]):
            half = x[:, : x.shape[1] // 2]  # b d//2
            both = torch.cat([half, half], dim=-1)  # b 2*(d//2)
            t = torch.cat([x[:, :1], both], dim=-1)  # b 2*(d//2)+1

        class Embedding(nn.Module):
            def __init__(self, dim):
                super().__init__()
                assert dim % 2 == 0
                self.weights = nn.Parameter(torch.randn(dim // 2))
            def forward(self, x):
                x = rearrange(x, "b -> b 1")
                angles = x * rearrange(self.weights, "d -> 1 d")
                return torch.cat([x, angles.sin(), angles.cos()], dim=-1)

        class Net(nn.Module):
            def __init__(self, dim, width=16):
                super().__init__()
                embedding = Embedding(width)
                self.layers = nn.Sequential(embedding, nn.Linear(width + 1, 4 * dim))
            def forward(self, time):
                return self.layers(time)
        """,
    "a pattern that isn't known is not the word behind it": """
        from axes import Axis
        def f(x: Tensor):
            return einops.reduce(x, f"{Axis.BATCH} {Axis.PART} -> {Axis.PART}", "mean")
        """,
    "what may be a tuple takes any number of axes": """
        class Rows(nn.Module):
            tokens: Float[Tensor, "depth n"]
            def pick(self, key: tuple) -> Float[Tensor, "some n"]:
                return self.tokens[key]
        def f(x: Float[Tensor, "b n"], key) -> Float[Tensor, "b n"]:
            return x[key]
        """,
    "a layer's weights have the element type that they were asked for": """
        def f(x: Float[Tensor, "b d"], d: int, dtype):
            layer = nn.Linear(d, d, dtype=torch.cfloat)
            parts = torch.view_as_real(layer.weight)  # d d 2
            y = torch.view_as_real(layer(x.to(torch.cfloat)))  # b d 2
            z = torch.view_as_real(nn.Linear(d, d, dtype=dtype).weight)  # d d 2
        """,
    "a module's weights have the element type that it was moved to": """
        class Scaled(nn.Module):
            def __init__(self, d: int):
                super().__init__()
                self.scale = nn.Parameter(torch.ones(d, d))
                self.layer = nn.Linear(d, d)
            def forward(self, x: Float64[Tensor, "b d"]):
                y = x @ self.scale  # b d
                z = F.linear(x, self.layer.weight)  # b d

        class Net(nn.Module):
            def __init__(self, d: int):
                super().__init__()
                self.scaled = Scaled(d)
            def forward(self, x: Float64[Tensor, "b d"]):
                return x @ self.scaled.scale
        """,
    "a number that nobody described may be a fraction": """
        class Times(nn.Module):
            def __init__(self, mean=-0.4, std=1.0, rate: int = 1e-2):
                super().__init__()
                self.mean, self.std, self.rate = mean, std, rate
            def forward(self, b: int):
                mean, std = torch.full((b,), self.mean), torch.full((b,), self.std * 2)
                t = torch.normal(mean, std)  # b
                return F.softplus(torch.tensor(self.rate)), F.softplus(torch.arange(0, 1, self.rate))
        """,
    "what was asked of the axes is known where it is used": """
        def stretched(t, length):
            is_flat = t.ndim == 2
            if is_flat:
                t = rearrange(t, "b n -> b 1 n")
            t = rearrange(t, "b d n -> b d n 1")
            return F.interpolate(t, (length, 1))
        def f(x: Float[Tensor, "b d n"], y: Float[Tensor, "b n"]):
            return stretched(x, 3), stretched(y, 3)
        """,
    "a batch that has another's size is not cut into its heads": """
        class Attention(nn.Module):
            def __init__(self, e: int, n_heads: int, d_head: int):
                super().__init__()
                self.d_head = d_head
                self.keys = nn.Linear(e, n_heads * d_head)
            def forward(self, x: Tensor, y: Tensor):
                b, q, _ = x.shape
                _, v, _ = y.shape
                return self.keys(y).view(b, v, -1, self.d_head)

        class Net(nn.Module):
            def __init__(self, e: int, n_heads: int):
                super().__init__()
                self.attention = Attention(e, n_heads, e // n_heads)
            def forward(self, x: Tensor, y: Tensor):
                return self.attention(x, y)
        """,
    "a merged axis is made of those that stand last": """
        class Blocks(nn.Module):
            def __init__(self, heads: int, width: int):
                super().__init__()
                self.heads, self.width = heads, width
            def forward(self, x: Tensor, w: Tensor):
                y = torch.einsum("abcd,acde->ace", x, w)  # a c e
                return y.contiguous().view(-1, self.heads * self.width)
        """,
    "a tuple that is declared to be of one item may be of any number": """
        from typing import Optional, Tuple
        def f(size: Tuple[int], past: Optional[Tuple[Tensor]], x: Float[Tensor, "b n d"]) -> Tuple[Tensor]:
            height, width = size
            if past is not None:
                keys, values = past
                x = x + keys + past[1]
            return x, x[..., :height]
        def g(x: Float[Tensor, "b n d"]):
            keys, values = f((3, 4), (x, x), x)
        """,
    "which way a call takes may hang on its tensors' elements": """
        def averaged(signal: Tensor, counts: Tensor):
            if counts.max() == 0:
                signal = signal.mean(1)
            else:
                rows = [signal[i, : counts[i]].mean(0)[None] for i in range(2)]
                signal = torch.cat(rows)
            return signal
        def f():
            signal = torch.rand(2, 4, 320)
            return averaged(signal, torch.tensor([3, 2])), averaged(signal, torch.zeros(1).long())
        """,
    "a batch of one is stored without its axis": """
        def f(video: Tensor, side: int):
            batch, channels, frames, height, width = video.shape
            tiles = video.new_zeros((1, channels, 24, side, side))
            for i in range(frames):
                tiles[i % 1] = video[:, :, i : i + 24, :side, :side]
            return tiles
        def g(rows: Float[Tensor, "b n"], x: Tensor, y: Tensor):
            (size,) = x.shape
            rows[0] = x
            return x @ torch.zeros(1) if size == 1 else x
        """,
    "an axis that nobody looks at may be one of 1": """
        class Latent(nn.Module):
            def __init__(self, rank: int, heads: int, d: int, e: int):
                super().__init__()
                self.width = d + e
                self.expand = nn.Linear(rank, heads * (d + e))
            def forward(self, x: Tensor):
                batch, _, seq, _ = x.shape
                shape = (batch, seq, -1, self.width)
                return self.expand(x).view(shape).transpose(1, 2)
        """,
    "a size that comes out even in one place does in another": """
        def f(table: Float[Tensor, "1 n e"], e: int, rows: int, start: int):
            parts = [torch.zeros(rows, 3 * e // 4 // 2 // 2)] * 4 + [torch.zeros(rows, e // 4 // 2)] * 2
            table[:, start:].copy_(torch.cat(parts, dim=1))
        """,
    "rows are shifted against each other by cutting them anew": """
        def in_one(x: Float[Tensor, "b h q k"]) -> Float[Tensor, "b h q k"]:
            b, h, q, k = x.shape
            padded = torch.cat([torch.zeros(b, h, q, 1), x], dim=-1)
            return padded.view(b, h, k + 1, q)[:, :, 1:].view_as(x)
        def in_steps(x: Float[Tensor, "b h q k"], shift: int):
            b, h, q, k = x.shape
            y = torch.reshape(x, [b, h, k, q])
            y = y[:, :, shift:, :]
            return torch.reshape(y, [b, h, q, k - shift])
        def by_mistake(x: Float[Tensor, "b h q k"]):
            b, h, q, k = x.shape
            y = torch.reshape(x, [b, h, k, q])  # !scrambled-reshape
            return y[:, :, :3]
        """,
    "what is computed of something that nobody described may be a tensor": """
        class Thermostat(nn.Module):
            def __init__(self, scale, damping: float = 1.0):
                super().__init__()
                self.register_buffer("damping", torch.tensor(damping))
                self.twice = 2 * scale
            def start(self, simulator):
                friction = 2 * simulator.frequencies
                friction[0] = 1.0
                friction *= self.damping
                factors = torch.exp(-0.5 * friction)
                return factors[:, None, None]
            def scaled(self):
                return (self.damping * self.twice)[:, None]
            def made(self, cfg):
                return torch.zeros(cfg.n + 1, 2 * cfg.d)[:, 0]
        """,
    "whether an operation wants a gradient or a layout says nothing of shapes": """
        def f(b: int, n: int):
            x = torch.randn(b, n).requires_grad_(True)
            x.retain_grad()
            places = torch.ones(b, n).to_sparse()
            return places.indices().T, places.values(), torch.ones(b, n).to_sparse_csr().crow_indices()
        """,
    "what a pattern says of a tensor is not said of the next one": """
        def f(inner: Tensor, x: Tensor):
            squares = torch.einsum("ak,nkl,lm->nam", x.T, inner, x)
            return torch.einsum("nab,bc,ncd->nad", squares, x.T, inner)
        """,
    "two sizes of which only the product counts may be either": """
        class Volume(nn.Module):
            def __init__(self, dim):
                super().__init__()
                self.layer = nn.Conv2d(24, dim, 3)
            def products(self, first, second):
                B, C, H0, W0 = first.shape
                B, C, H1, W1 = second.shape
                first = first.view(B, C, H0 * W0)
                second = second.view(B, C, H1 * W1)
                return torch.einsum("bci,bcj->bij", first, second)
            def forward(self, x, y):
                B, C, H0, W0 = x.shape
                B, C, H1, W1 = y.shape
                if x.shape[-2:] == y.shape[-2:]:
                    first, second = self.layer(torch.cat([x, y], dim=0)).chunk(2)
                else:
                    first, second = self.layer(x), self.layer(y)
                return self.products(first, second)

        class Weights(nn.Module):
            def __init__(self, dim):
                super().__init__()
                self.layer = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(dim, dim, 1))
            def forward(self, x, y, H, W):
                B, L, C = x.shape
                return x * self.layer(y.transpose(1, 2).view(B, C, H, W)).view(B, C, 1).transpose(1, 2)

        class Block(nn.Module):
            def __init__(self, dim):
                super().__init__()
                self.attention = nn.Sequential(nn.Linear(dim, dim), nn.GELU())
                self.layer, self.weights = nn.Conv2d(dim, dim, 3, padding=1), Weights(dim)
            def convolved(self, x, H, W):
                B, L, C = x.shape
                return self.layer(x.transpose(1, 2).view(B, C, H, W)).view(B, C, L).transpose(1, 2)
            def forward(self, x, attended, H, W):
                return self.weights(attended, self.convolved(x, H, W), H, W)
        """,
    "each way out may give what it returns other sizes": """
        def edges(n: int, empty: bool) -> Int[Tensor, "n_edges 2"]:
            if empty:
                return torch.zeros((0, 2), dtype=torch.int64)
            return torch.zeros((n, 2), dtype=torch.int64)
        def children(kind: int) -> Int[Tensor, "n_children 3"]:
            if kind == 1:
                return torch.tensor([[1, 2, 3], [1, 2, 3]])
            elif kind == 2:
                return torch.tensor([[1, 2, 3], [1, 2, 3], [1, 2, 3]])
            raise ValueError
        def bases(x: Float[Tensor, "n s"], m: int) -> Float[Tensor, "n s m"]:
            if m == 1:
                return x.unsqueeze(-1)
            elif m == 2:
                return torch.stack([x, x], dim=-1)
            raise ValueError
        def both(n: int, m: int) -> tuple[Float[Tensor, "k"], Float[Tensor, "k"]]:
            return torch.rand(n), torch.rand(2 * n)  # !return-shape
        """,
    "where there are no elements, an axis is 0": """
        def f(points: Float[Tensor, "n s"]) -> Int[Tensor, "n"]:
            n = len(points)
            if n == 0:
                return torch.arange(0)
            return torch.arange(2 * n)  # !return-shape
        Pair = tuple[Float[Tensor, "n s"], Float[Tensor, "n s"]]
        def g(starts: Int[Tensor, "n"], least: Float[Tensor, "c s"]) -> Pair:
            d = least.shape[1]
            if not len(starts) or d < 1:
                return torch.empty((0, d)), torch.empty((0, d))
            return least[starts], least[starts]
        def h(x: Float[Tensor, "n s"]) -> Float[Tensor, "n"]:
            match x.shape[0]:
                case 0:
                    return torch.zeros(0)
                case _:
                    return x.sum(1)
        def k(atoms: dict[str, int]) -> Int[Tensor, "0"]:
            if len(atoms) == 0:
                return torch.zeros(0)  # !dtype-mismatch
            return torch.zeros(0, dtype=torch.long)
        """,
    "a case says how long an axis is": """
        def length(x: Float[Tensor, "n 1 s"]) -> Float[Tensor, "n"]:
            return x[:, 0].norm(dim=-1)
        def area(x: Float[Tensor, "n 2 s"]) -> Float[Tensor, "n"]:
            return (x[:, 0] * x[:, 1]).sum(-1)
        def f(x: Float[Tensor, "n m s"]) -> Float[Tensor, "n"]:
            m = x.shape[-2]
            match m:
                case 1:
                    return length(x)
                case 2:
                    return area(x)
                case 3 | 4:
                    return area(x[:, 1:3])
                case _:
                    return area(x)  # !argument-shape
        def g(x: Float[Tensor, "n m s"]) -> Float[Tensor, "n s"]:
            n, m, s = x.shape
            match (m, s):
                case (1, _):
                    return x.squeeze(1)
                case (2, _):
                    return x[:, 0] + x[:, 1]
            return x.sum(1)
        """,
    "what is taken away by its place may have been made 1": """
        def nearest(x: Float[Tensor, "n d"], at: Float[Tensor, "m d"], k: int) -> tuple[
            Int[Tensor, "m k"], Float[Tensor, "m k"]
        ]: ...
        def f(x: Float[Tensor, "n d"], at: Float[Tensor, "m d"]) -> Int[Tensor, "m"]:
            index, _ = nearest(x, at, k=1)
            index = index.squeeze(1)
            return index
        class Head(nn.Module):
            def __init__(self, d: int, n_out: int = 1):
                super().__init__()
                self.layer = nn.Linear(d, n_out)
            def forward(self, x: Float[Tensor, "b d"]) -> Float[Tensor, "b"]:
                return self.layer(x).squeeze(-1)
        """,
    "elements of another size are fewer or more of them": """
        def f(n: int, d: int):
            x = torch.empty(n, d, dtype=torch.uint8)
            y = torch.empty(n, 4 * d, dtype=torch.float8_e4m3fn).view(torch.int32)  # n d
            return x.view(torch.int32), y.view(torch.float8_e8m0fnu)
        def g(x: Tensor, y: Shaped[Tensor, "n d"]) -> Tensor:
            return y.view(torch.float8_e8m0fnu)
        def h(x: Float32[Tensor, "n d"]):
            return g(x.view(torch.float8_e8m0fnu), x.view(torch.float8_e8m0fnu))
        """,
    "half of a large number is a number": """
        def f():
            x = np.random.uniform(size=(4, 128, 128, 3))
            return einops.reduce(x, "b (h h2) (w w2) c -> b h w c", reduction="sum", h2=2, w2=2)
        def g():
            x = np.random.uniform(size=(4, 127, 3))
            return einops.reduce(x, "b (h h2) c -> b h c", reduction="sum", h2=2)
        """,
    "what has to fail in a test is no mistake": """
        import contextlib
        def f(x: Float[Tensor, "b n"], y: Float[Tensor, "b n m"]):
            with pytest.raises(RuntimeError, match="size"):
                x @ x
            with contextlib.suppress(RuntimeError):
                z = x @ x
            return x @ x  # !assumed-equal
        """,
    "unknown sizes are no number together where twice as many will do": """
        def parts(x: Float[Tensor, "n"], d: int) -> list[Float[Tensor, "n"]]: ...
        def f(x: Float[Tensor, "n 3"]) -> Float[Tensor, "n 12"]:
            a = torch.cat(parts(x[:, 0], d=4), dim=-1)
            b = torch.cat(parts(x[:, 1], d=4), dim=-1)
            c = torch.cat(parts(x[:, 2], d=4), dim=-1)
            return torch.cat((a, b, c), dim=0).reshape(-1, 12)
        """,
    "an axis that was put in stays so where it is picked whole": """
        def doubled(a: Tensor, b: Tensor, c: Tensor) -> Tensor:
            return (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1])
        def rows(x: Float[Tensor, "m k 2"], at: Int[Tensor, "m n"]) -> Float[Tensor, "m n 2"]: ...
        def f(x: Float[Tensor, "m k 2"], first: Int[Tensor, "m n"], second: Int[Tensor, "m n"]):
            a, b = (rows(x, at) for at in (first, second))
            return doubled(a[:, :, None, :], b[:, :, None, :], b[:, None, :, :])
        """,
    "what a callee names may be any size": """
        def edges(x: Float[Tensor, "b n d"], at: Int[Tensor, "m v"]) -> Float[Tensor, "b m simplex d"]: ...
        def volume(e: Float[Tensor, "b m dim dim"], dim: int) -> Float[Tensor, "b m"]:
            return torch.linalg.det(e)
        def f(x: Float[Tensor, "b n d"], at: Int[Tensor, "m v"]):
            e = edges(x, at)
            if at.shape[1] - 1 == x.shape[-1]:
                return volume(e, x.shape[-1])
            return e
        """,
    "a bound is smaller than half an axis, too": """
        class Spectral(nn.Module):
            def __init__(self, rows: int, cols: int):
                super().__init__()
                self.rows, self.cols = rows, cols
            def forward(self, x: Float[Tensor, "b c h w"]):
                y = torch.fft.rfft2(x)  # b c h w//2+1
                z = y[:, :, : self.rows, : self.cols]  # b c min(h,rows) min(cols,w//2+1)
            def of_volumes(self, x: Float[Tensor, "b c t h w"], times: int):
                y = torch.fft.rfftn(x, dim=(-3, -2, -1))
                z = y[:, :, :times, : self.rows, : self.cols]  # b c min(t,times) min(h,rows) min(cols,w//2+1)
        """,
    "attention over channels has its queries in the columns": """
        def f(q: Float[Tensor, "b h n d"], k: Float[Tensor, "b h n d"], v: Float[Tensor, "b h n d"]):
            q, k, v = q.mT, k.mT, v.mT
            weights = (k @ q.transpose(-2, -1)).softmax(dim=-1)
            return weights @ v
        def g(q: Float[Tensor, "b n d"], k: Float[Tensor, "b n d"], v: Float[Tensor, "b n d"]):
            return (q @ k.mT).softmax(dim=-2) @ v  # !softmax-axis
        """,
    "what is checked only where nothing is compiled is so anyway": """
        def f(x: Float[Tensor, "b n"]) -> Float[Tensor, "b 3"]:
            if not torch.compiler.is_compiling():
                if x.shape[1] != 3:
                    raise ValueError
            return x
        """,
    "each number in a list is one of its own": """
        class Grid(nn.Module):
            def __init__(self, neighbors: int, sides: list[int] | None = None):
                super().__init__()
                if sides is None:
                    sides = [256, 96, 64]
                self.neighbors, self.sides = neighbors, sides
            def forward(self, x: Float[Tensor, "b points neighbors 3"]) -> Float[Tensor, "b out nx ny nz"]:
                nx, ny, nz = self.sides[0], self.sides[1], self.sides[2]
                x = rearrange(x, "b x y z -> b x (y z)", x=nx * ny * nz, y=self.neighbors, z=3)
                return rearrange(x, "b (x y z) c -> b c x y z", x=nx, y=ny, z=nz)
        """,
    "blocks without annotations have the shapes of the call that is made, not of those that might be": """
        width, rows = 64, 32
        letters = sorted(set(open("letters.txt").read()))
        number_of = {letter: number for number, letter in enumerate(letters)}
        numbered = lambda text: [number_of[letter] for letter in text]
        corpus = torch.tensor(numbered(open("letters.txt").read()), dtype=torch.long)  # ?
        learned, held_out = corpus[: len(corpus) // 2], corpus[len(corpus) // 2 :]

        def batch(part):
            chosen = learned if part == "learned" else held_out
            starts = torch.randint(len(chosen) - rows, (16,))  # 16
            given = torch.stack([chosen[start : start + rows] for start in starts])  # 16 32
            wanted = torch.stack([chosen[start + 1 : start + rows + 1] for start in starts])  # 16 32
            return given, wanted

        class One(nn.Module):
            def __init__(self, size):
                super().__init__()
                self.asks = nn.Linear(width, size, bias=False)
                self.register_buffer("past", torch.tril(torch.ones(rows, rows)))

            def forward(self, x):
                n_batch, n_rows, n_width = x.shape
                asked = self.asks(x)  # 16 32 16
                scores = asked @ asked.transpose(-2, -1)  # 16 32 32
                return scores.masked_fill(self.past[:n_rows, :n_rows] == 0, 0.0) @ asked

        class Several(nn.Module):
            def __init__(self, count, size):
                super().__init__()
                self.all = nn.ModuleList([One(size) for _ in range(count)])
                self.back = nn.Linear(count * size, width)

            def forward(self, x):
                joined = torch.cat([one(x) for one in self.all], dim=-1)  # 16 32 64
                return self.back(joined)

        given, wanted = batch("learned")
        out = Several(4, width // 4)(nn.Embedding(len(letters), width)(given))  # 16 32 64
        """,
    "one block is walked for all that are like it, and one that isn't for itself": """
        class Block(nn.Module):
            def __init__(self, width, out):
                super().__init__()
                self.one = nn.Linear(width, out)

            def forward(self, x):
                return self.one(x)

        def listed(x):
            return [x * 2]

        def named(x):
            return {"kept": x * 2}

        def picked(x):
            return x[torch.rand(x.shape[0]) > 0.5]

        class Keeps(nn.Module):
            def __init__(self):
                super().__init__()
                self.seen = None

            def forward(self, x):
                seen = self.seen
                self.seen = x
                return x if seen is None else torch.cat([seen, x])

        def f(x: Float[Tensor, "b 8"]):
            same = nn.Sequential(*[Block(8, 8) for _ in range(6)])(x)  # b 8
            other = nn.Sequential(*[Block(8, 8), Block(8, 4), Block(4, 8), Block(8, 3)])(x)  # b 3
            kept = [x[x[:, 0] > i] for i in range(2)]
            first, second = (Block(8, 2)(part) for part in kept)
            both = first + second
            some, others = picked(x), picked(x)
            sum_of_both = some + others  # ? 8
            first_list, second_list = listed(x), listed(x)
            first_list.append(x)
            stacked = torch.stack(second_list)  # 1 b 8
            first_dict, second_dict = named(x), named(x)
            first_dict["kept"] = x[:1]
            y = second_dict["kept"]  # b 8
            a, b = Keeps(), Keeps()
            t = a(a(x))  # 2*b 8
            y = b(x)  # b 8
            y = Block(8, 8)(x)  # b 8
        """,
}
