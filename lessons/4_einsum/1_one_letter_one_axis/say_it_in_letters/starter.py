"""Say it in letters.

Six lines with `@` and transposes. Say each as a pattern for `einsum`. The tensors go
in as they are, in the order in which they stand in the line; what is transposed is
said by the pattern alone. Put a text in place of each `...`: for `x @ v`, say,
"i j, j -> i", which stands for einsum(x, v, "i j, j -> i").

    x   (2, 3)        y   (3, 4)        z   (5, 3)
    v   (3,)          u   (2,)
    q   (2, 6, 7)     k   (2, 8, 7)

`@` on q and k works on their last two axes, once for each place of the first.
`t.transpose(1, 2)` exchanges axes 1 and 2.

Take any names you like. For each line, ask: which axes meet in `@`? They get one
name. Which are left, in which order? Each pattern is then run on random numbers, also
at other sizes. A line counts as answered once its `...` is gone.
"""


def patterns() -> dict[str, str]:
    return {
        "a": ...,  # x.T
        "b": ...,  # x @ y
        "c": ...,  # x @ z.T
        "d": ...,  # y.T @ x.T
        "e": ...,  # x.T @ u
        "f": ...,  # q @ k.transpose(1, 2)
    }
