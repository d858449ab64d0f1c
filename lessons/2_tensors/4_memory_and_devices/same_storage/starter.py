"""View or copy?

Before each line, x is fresh: `x = torch.arange(12.0).reshape(3, 4)`. Afterwards,
does y look at the same memory as x, so that whoever writes into x changes y, too?
Put True (the same memory) or False (memory of its own) in place of each `...`,
before you run any of them.

Ask yourself of each: can what y shows be described by where to begin in x's storage,
a shape, and one step for each axis? Then torch needs no copy.
"""


def shares_memory() -> dict[str, bool]:
    return {
        "a": ...,  # y = x[1]
        "b": ...,  # y = x[:, 1:3]
        "c": ...,  # y = x[[0, 2]]
        "d": ...,  # y = x[x > 5]
        "e": ...,  # y = x.T
        "f": ...,  # y = x.reshape(4, 3)
        "g": ...,  # y = x.T.reshape(12)
        "h": ...,  # y = x.clone()
        "i": ...,  # y = x.expand(2, 3, 4)
        "j": ...,  # y = x.repeat(2, 1, 1)
        "k": ...,  # y = x; y += 1
        "l": ...,  # y = x; y = y + 1
        "m": ...,  # y = x.float()
    }
