"""Slices, transposes and expand only write a new note about the old storage; lists
and masks pick in no regular steps, so they copy. `reshape` does what it can.

The two to remember: `g` copied without telling you, and `k` changed somebody else's
tensor. Where it matters, say it: `clone` for a copy, `view` for never a copy.
"""


def shares_memory() -> dict[str, bool]:
    return {
        "a": True,  # y = x[1]
        "b": True,  # y = x[:, 1:3]
        "c": False,  # y = x[[0, 2]]
        "d": False,  # y = x[x > 5]
        "e": True,  # y = x.T
        "f": True,  # y = x.reshape(4, 3)
        "g": False,  # y = x.T.reshape(12)
        "h": False,  # y = x.clone()
        "i": True,  # y = x.expand(2, 3, 4)
        "j": False,  # y = x.repeat(2, 1, 1)
        "k": True,  # y = x; y += 1
        "l": False,  # y = x; y = y + 1
        "m": True,  # y = x.float()
    }
