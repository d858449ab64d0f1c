"""Predict ten shapes.

Say what shape each line has, before you run any of them. Put a tuple in place of
each `...`: (3, 4) for a table of 3 rows and 4 columns, (4,) for 4 numbers in a row,
() for a single number without any axis.

Three rules are enough:

1. A sum or mean over `dim=i` takes axis i away. `keepdim=True` keeps it, at
   size 1.
2. Two shapes are lined up from the RIGHT. Where one has size 1, or has no axis
   left, it is stretched to fit the other.
3. `@` takes the axis in the middle away: (r, m) @ (m, c) is (r, c), and
   (r, m) @ (m,) is (r,).

Guess, run, be surprised, find the rule that you missed. A line counts as answered
once its `...` is gone.
"""


def shapes_after() -> dict[str, tuple[int, ...]]:
    return {
        "a": ...,  # torch.zeros(3, 4).sum(dim=1)
        "b": ...,  # torch.zeros(3, 4).sum(dim=1, keepdim=True)
        "c": ...,  # torch.zeros(3, 4).sum()
        "d": ...,  # torch.zeros(3, 4)[0]
        "e": ...,  # torch.zeros(3, 4)[0:1]
        "f": ...,  # torch.zeros(3, 4) + torch.zeros(4)
        "g": ...,  # torch.zeros(3, 1) + torch.zeros(4)
        "h": ...,  # torch.zeros(4) - torch.zeros(4, 1)
        "i": ...,  # torch.zeros(2, 3) @ torch.zeros(3, 5)
        "j": ...,  # torch.zeros(4, 4) @ torch.zeros(4)
    }
