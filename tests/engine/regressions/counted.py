"""Loops that count past the end of an axis, and those that only look so."""

COUNTED = {
    "the last round of a loop asks for an item that isn't there": """
        def f(x: Float[Tensor, "seq d"], y: Float[Tensor, "batch seq d"], z: Float[numpy.ndarray, "seq d"]):
            n, d = x.shape
            for i in range(len(x)):
                t = x[i + 1] - x[i]  # !shape-mismatch
            for i, row in enumerate(x):
                t = row - x[i + 1]  # !shape-mismatch
            t = [x[i] for i in range(n + 1)]  # !shape-mismatch
            for i in range(1, n + 1):
                t = x[i]  # !shape-mismatch
                t = x[i - 1] - x[-i]
            for b in range(y.shape[0]):
                for i in range(n):
                    t = y[b, : i + 1]
                    t = y[b, i + 1]  # !shape-mismatch
            with torch.no_grad():
                for i in range(n):
                    t = z[i + 2]  # !shape-mismatch
            for i in range(n):
                for j in range(d):
                    t = x[i, j + 1]  # !shape-mismatch
        """,
    "a loop that stops in time, or leaves out its last round, doesn't": """
        def f(x: Float[Tensor, "seq d"], row: Float[Tensor, "1 d"], k: int):
            n = len(x)
            for i in range(n - 1):
                t = x[i + 1] - x[i]
            for i in range(n):
                if i + 1 < n:
                    t = x[i + 1]
            for i in range(n):
                t = x[i + 1] if i + 1 < n else x[i]
            for i in range(n):
                if i == n - 1:
                    break
                t = x[i + 1]
            for i in range(k):
                t = x[i + 1]
            for i in range(n):
                for j in range(i + 1, n):
                    t = x[i + 1] @ x[j]
            for i in range(0, n, 2):
                t = x[i] + x[i + 1]
            for i in range(n):
                i = 0
                t = x[i + 1]
            for i in range(n):
                try:
                    t = x[i + 1]
                except IndexError:
                    pass
            try:
                for i in range(n):
                    t = x[i + 1]
            except IndexError:
                pass
            t = [x[i + 1] for i in range(n) if i < 3]
            t = any(x[i + 1].sum() > 0 for i in range(n))
            t = [x[i + 1] for i, _ in enumerate(x, -1)]
            t = [i and x[i - n] for i in range(n)]
            while k < 3:
                for i in range(n):
                    x = torch.cat([x, row])
                    t = x[i + 1]
        """,
    "what a loop cuts out at the end is shorter than the rest": """
        def f(x: Float[Tensor, "seq d"], n: int):
            t = torch.stack([x[i : i + 8] for i in range(len(x))])  # !shape-mismatch
            t = torch.cat([x[i : i + 8] for i in range(len(x))], dim=1)  # !shape-mismatch
            t = torch.stack([x[: i + 1] for i in range(len(x))])  # !shape-mismatch
            t = torch.stack([x[i:] for i in range(len(x))])  # !shape-mismatch
            t = torch.stack([x[i : i + 8] for i in range(len(x) - 7)])  # seq-7 8 d
            t = torch.cat([x[i : i + 8] for i in range(len(x))])  # ? d
            t = torch.stack([x[i : i + n] for i in range(len(x))])
            t = torch.stack([x[i : i + 1] for i in range(len(x))])  # seq 1 d
            t = torch.stack([x[i : i + 8] for i in range(0, len(x), 8)])
            t = torch.stack([x[i : i + 8] for i in range(len(x)) if i < len(x) - 8])
            t = torch.stack([x[i : i + 8] for i in torch.randint(len(x), (4,))])
            t = torch.stack([x[: i + 1].sum(0) for i in range(len(x))])  # seq d
        """,
    "a loop that was left doesn't come to its else": """
        def f(x: Float[Tensor, "a b"], y: Float[Tensor, "c d"], flag: bool):
            for row in x:
                if flag:
                    break
            else:
                x, y = y, x
            z = x * 2  # ? ?

        def g(x: Float[Tensor, "a b"], flag: bool):
            for row in x:
                if flag:
                    break
            else:
                raise ValueError
            w = x.sum(1)  # a
            w = x @ x  # !assumed-equal
        """,
    "a first token has nothing before it, and those after it have": """
        def attend(x):
            scores = x @ x.mT
            return scores.softmax(-1) @ x

        def weights(x):
            return x.sum(-1, keepdim=True).softmax(-1)  # !single-element

        def generate(x, n):
            for _ in range(n):
                x = torch.cat([x, attend(x)[:, -1:]], dim=1)
            return x

        y = generate(torch.zeros(1, 1, 8), 20)  # 1 ? 8
        z = weights(torch.zeros(4, 5))
        """,
}
