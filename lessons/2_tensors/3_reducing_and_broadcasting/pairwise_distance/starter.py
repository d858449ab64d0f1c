"""Every distance at once.

`a` holds m points, one a row, `b` holds n points; each has d coordinates. Give the
distance of each point of `a` from each point of `b`: the root of the squared
differences, added up over the coordinates.

    a        m d
    b        n d
    answer   m n      [i, j] is the distance between a[i] and b[j]

`a[:, None, :] - b` is all differences at once, in a tensor of shape (m, n, d). That
is good to think with, but it is d times as large as the answer, and for a thousand
points with a thousand coordinates it fills the memory. There is a way around it. In
each coordinate

    (a - b)**2  =  a**2  +  b**2  -  2 * a * b

so the squared distance is |a[i]|**2 + |b[j]|**2 - 2 * (a[i] times b[j], added up
over d). The first is one number for each row of `a`, the second one for each row of
`b`, and the last, for all i and j, is a table that `@` makes.

Build no tensor larger than the inputs and the answer, and no loop. Rounding can make
a square slightly negative where two points coincide, and the root of a negative
number is nan: `clamp(min=0)` first.

Example: m=2, n=4, d=3, so a has shape (2, 3), b (4, 3) and the answer (2, 4).
"""

from jaxtyping import Float
from torch import Tensor


def pairwise_distance(a: Float[Tensor, "m d"], b: Float[Tensor, "n d"]) -> Float[Tensor, "m n"]:
    raise NotImplementedError
