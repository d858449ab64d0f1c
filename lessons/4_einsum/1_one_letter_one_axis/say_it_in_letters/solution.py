"""No pattern needs a transpose: axes are named as they come and put out as they are
wanted. In `c` and `f` that is all the `.T` was for: to bring the shared axis into the
middle for `@`.
"""


def patterns() -> dict[str, str]:
    return {
        "a": "i j -> j i",  # x.T
        "b": "i j, j k -> i k",  # x @ y
        "c": "i j, k j -> i k",  # x @ z.T
        "d": "j k, i j -> k i",  # y.T @ x.T
        "e": "i j, i -> j",  # x.T @ u
        "f": "b i d, b j d -> b i j",  # q @ k.transpose(1, 2)
    }
