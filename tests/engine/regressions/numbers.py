"""What nobody described: when it is a number, and what follows from that."""

NUMBERS = {
    "what nobody described is a number from where it is used as one on": """
        def f(x: Float[Tensor, "a b"], s):
            y = x * s  # ?
            if x.sum() > 0:
                z = torch.zeros(s, 2)
                y = x * s**0.5  # a b
            w = x * s  # ?
            z = torch.zeros(s, 2)
            v = x * s  # a b

        def g(x: Float[Tensor, "a b"], s):
            def helper():
                if x.sum() > 0:
                    return torch.zeros(s, 2)
                return torch.zeros(2, 2)
            z = helper()
            y = x * s  # ?
            u = (torch.zeros(s, 2) if x.sum() > 0 else x)
            y = x * s  # ?
            while x.sum() > 0:
                torch.zeros(s, 2)
            y = x * s  # ?

        class Attention(nn.Module):
            def __init__(self, dim, heads=8, dim_head=64):
                super().__init__()
                inner = dim_head * heads
                self.heads = heads
                self.scale = dim_head**-0.5
                self.temperature = -((dim // heads) ** 0.5)
                self.to_qkv = nn.Linear(dim, inner * 3)
                self.gain = heads * 2

            def forward(self, x):
                parts = self.to_qkv(x).chunk(3, dim=-1)
                q, k, v = map(lambda t: rearrange(t, "b n (h d) -> b h n d", h=self.heads), parts)
                dots = q @ k.transpose(-1, -2) * self.scale  # b heads n n
                more = dots / self.temperature * self.gain  # b heads n n
                out = rearrange(dots.softmax(-1) @ v, "b h n d -> b n (h d)")  # b n heads*d

        class Scaled(nn.Module):
            def __init__(self, dim, scale):
                super().__init__()
                self.scale = scale**2
                self.layer = nn.Linear(dim, dim)

            def forward(self, x: Float[Tensor, "batch dim"]):
                y = self.layer(x) * self.scale  # ?

        def posemb(h, w, dim):
            y, x = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
            omega = torch.arange(dim // 4) / (dim // 4 - 1)  # dim//4
            y = y.flatten()[:, None] * omega[None, :]  # h*w dim//4
        """,
    "an axis without a name may be as long as another": """
        def posemb(t):
            h, w, d = t.shape[1:]
            y, x = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
            omega = torch.arange(d // 4) / (d // 4 - 1)
            y = y.flatten()[:, None] * omega[None, :]
            x = x.flatten()[:, None] * omega[None, :]
            return torch.cat((x.sin(), x.cos(), y.sin(), y.cos()), dim=1)

        class Squares(nn.Module):
            def __init__(self, dim, size, kernel_size):
                super().__init__()
                self.size = size
                self.to_patches = nn.Sequential(
                    nn.Conv2d(3, dim, kernel_size, padding=kernel_size // 2),
                    einops.layers.torch.Rearrange("b c h w -> b h w c"),
                )

            def forward(self, img):
                assert img.shape[-2:] == (self.size, self.size)
                t = self.to_patches(img)
                size = t.shape[-2]
                return t + rearrange(posemb(t), "(h w) d -> h w d", h=size)
        """,
    "what comes out is as long as it was asked to be": """
        def f(x: Tensor, h: int, d: int):
            b, t = x.shape[:2]
            y = x.view(b, t, h, d)  # b t h d
            y = torch.reshape(x, (b, -1))  # b ?
            y = x.expand(-1, t, h)  # ? t h
            n, m = x.shape[-2:]
            y = torch.zeros(n, m)  # n m
        """,
    "a size that meets an unknown one is as long as it is": """
        def f(x: Float[Tensor, "b t d"], bias: Float[Tensor, "block block"]):
            b, t, d = x.shape
            m = bias[:t, :t]  # min(block,t) min(block,t)
            y = x @ x.transpose(1, 2) + m  # b t t
            y = (x @ x.transpose(1, 2)).masked_fill(m == 0, 0.0)  # b t t
            y = torch.zeros(1, 7, d)[:, :t]  # 1 min(t,7) d
            y = torch.zeros(1, 7, d)[:, :t] + x  # b t d
        """,
    "what may hold anything holds what it is used for": """
        def f(idx: Tensor, vocab: int, d: int):
            b, t = idx.size()
            y = nn.Embedding(vocab, d)(idx)  # b t d
            y = torch.zeros(3, 4)[idx]  # ?
        """,
    "an index that is expanded elsewhere takes its own entries": """
        def f(scores: Float[Tensor, "b n"]):
            best = scores.argmax(1, keepdim=True)
            rows = scores[:, :, None].expand(-1, -1, 3)
            first = rows.gather(1, best[..., None].expand(-1, 1, 3))[:, 0]  # b 3
        """,
    "a number that NumPy computed is one of Python's": """
        def g(x: Float[Tensor, "*batch 1"] | float):
            return x

        def f(path, angle: float):
            image = numpy.load(path)
            h, w = image.shape[:2]
            g(0.5 * w / numpy.tan(0.5 * angle))
        """,
    "modules of a dict go by their names": """
        class Model(nn.Module):
            def __init__(self, vocab: int, d: int):
                super().__init__()
                self.parts = nn.ModuleDict(dict(embed=nn.Embedding(vocab, d), norm=nn.LayerNorm(d)))

            def forward(self, idx: Int[Tensor, "b t"]):
                y = self.parts.embed(idx)  # b t d
                y = self.parts.norm(y)  # b t d
        """,
    "what turns out to be a product in a loop is what it was before": """
        class Block(nn.Module):
            def __init__(self, config):
                super().__init__()
                self.heads = config.heads
                self.layer = nn.Linear(config.width, config.width)

            def forward(self, x):
                b, t, c = x.size()
                y = self.layer(x).view(b, t, self.heads, c // self.heads)  # n m heads width//heads
                return y.view(b, t, c)

        class Model(nn.Module):
            def __init__(self, config):
                super().__init__()
                self.embed = nn.Embedding(config.vocab, config.width)
                self.blocks = nn.ModuleList([Block(config) for _ in range(config.depth)])

            def forward(self, idx: Int[Tensor, "n m"]):
                x = self.embed(idx)  # n m width
                for block in self.blocks:
                    x = block(x)  # n m width
                y = x * 2  # n m width
        """,
    "the tensor that a function works on is no number, whoever described it": """
        def f(x: Float[Tensor, "a b"], mask, k):
            m = torch.tril(mask, k)
            t = x * k  # a b
            t = x * mask  # ?
        """,
    "what nobody described may be a whole shape, where one could stand": """
        def f(x: Float[Tensor, "a b"], shape, n, k):
            t = numpy.zeros(shape, numpy.float32)  # ?
            t = numpy.full(shape, 0.0)  # ?
            t = numpy.random.normal(0.0, 1.0, shape)  # ?
            t = numpy.random.randint(0, 5, shape)  # ?
            t = torch.zeros(shape, dtype=torch.int)  # ?
            t = torch.zeros((n, k), dtype=torch.int)  # n k
            t = numpy.eye(n, k)  # n k

        class Normed(nn.Module):
            def __init__(self, shape):
                super().__init__()
                self.norm = nn.LayerNorm(shape)
                self.weight = nn.Parameter(torch.zeros(shape))  # ?
        """,
    "what int or the square root is asked of is a number": """
        def f(x: Float[Tensor, "a b"], d, p):
            t = x * d  # ?
            t = x / math.sqrt(d)  # a b
            t = x * d  # a b
            h = int(p * 2 / 3)
            t = x * p  # a b
            t = torch.zeros(h, 2).unsqueeze(0)  # 1 h 2
        """,
    "an int by default is a size, if it is used as one": """
        def f(x: Float[Tensor, "b s d"], heads=8, dim=1, n=-1, p=0.1):
            t = rearrange(x, "b s (h e) -> b h s e", h=heads)  # b heads s d//heads
            t = x * heads  # b s d
            t = x.sum(dim)  # ?
            t = x.view(-1, n)  # ?
            t = x * p  # ?

        def g(x: Float[Tensor, "b s d"], scale=2):
            t = x * scale  # ?
        """,
    "what is divided is no number of its own because of that": """
        def f(x: Float[Tensor, "width batch"]):
            cut = x[:, x.size(0) // 3 :]
            both = cut + x  # width batch
        """,
    "a window that a loop moves has its length, unless it may stand out at the end": """
        def f(x: Float[Tensor, "b w"], n: int):
            for i in range(x.shape[0] - n):
                y = x[i : i + n]  # n w
                y = x[i + 1 : i + 1 + n]  # n w
            for i in range(0, x.shape[0], n):
                y = x[i : i + n]  # min(b-i,n) w
            for i in range(x.shape[0]):
                y = x[i : i + 1]  # 1 w
                y = x[: i + 1]  # i+1 w
                y = x[i:]  # b-i w
                y = x[i + n :]  # max(b-i-n,0) w
                y = x[i : i + n]  # min(b-i,n) w
            for i in range(n):
                y = x[i : i + n]  # ? w
            for i in range(0, x.shape[0], x.shape[0] - 2):
                y = x[i + 1 : i + 1 + x.shape[0] - 2]  # ? w
                y = x[-i:]  # ? w
            for i in range(0, -n, -n):
                y = x[i : i + 1]  # ? w
            for i in range(n, -1, -1):
                y = x[i : i + n]  # ? w
            windows = torch.stack([x[i : i + 3] for i in range(x.shape[0] - 3 + 1)])  # b-2 3 w
        """,
    "windows at places that a tensor holds": """
        def get_batch(data: Int[Tensor, "length"], block_size: int, batch_size: int):
            ix = torch.randint(len(data) - block_size, (batch_size,))
            x = torch.stack([data[i : i + block_size] for i in ix])  # batch_size block_size
            y = torch.stack([data[i + 1 : i + 1 + block_size] for i in ix])  # batch_size block_size
            for i in ix:
                t = data[i + 2 : i + 2 + block_size]  # ?
                u = data[i:]  # ?
            for i in ix + 1:
                t = data[i : i + block_size]  # ?
            ix[0] = 5
            for i in ix:
                t = data[i : i + block_size]  # ?
        """,
    "a loss of columns against rows pairs them all, be their sizes names or numbers": """
        model = nn.Sequential(nn.Linear(4, 64), nn.ReLU(), nn.Linear(64, 1))
        x, y = torch.randn(32, 4), torch.randn(32)
        a1 = F.mse_loss(model(x), y)  # !growing-broadcast
        a2 = nn.SmoothL1Loss()(y, model(x))  # !growing-broadcast
        a3 = F.mse_loss(model(x)[:, 0], y)
        a4 = F.mse_loss(model(x), y[:, None])
        a5 = F.l1_loss(torch.ones(1, 4), torch.ones(3, 4))
        a6 = torch.arange(8).view(8, 1) - torch.arange(8)  # 8 8
        taken = torch.randint(1, (32,))
        a7 = F.mse_loss(model(x).gather(1, taken.unsqueeze(1)), y)  # !growing-broadcast
        a8 = F.mse_loss(model(x).gather(1, taken.unsqueeze(1)).squeeze(1), y)
        """,
}
