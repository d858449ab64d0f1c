"""Tensors that `expand` and `repeat` make longer without any number more."""

REPEATED = {
    "no view merges an axis along which the same numbers are read again": """
        def f(x: Float[Tensor, "b s d"], y: Float[Tensor, "q d"]):
            (b, s, d), q = x.shape, y.shape[0]
            k = nn.Linear(d, d)(x)
            a1 = k[:, None].expand(-1, q, -1, -1).view(b * q, s, d)  # !strided-view
            a2 = k.unsqueeze(1).expand(b, 4, s, d).view(b * 4, s, d)  # !strided-view
            a3 = einops.repeat(k, "b s d -> b q s d", q=q).view(b * q, s, d)  # !strided-view
            a4 = torch.zeros(1, s).expand(b, s).view(-1)  # !strided-view
            a5 = torch.zeros(s, d).expand(b, s, d).transpose(0, 1).view(s * b, d)  # !strided-view
        """,
    "what lies apart from it may be merged, and a copy has numbers of its own": """
        def f(x: Float[Tensor, "b s d"], y: Float[Tensor, "q d"]):
            (b, s, d), q = x.shape, y.shape[0]
            k = nn.Linear(d, d)(x)
            a1 = k.unsqueeze(1).expand(b, 4, s, d).view(b, 4, s * d)  # b 4 s*d
            a2 = k.unsqueeze(2).expand(b, s, 4, d).transpose(1, 2).reshape(b * 4, s, d).view(b, 4, s, d)  # b 4 s d
            a3 = k.unsqueeze(2).expand(b, s, 4, d).contiguous().view(b, s * 4, d)  # b 4*s d
            a4 = torch.zeros(1, 1, d).expand(b, q, d).view(b * q, d)  # b*q d
            a5 = torch.zeros(s, d).expand(b, s, d)[None].view(b, s * d)  # b s*d
        """,
    "of what may be None, or is given by name, nobody knows how it lies": """
        def f(q: Float[Tensor, "a b"] | None, k: Float[Tensor, "b c"] | None, x: Float[Tensor, "a b"]):
            y = torch.matmul(q, k)  # a c
            z = torch.matmul(input=x, other=k)  # a c
            made = torch.zeros(x.shape[0], x.shape[1])
            t = torch.add(made, q).view(-1)  # a*b
            u = torch.add(made, other=x).mT.view(-1)  # b*a
        """,
    "who is repeated once can be viewed, and nobody knows how a parameter lies": """
        def f(x: Float[Tensor, "b s d"], n: int):
            b, s, d = x.shape
            k = nn.Linear(d, d)(x)
            a1 = k.unsqueeze(1).expand(b, n, s, d).view(b * n, s, d)  # b*n s d
            a2 = x.unsqueeze(1).expand(b, 4, s, d).view(b * 4, s, d)  # 4*b s d
            a3 = x.transpose(1, 2).view(b, d * s)  # b d*s
        """,
}
