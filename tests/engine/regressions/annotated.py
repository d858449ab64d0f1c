"""Local annotations: what they say of a tensor, and of whoever else holds it."""

ANNOTATED = {
    "a tensor under a second, annotated name is the same tensor": """
        class Block(nn.Module):
            def grown(self, t):
                return t.unsqueeze_(0)

            def forward(self, x: Float[Tensor, "d n"], y: Float[Tensor, "d n"]):
                other: Float[Tensor, "d n"] = x  # d n
                self.grown(other)
                t = x.reshape(-1, x.size(2))
                u = y.reshape(-1, y.size(2))  # !shape-mismatch
    """,
    "an argument that nobody described is the tensor that a local annotation says": """
        def f(x, y=None):
            t: Float[Tensor, "p q"] = x  # p q
            u = t.mT  # q p
    """,
    "a tensor of unknown shape is known under each of its names": """
        def f(x: Tensor):
            t: Float[Tensor, "p q"] = x  # p q
            u = x.mT  # q p
    """,
    "what is called `a` on one way may be another axis on another": """
        def f(x: Float[Tensor, "n m"], y: Float[Tensor, "k l"], flag: bool):
            if flag:
                t: Float[Tensor, "a b"] = x  # n m
                u: Float[Tensor, "a b"] = x.mT  # !shape-mismatch
            if not flag:
                v: Float[Tensor, "a b"] = y  # k l
    """,
    "what a function in a function calls an axis on one way may be another axis on another": """
        def f(x: Float[Tensor, "rows 1 cols"], y: Float[Tensor, "cols rows"]):
            def inner(p):
                if y.shape[0] == y.shape[1]:
                    square: Float[Tensor, "cols rows"] = y
                else:
                    t = p * 2
                u: Float[Tensor, "rows 1 cols"] = t  # rows 1 cols
            inner(x)
    """,
}
